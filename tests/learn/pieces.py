"""Pieces of mails that are weighed, names and numbers, and the mails of which it is known what each is."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from tests.learn.samples import TESTS, TEXTS, read_mail
from tests.unit.notice.reading import SENT, SUBJECT, notice

from noticed.core.values import Value


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
