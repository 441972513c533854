"""Numbers of the shape of a complaint's that no word says to be another's. Never raises."""

import re
from functools import lru_cache
from itertools import islice, pairwise

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fields import COMPLAINT_ID, MAX_NUMBERS
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.hits import UNNAMED
from noticed.core.notice.known import all_labels
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet

_DIGITS = 11
"""Of an id since 2019."""
_NEAR = 40
"""Characters around a number in which a word says that it is another …"""
_WORDS = 3
"""… and how many words before it are looked at."""
_ELSES = frozenset({"ignore", "phone", "number", "email", "work", "title", "name"})
_WORD = re.compile(r"[^\W\d_]{3,}|[\u2e80-\uffff]+")


def shaped(sheet: Sheet) -> tuple[Found, ...]:
    """Each once, those of the subject last."""
    found: dict[str, Found] = {}
    for match in islice(COMPLAINT_ID.finditer(sheet.page.text), MAX_NUMBERS):
        if len(match[0]) == _DIGITS and not _is_elses(sheet, *match.span()):
            found.setdefault(match[0], Found(text=match[0], start=match.start()))
    return tuple(sorted(found.values(), key=lambda item: (item.start < sheet.body, item.start)))


@lru_cache(maxsize=16)
def _senders(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """The words that stand before a sender."""
    return frozenset(fold(word) for dialect in dialects for word in dialect.quote.senders)


def _is_elses(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a label, or a word near a number, says that it is a case of Amazon's, an order, a telephone, a right."""
    labelled = any(hit.value <= start < hit.end and hit.base in _ELSES for hit in sheet.hits)
    return labelled or called_else(sheet, start, end) is not None


def called_else(sheet: Sheet, start: int, end: int) -> str | None:
    """``phone`` where a label, or a word near a number, says that it is a telephone's, ``ignore`` where an order's or a
    case's of Amazon's, None where neither."""
    low, high = sheet.page.sentence(start)
    from_ = _senders(sheet.dialects)  # "164… comes from Acme": no header's label
    before = _WORD.findall(sheet.page.folded[max(low, start - _NEAR) : start])[-_WORDS:]
    behind = [word for word in _WORD.findall(sheet.page.folded[end : min(high, end + _NEAR)])[:2] if word not in from_]
    words = [*before, *behind, *map("".join, pairwise(before))]
    said = {all_labels(sheet.dialects).get(squeeze(word)) for word in words}
    said |= {hit.base for hit in sheet.hits if hit.value <= start < hit.end and hit.key != UNNAMED}
    said |= {"phone"} if sheet.page.text[:start].endswith("+") else set()
    return next((each for each in ("phone", "ignore") if each in said), None)
