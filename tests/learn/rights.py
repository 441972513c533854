"""Kinds of right in mails of which it is known what they are about, each by its traits: one is it, or none."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import Any
from unittest import mock

from tests.combined import cases, sentences
from tests.learn.pieces import Piece, mails
from tests.learn.rows import FOLDER
from tests.unit.notice.reading import notice
from tests.unit.notice.test_cases import CASES, read_case
from tests.unit.notice.test_read import CASES as ROWS
from tests.unit.notice.test_read import read_row
from tests.unit.notice.test_sentences import read

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.right_traits import Rights, no_right, right_traits, rights_of
from noticed.core.notice.rights import Right
from noticed.core.notice.sheet import Sheet

_SOME, _FEW = 3, 37
_FIELD = "ip_type"
_SETTLED = frozenset({NoticeKind.OTHER, NoticeKind.PATENT_EVALUATION})


def rights() -> list[Piece]:
    """Of every mail and text every kind of right, and whether it is about it; last that it is about none."""
    return [
        Piece(features=frozenset(features), known={Ask.RIGHT: YES if is_right else NO}, group=number)
        for number, (found, wanted) in enumerate(_all())
        for features, is_right in _of_rights(found, wanted)
    ]


def _of_rights(found: Rights, wanted: str) -> Iterator[tuple[list[str], bool]]:
    yield from ((right_traits(found, right), right == wanted) for right in found.found)
    yield no_right(found), wanted not in found.found


def _all() -> Iterator[tuple[Rights, str]]:
    whole = ((read_it, given) for read_it, given in mails(_SOME) if _FIELD in given)
    for read_it, given in chain(whole, _in_tests()):
        found = _of(read_it)
        if found is not None and found.kind not in _SETTLED:
            yield found, given[_FIELD] or ""


def _in_tests() -> Iterator[tuple[Callable[[], object], Mapping[str, Any]]]:
    for name in ("told.toml", "romance.toml"):
        said = tomllib.loads((FOLDER / name).read_text("utf-8")).get(_FIELD, {"said": ()})["said"]
        yield from ((partial(read, language, text), {_FIELD: right}) for language, right, text in said)
    for row in chain.from_iterable(tomllib.loads((FOLDER / "everyday.toml").read_text("utf-8")).values()):
        if _FIELD in row:
            yield partial(notice, row["text"], subject=row["subject"]), row
    for form in (form for form in cases("notice") if _FIELD in form["want"]):
        for text in islice(sentences(form), 0, None, _FEW):
            yield partial(read, form["language"], text), {_FIELD: form["want"][_FIELD]}
    for case in chain.from_iterable(param.values for param in CASES):
        if isinstance(case, dict) and _FIELD in case["expected"]:
            yield partial(read_case, case), case["expected"]
    yield from ((partial(read_row, row), row) for row in ROWS if _FIELD in row)


def _of(read_it: Callable[[], object]) -> Rights | None:
    """Those of a mail, as the reader weighs them."""
    asked: list[Rights] = []

    def kept(sheet: Sheet, kind: NoticeKind, ruled: Right | None) -> Right | None:
        asked.append(rights_of(sheet, kind, ruled))
        return ruled

    with mock.patch.object(facts, "right_weighed", kept):
        read_it()
    return asked[-1] if asked else None
