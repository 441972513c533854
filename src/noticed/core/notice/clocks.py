"""How long the seller has as a label announces it: "Time left: 48 hours", "Deadline: Friday, 4 December", a cell below
such a head. Never raises.

Such labels may be of any language, whatever the notice is taken for, and their words stand for the value's too.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from noticed.core.notice.dates import date_pattern, days_until
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.page import Line
from noticed.core.notice.phrase import Group
from noticed.core.notice.places import is_ideograph
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.units import units_of

_CELL = re.compile(r"\s?\|\s?|\t|\s{3,}")
_BULLET = re.compile(r"[\s*•·>|-]{0,8}")
_LEAD = r"(?:[^\W\d_]{1,12}\.?\s){0,3}?[\u2e80-\uffff]{0,6}?\s?"
"""What may stand before the span in a value: "within the next 5 days"."""
_HEADING = 40
"""Characters of a label on a line of its own, at most."""
_LOOK = 3
"""Lines below a label in which its value may begin."""


def labelled(sheet: Sheet, sent: date | None) -> Iterator[tuple[int, int]]:
    """(days, start) of each value of such a label."""
    for words, matches in _clocks(sheet.dialects).found(sheet.new):
        dialect = next(each for each in sheet.dialects if each.deadline.clocks is words)
        for match in matches:
            line = sheet.page.lines[sheet.page.line_at(match.start())]
            found = (said for start in _values(sheet, match, line) if (said := _said(sheet, start, dialect, sent)))
            days, start = next(found, (0, 0))
            low = max(line.start, sheet.page.sentence(match.start())[0])
            if days and not _is_others(sheet, dialect, low, min(start, line.end)):
                yield days, start


def _is_others(sheet: Sheet, dialect: Dialect, start: int, end: int) -> bool:
    """Whether a label says that its clock is another's."""
    words = (dialect.deadline, sheet.dialect.deadline)
    return any(each.stands(sheet.page.folded, start, end) for two in words for each in (two.others, two.not_binding))


@lru_cache(maxsize=8)
def _clocks(dialects: tuple[Dialect, ...]) -> Group:
    return Group(dialect.deadline.clocks for dialect in dialects)


@lru_cache(maxsize=8)
def _separator(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """What parts a label from its value; a word that says "is" where no blanks stand between words."""
    words = (word for dialect in dialects for word in dialect.words.numbering)
    wide = "|".join(dict.fromkeys(word for word in words if len(word) == 1 and is_ideograph(word)))
    return re.compile(
        rf"[^:\n\t|()]{{0,60}}?(?::|\t|\s[|=-]\s|\s\.{{2,59}}\s|--|(?<=[\u2e80-\uffff])-|{wide})[ \t-]{{0,9}}"
    )


def _values(sheet: Sheet, match: re.Match[str], line: Line) -> Iterator[int]:
    """Where the value of a label may begin: behind what parts them, on the next line, or in its column below."""
    folded = sheet.page.folded
    parted = _separator(sheet.dialects).match(folded, match.end(), line.end)
    if parted and parted.end() < line.end:
        yield parted.end()
    bare = folded[line.start : line.end].strip(" -*•·>|:")
    if len(bare) <= _HEADING and (bare.startswith(match[0]) or bare.endswith(match[0])):
        yield from _below(sheet, line, 0, 1)
    cells = len(_CELL.split(folded[line.start : line.end].strip(" |")))
    if cells > 1:
        before = folded[line.start : match.start()].lstrip(" |")
        yield from _below(sheet, line, len(_CELL.findall(before)), cells)


def _below(sheet: Sheet, line: Line, column: int, cells: int) -> Iterator[int]:
    """Where the cell of a column begins in the next line that says anything, which has as many."""
    number = sheet.page.line_at(line.start)
    below = (each for each in sheet.page.lines[number + 1 : number + 1 + _LOOK] if each.start < each.end)
    row = next(below, None)
    if row is None:
        return
    text = sheet.page.folded[row.start : row.end]
    indent = _BULLET.match(text)
    start = indent.end() if indent else 0
    ends = [start, *(parted.end() for parted in _CELL.finditer(text.rstrip(" |"), start))]
    if len(ends) == cells:
        yield row.start + ends[column]


def _said(sheet: Sheet, start: int, dialect: Dialect, sent: date | None) -> tuple[int, int] | None:
    """The days that a value says, and where it does."""
    span, day = _span(dialect), _day(dialect)
    found = span.match(sheet.new, start)
    if found:
        alone = dict(_alone(dialect)).get(found["alone"] or "")
        place = found.start("alone" if found["alone"] else "n")
        return (days, place) if (days := alone or units_of(dialect).days(found)) else None
    dated = day.match(sheet.new, start) if sent else None
    days = days_until(dated["date"], dialect.deadline, sent) if dated and sent else 0
    return (days, dated.start("date")) if dated and days else None


@lru_cache(maxsize=64)
def _alone(dialect: Dialect) -> tuple[tuple[str, int], ...]:
    """The words that are a span by themselves."""
    return tuple((fold(word), days) for word, days in dialect.deadline.alone)


@lru_cache(maxsize=64)
def _span(dialect: Dialect) -> re.Pattern[str]:
    units = units_of(dialect)
    longest_first = sorted((word for word, _ in _alone(dialect)), key=len, reverse=True)
    alone = "|".join(map(re.escape, longest_first)) or "x(?!x)x"
    return re.compile(rf"{_LEAD}(?:{units.number}\W{{0,4}}{units.unit}|(?P<alone>{alone})(?![a-z]))")


@lru_cache(maxsize=64)
def _day(dialect: Dialect) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?P<date>{date_pattern(dialect.deadline)})")
