"""Dates as a language writes them. Never raises on any text."""

import re
from datetime import date
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.legal_forms import either
from noticed.core.notice.places import DIGITS, key, places
from noticed.core.notice.words import DeadlineWords

_MAX_DAYS = 400
"""A day without its year that is more than half as far off was one of the past."""
MAX_DATE = 60
"""Characters of the longest date: weekday, day, month and year with their small words."""
_WITH_YEAR = re.compile(r"\d{4}")
_PARTED = re.compile(r"\d\s?(?:[-/.年]\s?\d|月)")
_NUMERIC = re.compile(
    r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})|(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<c>\d{4})"
    r"|(?P<m2>\d{1,2})\s?月\s?(?P<d2>\d{1,2})\s?日|(?P<d3>\d{1,2})\.(?P<m3>\d{1,2})\.(?!\d)"
)


def may_have_date(text: str, dialect: Dialect) -> bool:
    """Whether a text has the name of a month, or digits as a date has them."""
    return not _month_keys(dialect).isdisjoint(places(text).keys) or _PARTED.search(text) is not None


def beginnings(text: str, dialect: Dialect) -> list[int]:
    """Where a date may begin, a day of the week before it aside: at digits, and at the names of months."""
    index = places(text)
    keys = (DIGITS, *(_month_keys(dialect) & index.keys))
    return sorted({place for key in keys for place in index.at(key)})


@lru_cache(maxsize=64)
def _month_keys(dialect: Dialect) -> frozenset[str]:
    names = (fold(name) for names in dialect.deadline.month_names for name in names.split("|"))
    return frozenset(filter(None, (key(name, ends=False) for name in names))) | frozenset(
        key(fold(name), ends=True) for names in dialect.deadline.month_names for name in names.split("|")
    ) - {""}


def is_date(folded: str, dialect: Dialect) -> bool:
    """Whether a text is a date and nothing else."""
    return any(map(str.isdigit, folded)) and _whole_date(dialect).fullmatch(folded) is not None


@lru_cache(maxsize=64)
def _whole_date(dialect: Dialect) -> re.Pattern[str]:
    return re.compile(date_pattern(dialect.deadline))


def days_until(text: str, words: DeadlineWords, sent: date) -> int:
    """The days from ``sent`` to the day that ``text`` (folded) names; 0 where that is past, or far off."""
    day = read_date(text, words, sent)
    most = _MAX_DAYS if _WITH_YEAR.search(text) else _MAX_DAYS // 2
    return (day - sent).days if day and 0 < (day - sent).days <= most else 0


def date_pattern(words: DeadlineWords, *, weekday: bool = True) -> str:
    """A pattern, without groups, for dates as the language writes them; for folded text.

    ``weekday``: perhaps with a day of the week before, which may be any word, so that it is slow.
    """
    months = "|".join(re.escape(fold(name)) for names in words.month_names for name in names.split("|")) or "x"
    before = r"(?:[^\W\d_]{3,12}(?:-[^\W\d_]{3,8})?,?\s)?" if weekday else ""
    day = rf"\d{{1,2}}(?:{either(map(fold, words.ordinals))})?\.?"
    between = rf"(?:(?:{either(map(fold, words.between))})\s)?"
    return (
        r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\s?月\s?\d{1,2}\s?日"
        r"|\d{1,2}\.\d{1,2}\.(?!\d)"
        rf"|{before}{day}\s{between}(?:{months})\.?(?:,?\s{between}\d{{4}})?"
        rf"|{before}(?:{months})\.?\s{day}(?:,?\s\d{{4}})?)(?:\s?\([^()\d]{{1,12}}\))?"
    )


def read_date(text: str, words: DeadlineWords, near: date) -> date | None:
    """The day ``text`` (folded) names; without a year the next such day after ``near``."""
    numeric = _NUMERIC.search(text)
    if numeric:
        return _numeric(numeric, words.month_first, near)
    month = next(
        (
            number
            for number, names in enumerate(words.month_names, 1)
            for name in names.split("|")
            if re.search(rf"(?<![a-z]){re.escape(fold(name))}(?![a-z])", text)
        ),
        None,
    )
    days = re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    if month is None or not days:
        return None
    return _date(int(years[0]) if years else None, month, int(days[0]), near)


def _numeric(match: re.Match[str], month_first: bool, near: date) -> date | None:
    if match["y"]:
        return _date(int(match["y"]), int(match["m"]), int(match["d"]), near)
    if match["m2"]:
        return _date(None, int(match["m2"]), int(match["d2"]), near)
    if match["m3"]:
        return _date(None, int(match["m3"]), int(match["d3"]), near)
    first, second = int(match["a"]), int(match["b"])
    if month_first and "/" in match[0] and first <= 12:
        first, second = second, first
    return _date(int(match["c"]), second, first, near)


def _date(year: int | None, month: int, day: int, near: date) -> date | None:
    try:
        if year is not None:
            return date(year, month, day)
        found = date(near.year, month, day)
        return found if found >= near else date(near.year + 1, month, day)
    except ValueError:
        return None
