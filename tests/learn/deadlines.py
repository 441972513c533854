"""Spans of time and days of mails of which it is known how long the seller has, by their traits: one is it, or none."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import Any
from unittest import mock

from tests.combined import cases, sentences
from tests.learn.pieces import Piece, mails
from tests.learn.rows import FOLDER
from tests.unit.notice.reading import notice
from tests.unit.notice.test_cases import CASES, read_case
from tests.unit.notice.test_guide import DEADLINES, IDS
from tests.unit.notice.test_guide import SENT as GUIDE_SENT
from tests.unit.notice.test_label_layouts import OPENINGS
from tests.unit.notice.test_read import CASES as ROWS
from tests.unit.notice.test_read import read_row
from tests.unit.notice.test_sentences import read

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.deadline import Deadline
from noticed.core.notice.deadline_traits import Spans, deadline_traits, no_deadline, spans_of
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.sheet import Sheet

_SOME, _FEW = 2, 37
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
    whole = ((read_it, given) for read_it, given in mails(_SOME) if _FIELD in given)
    for read_it, given in chain(whole, _in_tests()):
        spans = _of(read_it)
        if spans is not None and spans.kind is not NoticeKind.OTHER and spans.found:
            yield spans, given[_FIELD]


def _in_tests() -> Iterator[tuple[Callable[[], object], Mapping[str, Any]]]:
    for name in ("told.toml", "romance.toml"):
        said = tomllib.loads((FOLDER / name).read_text("utf-8"))[_FIELD]["said"]
        yield from (
            (partial(read, language, text), {_FIELD: int(days) if days else None}) for language, days, text in said
        )
    for row in chain.from_iterable(tomllib.loads((FOLDER / "everyday.toml").read_text("utf-8")).values()):
        if _FIELD in row:
            yield partial(notice, row["text"], subject=row["subject"]), row
    for language, sentence, days in (map(str, param.values) for param in DEADLINES):
        text = f"{OPENINGS[language]}\n\n{IDS}\n{sentence}\n"
        yield partial(notice, text, sent=GUIDE_SENT), {_FIELD: int(days) or None}
    for form in (form for form in cases("notice") if _FIELD in form["want"]):
        for text in islice(sentences(form), 0, None, _FEW):
            yield partial(read, form["language"], text), {_FIELD: form["want"][_FIELD]}
    for case in chain.from_iterable(param.values for param in CASES):
        if isinstance(case, dict) and _FIELD in case["expected"]:
            yield partial(read_case, case), case["expected"]
    yield from ((partial(read_row, row), row) for row in ROWS if _FIELD in row)


def _of(read_it: Callable[[], object]) -> Spans | None:
    """Those of a mail, as the reader weighs them."""
    asked: list[Spans] = []

    def kept(sheet: Sheet, kind: NoticeKind, sent: date | None, ruled: Deadline | None) -> Deadline | None:
        asked.append(spans_of(sheet, kind, sent, ruled))
        return ruled

    with mock.patch.object(facts, "deadline_weighed", kept):
        read_it()
    return asked[-1] if asked else None
