"""What says before or behind a number that it is a right's: registers, offices, "is the number of". Never raises."""

import re
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric, fold
from noticed.core.notice.known import all_labels, applied
from noticed.core.notice.legal_forms import either
from noticed.core.notice.model import IpType
from noticed.core.notice.number_lists import counting
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_FEWEST = 5
"""Letters of a register's word that is no abbreviation, at least."""
_REACH = 45
"""Characters between the word for a right and its number."""
_SHORT = 7
"""Letters of a register's word that is no abbreviation: behind a longer one a number may stand at once."""
_OFFICES = "uspto|euipo|ukipo|wipo|ompi|cipo|opic|dpma|inpi|impi|oepm|uibm|boip|uprp|turkpatent|prv|jpo|ip australia"
"""Offices, behind whose name a right's number stands: "INPI 90…", "registered by the USPTO as 5,1…"."""
_SAID = 40
"""Characters in which a right follows what says that a number is its."""
_NAMED = 4
"""Words of a mark and the one for it."""
_SMALL, _ARTICLES = 3, 2
"""Words between, at most: "of the American", "Swedish"."""


def precedes_right(sheet: Sheet, end: int) -> bool:
    """Whether the language puts the right behind its number, as in "2020 05512 sayılı tasarım", or that it is
    registered under it: "2020 88417 numarasıyla tescillidir"."""
    behind = sheet.page.folded[end : end + _REACH]
    found = numbered(sheet.dialects).match(behind)
    if found is None:
        return False
    registered = behind.startswith(registers(sheet.voices), found.end()) and not applied(sheet.dialects).begins(
        behind[found.end() :]
    )
    return registered or next(types_in(behind[found.end() :], sheet.voices), None) is not None


def is_called_right(sheet: Sheet, end: int) -> bool:
    """Whether a number is said to be that of the right that follows: "51… is the number of the trademark"."""
    found = _called(sheet.voices).match(sheet.page.folded, end)
    behind = sheet.page.folded[found.end() : found.end() + _SAID] if found else ""
    right = next(types_in(behind, sheet.voices), None)
    if found is None or right is None or right[2] is IpType.COUNTERFEIT:
        return False
    between = behind[: right[0]].split()
    return len(between) <= _SMALL and (" " in found[0].strip() or len(between) < _ARTICLES)


@lru_cache(maxsize=16)
def _called(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    words = [fold(word) for dialect in dialects for word in dialect.notice.called]
    latin, wide = either(word for word in words if word < "\u2e80"), either(word for word in words if word >= "\u2e80")
    return re.compile(rf"\s(?:{latin})\s|(?:{wide})")


@lru_cache(maxsize=16)
def registers(dialects: tuple[Dialect, ...]) -> tuple[str, ...]:
    """The words of registers that are no abbreviations."""
    words = (fold(word) for dialect in dialects for word in dialect.notice.registers)
    return tuple(word for word in words if len(word) >= _FEWEST)


@lru_cache(maxsize=16)
def numbered(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    words = [fold(word) for dialect in dialects for word in dialect.words.numbered]
    latin, wide = either(word for word in words if word < "\u2e80"), either(word for word in words if word >= "\u2e80")
    return re.compile(rf"\s?(?:(?:{latin})\s|(?:{wide}))")


def is_announced(sheet: Sheet, offset: int) -> bool:
    """Whether an abbreviation of a register stands right before: TM no., Reg. No., Serial No., EUTM; or "no." and the
    word that numbers of a right are labelled with a little before that: "mark FERN, no."."""
    before = sheet.page.folded[max(offset - _REACH, 0) : offset]
    if announcing(sheet.dialects).search(before):
        return True
    counted = counting(sheet.dialects).search(before)
    if counted is None:
        return False
    labels = all_labels(sheet.dialects)
    between = re.split(r"[\d@\n]", before[: counted.start()])[-1]
    words = (alphanumeric(word) for word in re.findall(r"[^\W\d_]+", between)[-_NAMED:])
    return any(labels.get(word, "").startswith("number.") for word in words)


@lru_cache(maxsize=16)
def announcing(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """The words of a register or an office, "no." behind them, at the end of a text."""
    words = [fold(word) for dialect in dialects for word in dialect.notice.registers]
    number = either(word for dialect in dialects for word in dialect.words.numbering)
    several = either(word for word in words if " " in word)
    one = either(word for word in words if " " not in word)
    long = either(word for word in words if " " not in word and len(word) > _SHORT)
    mark = rf"(?:{number})[.°o]{{0,2}}"
    return re.compile(
        rf"(?<![a-z])(?:(?:{one})(?:\.\s?|\s){mark}|(?:{several})(?:\s{mark})?|{long}|(?:{one})\.|eutm|rcd|reud"
        rf"|(?:{_OFFICES})(?:\s[a-z]{{1,6}}){{0,3}}(?:,?\s{mark})?)[:#,]?\s?$"
    )
