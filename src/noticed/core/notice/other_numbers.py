"""Numbers that are no rights': what stands beside them says whose they are. Never raises."""

import re
from collections.abc import Iterable
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.legal_forms import either
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_REACH = 45
"""Characters between a word and its number."""
_COUNTED = re.compile(r"\d{3}")


def is_others(sheet: Sheet, offset: int, end: int, announced: int) -> bool:
    """Whether the word for an invoice, an order or the like precedes a number in its sentence, with no right between,
    or what is counted follows it. ``announced``: where the word of a register begins that announces it, or
    -1."""
    folded = sheet.page.folded
    before, behind = _others(sheet.voices)
    if behind and behind.match(folded, end):
        return True
    low = max(sheet.page.sentence(offset)[0], offset - _REACH)
    last = max((found.end() for found in before.finditer(folded, low, offset)), default=0) if before else 0
    if not last or announced > last + 1 or _COUNTED.search(folded, last, offset):
        return False
    return not any(low + end >= last for _, end, _ in types_in(folded[low:offset], sheet.voices))


def is_others_value(sheet: Sheet, hit: Hit, offset: int) -> bool:
    """Whether the word for another number stands between a label and one, or is the label itself, with no colon behind:
    "Number: VAT PL12…", "Model 61… is listed as"."""
    before = _others(sheet.voices)[0]
    if before is None:
        return False
    low = hit.value if ":" in sheet.page.text[hit.start : hit.value] else hit.start
    found = before.search(sheet.page.folded, low, offset)
    return found is not None and found.start() in {hit.start, *range(hit.value, offset)}


@lru_cache(maxsize=16)
def _others(dialects: tuple[Dialect, ...]) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What else has a number, and how one goes on that counts: with the word that the language puts behind numbers."""
    before = _any(word for dialect in dialects for word in dialect.notice.others)
    behind = _any(word for dialect in dialects for word in dialect.notice.pieces)
    numbered = either(fold(word) for dialect in dialects for word in dialect.words.numbered)
    counted = rf"\s?(?:(?:{numbered})\s?)?{behind}" if numbered else rf"\s?{behind}"
    return re.compile(before) if before else None, re.compile(counted) if behind else None


def _any(words: Iterable[str]) -> str:
    """A pattern for any of some words; "~" ends the beginning of one. Scripts without blanks have them anywhere."""
    found = [fold(word) for word in words]
    latin = either((_source(word) for word in found if word < "\u2e80"), plain=False)
    wide = either(word for word in found if word >= "\u2e80")
    return rf"(?:(?<![^\W\d_])(?:{latin})|{wide})" if found else ""


def _source(word: str) -> str:
    return rf"{re.escape(word[:-1])}\w*" if word.endswith("~") else rf"{re.escape(word)}(?![^\W\d_])"
