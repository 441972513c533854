"""What may be the rights owner's name in mails of which it is known, each by its traits: one is, or nobody."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import Any
from unittest import mock

from tests.learn.pieces import Piece, mails, told
from tests.learn.rows import FOLDER
from tests.unit.notice.reading import notice
from tests.unit.notice.test_owners_whole import TAIL
from tests.unit.notice.test_sentences import read

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.owner_weighed import RULED, setting
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.traits import Setting, nobody, traits

_SOME = 4
_FIELD = "rights_owner_name"


def names() -> list[Piece]:
    """Of every mail and text all that may be the name of the rights owner, and whether it is; last that none is."""
    return [
        Piece(features=frozenset(features), known={Ask.OWNER: YES if is_right else NO}, group=number)
        for number, (place, owners) in enumerate(chain(_of_mails(), _of_rows()))
        for features, is_right in _of_place(place, owners)
    ]


def _of_place(place: Setting, owners: frozenset[str]) -> Iterator[tuple[list[str], bool]]:
    right = [_plain(name.text) in owners for name in place.found.values()]
    for name, is_right in zip(place.found.values(), right, strict=True):
        yield traits(place, name), is_right
    yield nobody(place), not any(right)


def _of_mails() -> Iterator[tuple[Setting, frozenset[str]]]:
    for read_it, given in mails(_SOME):
        owner = given.get("owner", given.get("rights_owner_name"))
        if {"owner", "rights_owner_name"} & given.keys():
            yield from _of(read_it, [*(owner if isinstance(owner, list) else [owner]), *given.get("name_also", ())])


def _of_rows() -> Iterator[tuple[Setting, frozenset[str]]]:
    for read_it, owner in chain(told(_FIELD), _said()):
        yield from _of(read_it, [owner])


def _said() -> Iterator[tuple[Callable[[], object], str | None]]:
    """Short texts of the tests that say who complained."""
    for language, words in _table("owners.toml").items():
        yield from ((partial(read, language, f"{said}\n\n{words['tail']}"), words["owner"]) for said in words["said"])
    for words in _table("whole.toml").values():
        yield from ((partial(notice, said + TAIL), owner) for said, owner in words["said"])
    for row in chain.from_iterable(_table("contacts.toml").values()):
        yield partial(notice, row["said"]), row.get("owner")
    for row in _table("owners_prose.toml")["case"]:
        yield partial(notice, row["text"], subject="B0C1234567"), row["owner"]
    for subject, text, wanted in chain.from_iterable(each["said"] for each in _table("freely_east.toml").values()):
        if _FIELD in wanted:
            yield partial(notice, text, subject=subject), wanted[_FIELD]


def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


def _of(read_it: Callable[[], object], owners: Iterable[str | None]) -> Iterator[tuple[Setting, frozenset[str]]]:
    """The candidates of a mail whose owner the reader looks for."""
    asked: list[tuple[Sheet, NoticeKind, list[Name]]] = []

    def kept(sheet: Sheet, kind: NoticeKind, ruled: Iterator[Name], **_: bool) -> Iterator[Name]:
        found = list(islice(ruled, RULED))
        asked.append((sheet, kind, found))
        return chain(found, ruled)

    with mock.patch.object(facts, "owners_weighed", kept):
        read_it()
    if asked and asked[-1][1] is not NoticeKind.OTHER:
        yield setting(*asked[-1]), frozenset(_plain(owner) for owner in owners if owner)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
