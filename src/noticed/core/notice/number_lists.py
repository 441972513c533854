"""Numbers of rights that stand in a list with one that is known. Never raises."""

import re
from collections.abc import Mapping
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.legal_forms import either
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet

_DIGIT = re.compile(r"\d")
_APART = 30
"""Characters between two numbers of a list, at most."""


def goes_on(sheet: Sheet, found: Mapping[str, Found], offset: int, number: str) -> bool:
    """Whether a number goes on with a list of rights: only "and" or a bullet stands between it and one of its shape,
    or "no." before one that has marks within, in the same sentence: "mark no. 1 188 420 is named, and not no. 2 041
    767"."""
    alike = [each for each in found.values() if each.start < offset and _shape(each.text) == _shape(number)]
    if not alike:
        return False
    end = max(each.start + len(each.text) for each in alike)
    if _joining(sheet.dialects).fullmatch(sheet.page.folded, end, offset):
        return True
    within = not number.isdigit() and sheet.page.sentence(offset)[0] < end
    return within and counting(sheet.dialects).search(sheet.page.folded, end, offset) is not None


def leads(sheet: Sheet, found: Mapping[str, Found], item: Found) -> bool:
    """Whether a list of rights goes on with one of the same shape behind a number, as it does where the language puts
    the right behind them: "1 188 420 ve 2 041 767 numaralı markalar"."""
    end = item.start + len(item.text)
    near = (each for each in found.values() if end < each.start <= end + _APART)
    after = min((each.start for each in near if _shape(each.text) == _shape(item.text)), default=end)
    return after > end and _joining(sheet.dialects).fullmatch(sheet.page.folded, end, after) is not None


def _shape(number: str) -> str:
    """Its marks; the words of a Japanese number are none: a list has them once."""
    return _DIGIT.sub("0", number[max(number.find("第"), 0) :])


@lru_cache(maxsize=16)
def _joining(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """What parts the items of a list, a bullet or "no." before one or not."""
    joiners = either(fold(word) for dialect in dialects for word in dialect.words.joiners)
    number = either(word for dialect in dialects for word in dialect.words.numbering)
    return re.compile(rf"[\s,;/、，]{{0,3}}(?:[-•*·・]\s?)?(?:(?:{joiners})\s?)?(?:(?:{number})[.°ºo:]{{0,2}}\s?)?")


@lru_cache(maxsize=16)
def counting(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """ "no." at the end of a text."""
    number = either(word for dialect in dialects for word in dialect.words.numbering)
    return re.compile(rf"(?<![^\W\d_])(?:{number})[.°ºo:]{{0,2}}\s?$")
