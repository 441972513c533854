"""What may be the rights owner's name in mails of which it is known, each by its traits: one is, or nobody."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import Any
from unittest import mock

from tests.learn.pieces import Piece, mails
from tests.learn.rows import FOLDER
from tests.unit.notice.reading import notice
from tests.unit.notice.test_cases import CASES, read_case
from tests.unit.notice.test_owners_whole import TAIL
from tests.unit.notice.test_read import CASES as ROWS
from tests.unit.notice.test_read import read_row
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
    """Short texts of the tests: most were written because a name was misread."""
    for read_it, owner in (*_said(), *_in_tables(), *_in_cases()):
        yield from _of(read_it, [owner])


def _said() -> Iterator[tuple[Callable[[], object], str | None]]:
    for name in ("told.toml", "romance.toml"):
        for language, owner, text in _table(name)["rights_owner_name"]["said"]:
            yield partial(read, language, text), owner
    for language, words in _table("owners.toml").items():
        yield from ((partial(read, language, f"{said}\n\n{words['tail']}"), words["owner"]) for said in words["said"])
    for words in _table("whole.toml").values():
        yield from ((partial(notice, said + TAIL), owner) for said, owner in words["said"])


def _in_tables() -> Iterator[tuple[Callable[[], object], str | None]]:
    for row in chain.from_iterable(_table("contacts.toml").values()):
        yield partial(notice, row["said"]), row.get("owner")
    for row in _table("owners_prose.toml")["case"]:
        yield partial(notice, row["text"], subject="B0C1234567"), row["owner"]
    for row in chain.from_iterable(_table("everyday.toml").values()):
        if _FIELD in row:
            yield partial(notice, row["text"], subject=row["subject"]), row[_FIELD]
    for subject, text, wanted in chain.from_iterable(each["said"] for each in _table("freely_east.toml").values()):
        if _FIELD in wanted:
            yield partial(notice, text, subject=subject), wanted[_FIELD]


def _in_cases() -> Iterator[tuple[Callable[[], object], str | None]]:
    for case in chain.from_iterable(param.values for param in CASES):
        if isinstance(case, dict) and _FIELD in case["expected"]:
            yield partial(read_case, case), case["expected"][_FIELD]
    yield from ((partial(read_row, row), row[_FIELD]) for row in ROWS if _FIELD in row)


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
