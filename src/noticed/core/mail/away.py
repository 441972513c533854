"""Until when the writer of an automatic answer is away. Pure; never raises; unsure is None."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed
from noticed.core.notice.phrase import Phrases, Slot, phrases

_LONGEST = timedelta(days=366)
_NUMERIC = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.\d{1,2}\.?"
_EAST_ASIAN = r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号號]"
_FILLER = r"(?:[a-zäöüé]{1,12},?\s){0,2}"
"""A weekday, an article."""
_MAX_DATE = 80
"""Characters of the longest day, with its filler."""


def away_until(text: str, dialects: Sequence[Dialect], sent: datetime | None) -> datetime | None:
    """The end of the last day named as one of absence; ``sent`` supplies a year that is not written."""
    words = fold(printed(text))
    for dialect in dialects:
        names = dialect.deadline.month_names
        for found in _compiled(dialect.auto_reply.away_until, names).finditer(words):
            day = _read_day(found[0], names, month_first=dialect.deadline.month_first, sent=sent)
            if day is not None and (sent is None or -_LONGEST / 2 < day - sent < _LONGEST):
                return day + timedelta(days=1)
    return None


@lru_cache(maxsize=64)
def _compiled(texts: tuple[str, ...], month_names: tuple[str, ...]) -> Phrases:
    months = "|".join(re.escape(fold(name)) for names in month_names for name in names.split("|")) or r"(?!)"
    written = (
        rf"\d{{1,2}}\.?\s?(?:st|nd|rd|th|er|º|o)?\s?(?:de\s)?(?:{months})\b\.?(?:\s(?:de\s)?\d{{4}})?"
        rf"|(?:{months})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    )
    date = f"{_FILLER}(?:{_NUMERIC}|{_EAST_ASIAN}|{written})"
    return phrases(texts, {"date": Slot(pattern=date, width=_MAX_DATE)})


def _read_day(text: str, month_names: tuple[str, ...], *, month_first: bool, sent: datetime | None) -> datetime | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month = _named_month(text, month_names)
    year = next((number for number in numbers if number > 31), None)
    rest = [number for number in numbers if number <= 31]
    if month is not None and rest:
        return _day(year, month, rest[0], sent)
    if re.search(r"\d{4}[-/.年]", text) or "月" in text:
        return _day(year, rest[0], rest[1], sent) if len(rest) >= 2 else None
    if year is None and len(rest) == 3:
        year = 2000 + rest.pop()
    if len(rest) < 2:
        return None
    first, second = rest[:2]
    swap = month_first and "." not in text and first <= 12
    return _day(year, first if swap else second, second if swap else first, sent)


def _named_month(text: str, month_names: tuple[str, ...]) -> int | None:
    for number, names in enumerate(month_names, 1):
        if any(re.search(rf"(?<![a-z]){re.escape(fold(name))}(?![a-z])", text) for name in names.split("|")):
            return number
    return None


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
        return this_year + timedelta(days=365)
    return this_year
