"""What may be the rights owner's name in mails of which it is known, each by its traits: one is, the others are not."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from unittest import mock

from tests.learn.rows import FOLDER
from tests.learn.samples import TESTS, TEXTS, read_mail
from tests.unit.notice.reading import SUBJECT, notice

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.owner_weighed import RULED, setting
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.traits import Setting, traits
from noticed.core.values import Value

_SOME = 4
"""Every so many mails of the corpus: rules know it, so that it teaches to trust them."""


class Named(Value):
    """A name that may be the owner's."""

    features: frozenset[str]
    known: Mapping[str, str]
    is_row: bool = False
    is_mail: bool = False


def names() -> list[Named]:
    """Of every mail and text all that may be the name of the rights owner, and whether it is."""
    return [
        Named(features=frozenset(traits(place, name)), known={Ask.OWNER: YES if _plain(name.text) in owners else NO})
        for place, owners in chain(_of_corpus(), _of_rows(), _of_texts())
        for name in place.found.values()
    ]


def _of_corpus() -> Iterator[tuple[Setting, frozenset[str]]]:
    for file in islice(sorted((TESTS / "corpus").rglob("notices/*.eml")), 0, None, _SOME):
        given = json.loads(file.with_suffix(".json").read_text("utf-8"))
        yield from _of(partial(read_mail, file.read_bytes()), [given["rights_owner_name"], *given.get("name_also", ())])


def _of_rows() -> Iterator[tuple[Setting, frozenset[str]]]:
    for name in ("told.toml", "romance.toml"):
        found = tomllib.loads((FOLDER / name).read_text("utf-8"))
        for _, owner, text in found["rights_owner_name"]["said"]:
            yield from _of(partial(notice, text), [owner])


def _of_texts() -> Iterator[tuple[Setting, frozenset[str]]]:
    for file in (*sorted(TEXTS.glob("*-notices.jsonl")), *sorted(TEXTS.glob("*-mails.jsonl"))):
        for line in file.read_text("utf-8").splitlines():
            given = json.loads(line)
            if "owner" in given:
                owners = given["owner"] if isinstance(given["owner"], list) else [given["owner"]]
                yield from _of(partial(notice, given["text"], subject=given.get("subject", SUBJECT)), owners)


def _of(read: Callable[[], object], owners: Iterable[str | None]) -> Iterator[tuple[Setting, frozenset[str]]]:
    """The candidates of a mail whose owner the reader looks for."""
    asked: list[tuple[Sheet, NoticeKind, list[Name]]] = []

    def kept(sheet: Sheet, kind: NoticeKind, ruled: Iterator[Name], **_: bool) -> Iterator[Name]:
        found = list(islice(ruled, RULED))
        asked.append((sheet, kind, found))
        return chain(found, ruled)

    with mock.patch.object(facts, "owners_weighed", kept):
        read()
    if asked and asked[-1][1] is not NoticeKind.OTHER:
        yield setting(*asked[-1]), frozenset(_plain(owner) for owner in owners if owner)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
