"""Spans of time and days of mails of which it is known how long the seller has, by their traits: one is it, or none."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import chain
from unittest import mock

from tests.learn.pieces import Piece, mails, told
from tests.unit.notice.reading import notice
from tests.unit.notice.test_guide import DEADLINES, IDS, SENT
from tests.unit.notice.test_label_layouts import OPENINGS

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.deadline import Deadline
from noticed.core.notice.deadline_traits import Spans, deadline_traits, no_deadline, spans_of
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.sheet import Sheet

_SOME = 2
_FIELD = "deadline_days"


def deadlines() -> list[Piece]:
    """Of every mail and text all that may be the seller's deadline, and whether it is; last that there is none."""
    return [
        Piece(features=frozenset(features), known={Ask.DEADLINE: YES if is_right else NO}, group=number)
        for number, (spans, days) in enumerate(_all())
        for features, is_right in _of_spans(spans, days)
    ]


def _of_spans(spans: Spans, days: int | None) -> Iterator[tuple[list[str], bool]]:
    right = [each.days == days for each in spans.found.values()]
    for start, is_right in zip(spans.found, right, strict=True):
        yield deadline_traits(spans, start), is_right
    yield no_deadline(spans), not any(right)


def _all() -> Iterator[tuple[Spans, int | None]]:
    whole = ((read_it, given[_FIELD]) for read_it, given in mails(_SOME) if _FIELD in given)
    for read_it, days in chain(whole, told(_FIELD), _guide()):
        spans = _of(read_it)
        if spans is not None and spans.kind is not NoticeKind.OTHER and spans.found:
            yield spans, int(days) if days else None


def _guide() -> Iterator[tuple[Callable[[], object], int | None]]:
    for language, sentence, days in (map(str, param.values) for param in DEADLINES):
        text = f"{OPENINGS[language]}\n\n{IDS}\n{sentence}\n"
        yield partial(notice, text, sent=SENT), int(days) or None


def _of(read_it: Callable[[], object]) -> Spans | None:
    """Those of a mail, as the reader weighs them."""
    asked: list[Spans] = []

    def kept(sheet: Sheet, kind: NoticeKind, sent: date | None, ruled: Deadline | None) -> Deadline | None:
        asked.append(spans_of(sheet, kind, sent, ruled))
        return ruled

    with mock.patch.object(facts, "deadline_weighed", kept):
        read_it()
    return asked[-1] if asked else None
