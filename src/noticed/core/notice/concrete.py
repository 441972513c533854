"""Whether a label's value says more than which kind of right or of work it is. Never raises."""

import re

from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_BULLET = re.compile(r"\s{0,9}[-–—•*·]\s")
_BULLETS = re.compile(r"(?:\A|\n)[ \t]{0,9}[-–—•*·]\s")
MASK = re.compile(r"x{3,}")
"""What was made unreadable: "US xxxxxxxx"."""


def is_concrete(sheet: Sheet, hit: Hit) -> bool:
    """Whether a right is named by more than its kind, or that of a work: "Trademark: FERN", not "Copyright - image"."""
    value = MASK.sub("", fold(ASIN.sub("", _item(sheet, hit))).strip()[:200])
    if any(
        w.search(value) for v in sheet.voices for w in (v.owner.missing, v.owner.words, v.notice.generic, v.notice.open)
    ):
        return False
    return hit.strong and not is_all_kinds(sheet, value)


def _item(sheet: Sheet, hit: Hit) -> str:
    """What stands behind a label; of an item of a list, without the next one."""
    page = sheet.page
    line = page.lines[page.line_at(hit.start)]
    listed = _BULLET.match(page.text, line.start, line.end)
    value = page.text[hit.value : hit.end]
    return _BULLETS.split(value, maxsplit=1)[0] if listed else value


def is_all_kinds(sheet: Sheet, value: str) -> bool:
    """Whether a folded value names kinds of rights and of works and nothing else: "trademark", "copyright - image"."""
    bare = [(start, end) for start, end, _ in types_in(value, sheet.voices)]
    bare += [found.span() for voice in sheet.voices for found in voice.answer.works.finditer(value)]
    rest = "".join(char for at, char in enumerate(value) if not any(low <= at < high for low, high in bare))
    return sum(map(str.isalpha, rest)) < 3


def is_a_kind(sheet: Sheet, value: str) -> bool:
    """Whether a value is the kind of a right: "Allegation: trademark"."""
    said = fold(value[:200])
    return any(True for _ in types_in(said, sheet.voices)) and is_all_kinds(sheet, said)
