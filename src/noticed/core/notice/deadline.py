"""How long the seller has: a span or a date in a sentence that binds the seller, in days.

Hours become days (rounded up), business days keep their number, a date counts from the message's date. Sentences that
speak of other clocks (funds, records, what a claimant has) do not count.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from noticed.core.notice.capitals import either
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.phrase import Group, Phrases, Slot, phrases
from noticed.core.notice.places import DIGITS, key, places
from noticed.core.notice.sheet import Sheet, coordinating
from noticed.core.notice.words import DeadlineWords
from noticed.core.values import Value

_MAX_DAYS = 400
"""A day without its year that is more than half as far off was one of the past."""
_CELLS = ("\t", "   ")
"""What parts the cells of a row, which says by itself whose clock it is."""
_WITH_YEAR = re.compile(r"\d{4}")
_BEHIND = 90
_APART = 80
"""Characters from the beginning of a number to its unit, at most."""
_BEFORE = 400
"""Characters of a phrase before its number, at most: two gaps and their words."""
_NEXT = re.compile(r"[,;，、；](?!\d)|(?<=[a-z]\s)(?=\d{1,3}\s[a-z])")
_MAX_DATE = 60
"""Characters of the longest date: weekday, day, month and year with their small words."""


class Deadline(Value):
    """Days to act, and where that was read."""

    days: int
    start: int


def deadline(sheet: Sheet, sent: date | None) -> Deadline | None:
    """The first deadline that binds the seller; ``sent`` is the message's date."""
    words = sheet.dialect.deadline
    found = sorted((*_spans(sheet, words), *_dates(sheet, words, sent)), key=lambda item: item.start)
    return next((item for item in found if _binds(sheet, words, item.start)), None)


def _binds(sheet: Sheet, words: DeadlineWords, offset: int) -> bool:
    """What stands in the sentence before the span, and close behind it up to a comma, an "and" or the next number, says
    whose clock it is."""
    start, end = sheet.page.sentence(offset)
    line = sheet.page.lines[sheet.page.line_at(offset)]
    row = any(map(sheet.page.folded[line.start : offset].lstrip().__contains__, _CELLS))
    start = max(start, offset - 200, line.start if row else 0)
    said = sheet.page.folded[start : min(end, offset + _BEHIND)]
    place = offset - start
    for period in reversed([m for m in words.periods.finditer(said) if not m.start() <= place < m.end()]):
        blank = "…" * (period.end() - period.start())
        said = f"{said[: period.start()]}{blank}{said[period.end() :]}"
    behind = coordinating(sheet.dialect).split(_NEXT.split(said[place:])[0])[0]
    return words.not_binding.search(said[:place] + behind) is None


def _spans(sheet: Sheet, words: DeadlineWords) -> Iterator[Deadline]:
    spans = _spans_of(sheet.dialect)
    patterns, factors = spans.patterns, spans.units
    numbers = dict(words.numbers)
    index = places(sheet.new)
    units = [(place - _APART, place) for key in spans.keys & index.keys for place in index.at(key)]
    counted = spans.any.plan.matches(sheet.new, near=units) if units else ()
    near = [(match.start() - _BEFORE, match.end()) for match in counted]
    for match in patterns.near(sheet.new, near) if near else ():
        count = _count(match["n"], numbers)
        unit = factors.get(" ".join(match["unit"].split()), "days")
        if count:
            days = {"weeks": count * 7, "months": count * 30, "hours": -(-count // 24)}.get(unit, count)
            if 0 < days <= _MAX_DAYS:
                yield Deadline(days=days, start=match.start("n"))
    if _alone_words(sheet.dialect).search(sheet.new):
        days_of = {fold(word): days for word, days in words.alone}
        for match in _alone_patterns(sheet.dialect).finditer(sheet.new):
            yield Deadline(days=days_of[" ".join(match["alone"].split())], start=match.start("alone"))


def _count(text: str, numbers: dict[str, int]) -> int:
    return int(text) if text.isdigit() else numbers.get(" ".join(text.split()), 0)


class _Spans(Value):
    """What a language's spans look like."""

    patterns: Group
    any: Phrases
    """A number and a unit as near as they stand in any of them."""
    units: dict[str, str]
    keys: frozenset[str]
    """Keys of ``places`` at which the units begin."""


@lru_cache(maxsize=64)
def _spans_of(dialect: Dialect) -> _Spans:
    words = dialect.deadline
    units = {
        fold(text): unit
        for unit in ("business_days", "hours", "weeks", "months", "days")
        for text in getattr(words, unit)
    }
    numbers = "|".join(re.escape(word) for word, _ in sorted(words.numbers, key=lambda item: -len(item[0])))
    number = r"\d{1,3}" + (f"|{numbers}" if numbers else "")
    written = rf"(?:(?:{numbers or 'x'})\s?\(\s?)?(?<![\d.,])(?P<n>{number})(?:\s?\([^()]{{1,12}}\)|\s?\))?"
    opens = frozenset(filter(None, (DIGITS, *(key(word, ends=True) for word, _ in words.numbers))))
    longest_first = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    unit = rf"(?P<unit>{longest_first})(?![a-z])"
    slots = {"n": Slot(pattern=written, opens=opens), "unit": Slot(pattern=unit)}
    spans = [text for text in words.spans if units]
    gap = r"\W{0,4}" if all(map(_NEAR.search, spans)) else r"[\s\S]{0,30}?"
    near = Slot(pattern=f"{written}{gap}{unit}", opens=opens)
    return _Spans(
        patterns=Group(phrases([text], slots) for text in spans),
        any=phrases(["{span}"] if spans else (), {"span": near}),
        units=units,
        keys=frozenset(filter(None, (key(unit, ends=True) for unit in units))),
    )


_SPAN = re.compile(r"\{n\}\s?\{unit\}")
_NEAR = re.compile(r"\{n\}[\s-]?\{unit\}")


@lru_cache(maxsize=64)
def _alone_words(dialect: Dialect) -> Phrases:
    """The words that are a span by themselves."""
    spelt = sorted((fold(word) for word, _ in dialect.deadline.alone), key=len, reverse=True)
    either = "|".join(r"\s{1,3}".join(map(re.escape, word.split())) for word in spelt)
    opens = frozenset(filter(None, (key(word, ends=True) for word in spelt)))
    slot = Slot(pattern=rf"(?P<alone>{either})(?![a-z])", opens=opens)
    return phrases(["{alone}"] if spelt else (), {"alone": slot})


@lru_cache(maxsize=64)
def _alone_patterns(dialect: Dialect) -> Group:
    """The spans with one such word in place of number and unit."""
    spans = dict.fromkeys(_SPAN.sub("{alone}", text) for text in dialect.deadline.spans)
    texts = [text for text in spans if "{alone}" in text and "{n}" not in text and "{unit}" not in text]
    slots = dict(_alone_words(dialect).slots)
    return Group(phrases([text], slots) for text in texts)


_NUMERIC = re.compile(
    r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})|(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<c>\d{4})"
    r"|(?P<m2>\d{1,2})\s?月\s?(?P<d2>\d{1,2})\s?日"
)


def _dates(sheet: Sheet, words: DeadlineWords, sent: date | None) -> Iterator[Deadline]:
    if sent is None or not _may_have_date(sheet.new, sheet.dialect):
        return
    for match in _date_patterns(sheet.dialect).finditer(sheet.new):
        day = read_date(match["date"], words, sent)
        most = _MAX_DAYS if _WITH_YEAR.search(match["date"]) else _MAX_DAYS // 2
        if day and 0 < (day - sent).days <= most:
            yield Deadline(days=(day - sent).days, start=match.start("date"))


_PARTED = re.compile(r"\d\s?(?:[-/.年]\s?\d|月)")


def _may_have_date(text: str, dialect: Dialect) -> bool:
    """Whether a text has the name of a month, or digits as a date has them."""
    return not _month_keys(dialect).isdisjoint(places(text).keys) or _PARTED.search(text) is not None


@lru_cache(maxsize=64)
def _month_keys(dialect: Dialect) -> frozenset[str]:
    names = (fold(name) for names in dialect.deadline.month_names for name in names.split("|"))
    return frozenset(filter(None, (key(name, ends=False) for name in names))) | frozenset(
        key(fold(name), ends=True) for names in dialect.deadline.month_names for name in names.split("|")
    ) - {""}


@lru_cache(maxsize=64)
def _date_patterns(dialect: Dialect) -> Group:
    words = dialect.deadline
    slots = {"date": Slot(pattern=f"(?P<date>{date_pattern(words)})", width=_MAX_DATE)}
    return Group(phrases([text], slots) for text in words.dates)


def date_pattern(words: DeadlineWords) -> str:
    """A pattern, without groups, for dates as the language writes them; for folded text."""
    months = "|".join(re.escape(fold(name)) for names in words.month_names for name in names.split("|")) or "x"
    weekday = r"(?:[^\W\d_]{3,12},?\s)?"
    day = rf"\d{{1,2}}(?:{either(map(fold, words.ordinals))})?\.?"
    between = rf"(?:(?:{either(map(fold, words.between))})\s)?"
    return (
        r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\s?月\s?\d{1,2}\s?日"
        rf"|{weekday}{day}\s{between}(?:{months})\.?(?:,?\s{between}\d{{4}})?"
        rf"|{weekday}(?:{months})\.?\s{day}(?:,?\s\d{{4}})?)"
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
