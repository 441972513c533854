"""Pieces of mails that are weighed, and the mails and texts of which it is known what each is."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import Any

from tests.combined import cases, sentences
from tests.learn.rows import FOLDER
from tests.learn.samples import TESTS, TEXTS, read_mail
from tests.unit.notice.reading import SENT, SUBJECT, notice
from tests.unit.notice.test_cases import CASES, read_case
from tests.unit.notice.test_read import CASES as ROWS
from tests.unit.notice.test_read import read_row
from tests.unit.notice.test_sentences import read

from noticed.core.values import Value

_FEW = 37
"""Of texts put together from parts every so many."""


class Piece(Value):
    """One of them."""

    features: frozenset[str]
    known: Mapping[str, str]
    group: int = 0
    """Number of its mail."""
    is_row: bool = False
    is_mail: bool = False


def mails(every: int) -> Iterator[tuple[Callable[[], object], Mapping[str, Any]]]:
    """How a mail is read, and what is known of it: every so many of the corpus, and all the texts.

    Rules know the corpus, so that it teaches to trust them."""
    for file in islice(sorted((TESTS / "corpus").rglob("notices/*.eml")), 0, None, every):
        yield partial(read_mail, file.read_bytes()), json.loads(file.with_suffix(".json").read_text("utf-8"))
    for file in (*sorted(TEXTS.glob("*-notices.jsonl")), *sorted(TEXTS.glob("*-mails.jsonl"))):
        for line in file.read_text("utf-8").splitlines():
            given = json.loads(line)
            sent = date.fromisoformat(given["sent"]) if given.get("sent") else SENT
            yield partial(notice, given["text"], subject=given.get("subject", SUBJECT), sent=sent), given


def told(field: str) -> Iterator[tuple[Callable[[], object], Any]]:
    """How a short text of the tests is read, and what it says in one field; most were misread once."""
    for name in ("told.toml", "romance.toml"):
        for language, value, text in _table(name).get(field, {"said": ()})["said"]:
            yield partial(read, language, text), value or None
    for row in chain.from_iterable(_table("everyday.toml").values()):
        if field in row:
            yield partial(notice, row["text"], subject=row["subject"]), row[field] or None
    for form in (form for form in cases("notice") if field in form["want"]):
        for text in islice(sentences(form), 0, None, _FEW):
            yield partial(read, form["language"], text), form["want"][field]
    for case in chain.from_iterable(param.values for param in CASES):
        if isinstance(case, dict) and field in case["expected"]:
            yield partial(read_case, case), case["expected"][field]
    yield from ((partial(read_row, row), row[field] or None) for row in ROWS if field in row)


def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))
