"""Which span or day is the seller's deadline, by what was learned of other mails: asked after the rules.

Every one is weighed, that of the rules among them, and so is that there is none. What most speaks for is it: a guess,
where no rule says so. Never raises.
"""

from datetime import date

from noticed.core.learned.questions import YES, Ask, Sort
from noticed.core.learned.weights import NOTHING
from noticed.core.notice.deadline import Deadline
from noticed.core.notice.deadline_traits import deadline_traits, no_deadline, spans_of
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.sheet import Sheet

_NONE = -1


def deadline_weighed(sheet: Sheet, kind: NoticeKind, sent: date | None, ruled: Deadline | None) -> Deadline | None:
    """The deadline of a notice of ``sent``: what a label says, or the rules, or what is likelier than these."""
    if ruled and ruled.labelled:
        return ruled
    learned = sheet.dialect.learned.get(Sort.DEADLINES, NOTHING)
    spans = spans_of(sheet, kind, sent, ruled)
    if not learned.rows or kind is NoticeKind.OTHER or not spans.found:
        return ruled
    features = {_NONE: no_deadline(spans), **{start: deadline_traits(spans, start) for start in spans.found}}
    scores = {
        start: learned.weigh(frozenset(each)).scores(Ask.DEADLINE).get(YES, 0.0) for start, each in features.items()
    }
    best = max(scores, key=scores.__getitem__)
    if best == (ruled.start if ruled else _NONE):
        return ruled
    found = spans.found.get(best)
    return Deadline(days=found.days, start=found.start, guess=True) if found else None
