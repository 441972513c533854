"""What may be the rights owner's name in mails of which it is known, each by its traits: one is, the others are not."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from unittest import mock

from tests.learn.pieces import Piece, mails
from tests.learn.rows import FOLDER
from tests.unit.notice.reading import notice

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.owner_weighed import RULED, setting
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.traits import Setting, traits

_SOME = 4


def names() -> list[Piece]:
    """Of every mail and text all that may be the name of the rights owner, and whether it is."""
    return [
        Piece(features=frozenset(traits(place, name)), known={Ask.OWNER: YES if _plain(name.text) in owners else NO})
        for place, owners in chain(_of_mails(), _of_rows())
        for name in place.found.values()
    ]


def _of_mails() -> Iterator[tuple[Setting, frozenset[str]]]:
    for read, given in mails(_SOME):
        owner = given.get("owner", given.get("rights_owner_name"))
        if {"owner", "rights_owner_name"} & given.keys():
            yield from _of(read, [*(owner if isinstance(owner, list) else [owner]), *given.get("name_also", ())])


def _of_rows() -> Iterator[tuple[Setting, frozenset[str]]]:
    for name in ("told.toml", "romance.toml"):
        found = tomllib.loads((FOLDER / name).read_text("utf-8"))
        for _, owner, text in found["rights_owner_name"]["said"]:
            yield from _of(partial(notice, text), [owner])


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
