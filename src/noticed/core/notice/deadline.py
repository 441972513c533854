"""How long the seller has: a span or a date in a sentence that binds the seller, in days.

Hours become days (rounded up), business days keep their number, a date counts from the message's date. Sentences that
speak of other clocks (funds, records, what a claimant has) do not count.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from noticed.core.notice.clauses import coordinating
from noticed.core.notice.clocks import labelled
from noticed.core.notice.dates import MAX_DATE, beginnings, date_pattern, days_until, may_have_date
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.phrase import Group, Phrases, Slot, phrases
from noticed.core.notice.places import key, places
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.units import units_of
from noticed.core.notice.words import DeadlineWords
from noticed.core.values import Value

_CELLS = ("\t", "   ")
"""What parts the cells of a row, which says by itself whose clock it is."""
_BEHIND = 90
_APART = 80
"""Characters from the beginning of a number to its unit, at most."""
_BEFORE = 400
"""Characters of a phrase before its number, at most: two gaps and their words."""
_DIGIT = re.compile(r"\d")
"""With it a date begins, behind what may be its weekday."""
_GLUED = re.compile(r"(?<![\w.,])\d{1,3}h(?![a-z\d])")
"""Hours whose unit stands at the number, of which it is no word of its own."""
_NEXT = re.compile(r"[,;，、；](?!\d)|[:：](?=\s)|(?<=[a-z]\s)(?=\d{1,3}\s[a-z])")


class Deadline(Value):
    """Days to act, and where that was read."""

    days: int
    start: int
    guess: bool = False
    labelled: bool = False
    """Whether a label announces it: nothing is surer."""


def deadline(sheet: Sheet, sent: date | None) -> Deadline | None:
    """The first deadline that binds the seller; ``sent`` is the message's date."""
    words = sheet.dialect.deadline
    told = tuple(Deadline(days=days, start=start, labelled=True) for days, start in labelled(sheet, sent))
    found = sorted((*told, *_spans(sheet, words), *_dates(sheet, sent)), key=lambda item: item.start)
    return next((item for item in found if item in told or binds(sheet, words, item.start)), None)


def binds(sheet: Sheet, words: DeadlineWords, offset: int) -> bool:
    """What stands in the sentence before the span, and close behind it up to a comma, an "and" or the next number, says
    whose clock it is; what stands in a line with a label above it says nothing."""
    start, end = sheet.page.sentence(offset)
    line = sheet.page.lines[sheet.page.line_at(offset)]
    row = any(map(sheet.page.folded[line.start : offset].lstrip().__contains__, _CELLS))
    above = (hit for hit in sheet.hits if hit.value < hit.end == line.start - 1)
    row = row or any(hit.strong or hit.base == "complaint_id" for hit in above)
    start = max(start, offset - 200, line.start if row else 0)
    said = sheet.page.folded[start : min(end, offset + _BEHIND)]
    place = offset - start
    for period in reversed([m for m in words.periods.finditer(said) if not m.start() <= place < m.end()]):
        blank = "…" * (period.end() - period.start())
        said = f"{said[: period.start()]}{blank}{said[period.end() :]}"
    behind = coordinating(sheet.dialect).split(_NEXT.split(said[place:])[0])[0]
    return words.not_binding.search(said[:place] + behind) is None


@lru_cache(maxsize=2)
def counted(sheet: Sheet) -> tuple[re.Match[str], ...]:
    """Every number with a unit of time, in the groups ``n`` and ``unit``, whatever it says."""
    index = places(sheet.new)
    ends = [(place - _APART, place) for key in units_of(sheet.dialect).keys & index.keys for place in index.at(key)]
    ends += [(glued.start(), glued.end()) for glued in _GLUED.finditer(sheet.new)]
    return tuple(_counting(sheet.dialect).plan.matches(sheet.new, near=ends)) if ends else ()


def _spans(sheet: Sheet, words: DeadlineWords) -> Iterator[Deadline]:
    units, patterns = units_of(sheet.dialect), _patterns(sheet.dialect)
    near = [(match.start() - _BEFORE, match.end()) for match in counted(sheet)]
    for match in patterns.near(sheet.new, near) if near else ():
        if days := units.days(match):
            yield Deadline(days=days, start=match.start("n"))
    if _alone_words(sheet.dialect).search(sheet.new):
        days_of = {fold(word): days for word, days in words.alone}
        for match in _alone_patterns(sheet.dialect).finditer(sheet.new):
            yield Deadline(days=days_of[" ".join(match["alone"].split())], start=match.start("alone"))


@lru_cache(maxsize=64)
def _patterns(dialect: Dialect) -> Group:
    """The spans of a language."""
    return Group(phrases([text], units_of(dialect).slots) for text in dialect.deadline.spans)


@lru_cache(maxsize=64)
def _counting(dialect: Dialect) -> Phrases:
    """A number and a unit as near as they stand in any of them."""
    units, spans = units_of(dialect), dialect.deadline.spans
    gap = r"\W{0,4}" if all(map(_NEAR.search, spans)) else r"[\s\S]{0,30}?"
    near = Slot(pattern=f"{units.number}{gap}{units.unit}", opens=units.opens)
    return phrases(["{span}"] if spans else (), {"span": near})


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


def dated(sheet: Sheet, sent: date | None) -> Iterator[Deadline]:
    """Every day to come, whatever it says."""
    if sent is None or not may_have_date(sheet.new, sheet.dialect):
        return
    pattern, end = _date(sheet.dialect), 0
    for place in beginnings(sheet.new, sheet.dialect):
        match = pattern.match(sheet.new, place) if place >= end else None
        if match is None:
            continue
        end = match.end()
        if days := days_until(match[0], sheet.dialect.deadline, sent):
            first = _DIGIT.search(match[0])
            yield Deadline(days=days, start=place + (first.start() if first else 0))


@lru_cache(maxsize=64)
def _date(dialect: Dialect) -> re.Pattern[str]:
    return re.compile(date_pattern(dialect.deadline, weekday=False))


def _dates(sheet: Sheet, sent: date | None) -> Iterator[Deadline]:
    if sent is None or not may_have_date(sheet.new, sheet.dialect):
        return
    for match in _date_patterns(sheet.dialect).finditer(sheet.new):
        if days := days_until(match["date"], sheet.dialect.deadline, sent):
            first = _DIGIT.search(match["date"])
            yield Deadline(days=days, start=match.start("date") + (first.start() if first else 0))


@lru_cache(maxsize=64)
def _date_patterns(dialect: Dialect) -> Group:
    slots = {"date": Slot(pattern=f"(?P<date>{date_pattern(dialect.deadline)})", width=MAX_DATE)}
    return Group(phrases([text], slots) for text in dialect.deadline.dates)
