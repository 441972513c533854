"""Until when the writer of an automatic answer is away. Pure; never raises; unsure is None.

Dates as the dialects write them: numbers, months by name, days of the week ("back on Monday": the next one).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed
from noticed.core.notice.phrase import Phrases, Slot, phrases

_LONGEST = timedelta(days=366)
_NUMERIC = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[./]\d{1,2}(?![\d/])\.?"
_EAST_ASIAN = r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号號]"
_FILLER = r"(?:[a-z-]{1,14}[,.]{0,2}\s){0,2}"
"""A weekday, an article."""
_SMALL = r"(?:[a-z']{1,3}\s?)?"
"""What stands between day, month and year: "of", "de", "d'"."""
_ENDING = r"(?:\.|[a-z]{1,2}\b|o\b)?"
"""Of an ordinal: 3rd, 3., 1er."""
_MAX_DATE = 80
"""Characters of the longest day, with its filler."""


def away_until(text: str, dialects: Sequence[Dialect], sent: datetime | None) -> datetime | None:
    """The end of the last day named as one of absence; ``sent`` supplies what is not written."""
    words = fold(printed(text))
    days = [
        day
        for dialect in dialects
        for phrase in _compiled(dialect)
        for found in phrase.finditer(words)
        if (day := _read_day(found["day"], dialect, sent)) is not None
        and (sent is None or -timedelta(days=2) < day - sent < _LONGEST)
    ]
    return max(days) + timedelta(days=1) if days else None


@lru_cache(maxsize=64)
def _compiled(dialect: Dialect) -> tuple[Phrases, ...]:
    months, days = _either(dialect.deadline.month_names), _either(_relative(dialect))
    written = (
        rf"\d{{1,2}}{_ENDING}\s?{_SMALL}(?:{months})\b\.?(?:,?\s?{_SMALL}\d{{4}})?"
        rf"|(?:{months})\b\.?\s\d{{1,2}}{_ENDING}(?:,?\s\d{{4}})?"
    )
    date = rf"(?P<day>{_FILLER}(?:{_EAST_ASIAN}|{_NUMERIC}|{written})|{_SMALL}(?:{days}))"
    slots = {"date": Slot(pattern=date, width=_MAX_DATE)}
    return tuple(phrases([text], slots) for text in dialect.auto_reply.away_until)


def _relative(dialect: Dialect) -> tuple[str, ...]:
    return (*dialect.auto_reply.weekdays, *dialect.auto_reply.tomorrow)


def _either(names: Sequence[str]) -> str:
    """A pattern for any of these, each with its variants; a word of Latin letters stands alone."""
    each = [fold(name) for variants in names for name in variants.split("|")]
    edge = [re.escape(name) + (r"(?![a-z])" if name.isascii() else "") for name in sorted(each, key=len, reverse=True)]
    return "|".join(edge) or r"(?!)"


def _read_day(text: str, dialect: Dialect, sent: datetime | None) -> datetime | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if not numbers:
        return _relative_day(text, dialect, sent)
    month = _place(text, dialect.deadline.month_names)
    year = next((number for number in numbers if number > 31), None)
    rest = [number for number in numbers if number <= 31]
    if month is not None and rest:
        return _day(year, month + 1, rest[0], sent)
    if re.search(r"\d{4}[-/.年]", text) or "月" in text:
        return _day(year, rest[0], rest[1], sent) if len(rest) >= 2 else None
    if year is None and len(rest) == 3:
        year = 2000 + rest.pop()
    if len(rest) < 2:
        return None
    first, second = rest[:2]
    swap = second > 12 or (dialect.deadline.month_first and "." not in text and first <= 12)
    return _day(year, first if swap else second, second if swap else first, sent)


def _relative_day(text: str, dialect: Dialect, sent: datetime | None) -> datetime | None:
    if sent is None:
        return None
    today = datetime(sent.year, sent.month, sent.day, tzinfo=UTC)
    weekday = _place(text, dialect.auto_reply.weekdays)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return today + timedelta(days=1) if _place(text, dialect.auto_reply.tomorrow) is not None else None


def _place(text: str, names: Sequence[str]) -> int | None:
    """Which of ``names`` stands in a text."""
    found = (n for n, variants in enumerate(names) if re.search(rf"(?<![a-z])(?:{_either([variants])})", text))
    return next(found, None)


def _day(year: int | None, month: int, day: int, sent: datetime | None) -> datetime | None:
    if year is None and sent is None:
        return None
    try:
        if year is not None:
            return datetime(2000 + year if year < 100 else year, month, day, tzinfo=UTC)
        this_year = datetime(sent.year, month, day, tzinfo=UTC) if sent else None
    except ValueError:
        return None
    if this_year and sent and this_year < sent - timedelta(days=60):
        return this_year.replace(year=this_year.year + 1) if (month, day) != (2, 29) else None
    return this_year
