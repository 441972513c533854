"""What a span of time or a day is weighed by as the seller's deadline: what it says, what stands around it, whether a
rule takes it for one. Never raises."""

from collections.abc import Mapping
from datetime import date
from itertools import islice

from noticed.core.notice.deadline import Deadline, binds, counted, dated
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.surroundings import stems, surroundings
from noticed.core.notice.units import units_of
from noticed.core.values import Value

_MOST = 12
"""Spans and days of a notice that are looked at."""
_BEFORE, _BEHIND = 120, 90
"""Characters of the sentence before and behind one that are looked at."""
_SPAN = 4
"""Characters of the least span: "3 days"."""


class Spans(Value):
    """Those of one notice."""

    sheet: Sheet
    kind: NoticeKind
    ruled: Deadline | None
    found: Mapping[int, Deadline]
    """By where they stand."""


def spans_of(sheet: Sheet, kind: NoticeKind, sent: date | None, ruled: Deadline | None) -> Spans:
    """All that may be a deadline; ``ruled``: what the rules take for it."""
    units = units_of(sheet.dialect)
    found = {ruled.start: ruled} if ruled else {}
    spans = (Deadline(days=units.days(match), start=match.start("n")) for match in counted(sheet))
    for each in islice((*spans, *dated(sheet, sent)), _MOST):
        if each.days:
            found.setdefault(each.start, each)
    return Spans(sheet=sheet, kind=kind, ruled=ruled, found=dict(sorted(found.items())))


def no_deadline(spans: Spans) -> list[str]:
    """What is known of there being none."""
    return [
        "no deadline",
        f"no deadline {spans.kind}",
        f"no deadline of {min(len(spans.found), 4)}",
        f"no deadline ruled {spans.ruled is not None}",
    ]


def deadline_traits(spans: Spans, start: int) -> list[str]:
    """What is known of the span or day at ``start``."""
    sheet, near = spans.sheet, surroundings(spans.sheet)
    page, end = sheet.page, start + _SPAN
    (low, high), line = page.sentence(start), page.lines[page.line_at(start)]
    low, high = max(low, line.start, start - _BEFORE), min(max(high, end), line.end, end + _BEHIND)
    ruled = "" if spans.ruled is None else "ruled" if spans.ruled.start == start else "another ruled"
    return [
        f"kind {spans.kind}",
        f"days {spans.found[start].days}",
        f"number {list(spans.found).index(start)}",
        ruled or "none ruled",
        "binds" if binds(sheet, sheet.dialect.deadline, start) else "other clock",
        *[f"{ruled} {word}" for word in stems(page.folded[low:start])[-3:]],
        *near.around(start, end),
        *near.heading(start),
        *near.place(start, end),
        *[f"before {word}" for word in stems(page.folded[low:start])],
        *[f"behind {word}" for word in stems(page.folded[end:high])],
    ]
