"""Addresses of mails of which it is known whose they are, each by its traits."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any
from unittest import mock

from tests.learn.pieces import Piece, mails
from tests.learn.rows import FOLDER
from tests.learn.samples import TEXTS
from tests.unit.notice.reading import notice

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.address_traits import Addresses, address_traits
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet

_SOME = 3
_THEIRS = "rights_owner_emails"


def addresses() -> list[Piece]:
    """Every address that is neither Amazon's nor the reader's, and whether it is the complainant's."""
    return [
        Piece(
            features=frozenset(address_traits(found, address)),
            known={Ask.THEIRS: YES if address.spec in theirs else NO},
        )
        for read, theirs in _told()
        for found in _of(read)
        for address in found.found
    ]


def _told() -> Iterator[tuple[Callable[[], object], frozenset[str]]]:
    """``LANGUAGE-addresses.jsonl`` has texts of addresses of all sorts of people, ``told.toml`` short ones."""
    for _, told, text in tomllib.loads((FOLDER / "told.toml").read_text("utf-8"))[_THEIRS]["said"]:
        yield partial(notice, text), frozenset(told.split())
    for read, given in chain(mails(_SOME), _texts()):
        if _THEIRS in given:
            yield read, frozenset(spec.lower() for spec in given[_THEIRS])


def _texts() -> Iterator[tuple[Callable[[], object], Mapping[str, Any]]]:
    for file in sorted(TEXTS.glob("*-addresses.jsonl")):
        for given in map(json.loads, file.read_text("utf-8").splitlines()):
            yield partial(notice, given["text"]), given


def _of(read: Callable[[], object]) -> list[Addresses]:
    """The addresses of a mail, as the reader weighs them."""
    asked: list[Addresses] = []

    def kept(sheet: Sheet, kind: NoticeKind, ruled: tuple[Address, ...], owners: Sequence[Name]) -> tuple[Address, ...]:
        specs = frozenset(address.spec for address in ruled)
        asked.append(Addresses(sheet=sheet, kind=kind, owners=owners, ruled=specs))
        return ruled

    with mock.patch.object(facts, "addresses_weighed", kept):
        read()
    return [each for each in asked[-1:] if each.kind is not NoticeKind.OTHER]
