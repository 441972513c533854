"""Numbers of mails of which it is known whose they are, each by its traits."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any
from unittest import mock

from tests.learn.pieces import Piece, mails
from tests.learn.rows import FOLDER
from tests.unit.notice.reading import notice
from tests.unit.notice.test_cases import CASES, read_case

from noticed.core.learned.questions import Ask, NumberOf
from noticed.core.notice import facts
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.number_traits import Numbers, number_traits, numbers_of
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet

_SOME = 3
FIELDS = {"complaint_ids": NumberOf.COMPLAINT, "ip_numbers": NumberOf.RIGHT, "asins": NumberOf.PRODUCT}


def numbers() -> list[Piece]:
    """Every number of every mail, and whose it is."""
    return [
        Piece(features=frozenset(number_traits(found, key)), known={Ask.NUMBER: _role(key, found, wanted)})
        for read, wanted in chain(_of_mails(), _of_tests())
        for found in _of(read)
        for key in found.found
    ]


def _role(key: str, found: Numbers, wanted: Mapping[NumberOf, frozenset[str]]) -> NumberOf:
    """What is known of a number; of a text that tells not everything, what the rules say where it is silent."""
    told = next((role for role, said in wanted.items() if any(_digits(key) in each for each in said)), None)
    ruled = found.found[key].ruled
    return told or (NumberOf.OTHER if ruled in wanted else ruled)


def _of_mails() -> Iterator[tuple[Callable[[], object], Mapping[NumberOf, frozenset[str]]]]:
    for read, given in mails(_SOME):
        if given.keys() >= FIELDS.keys():
            yield read, {role: frozenset(map(_digits, given[field])) for field, role in FIELDS.items()}


def _of_tests() -> Iterator[tuple[Callable[[], object], Mapping[NumberOf, frozenset[str]]]]:
    """Texts of tests, which tell some of it."""
    for field, role in FIELDS.items():
        for _, told, text in tomllib.loads((FOLDER / "told.toml").read_text("utf-8"))[field]["said"]:
            yield partial(notice, text), {role: frozenset([_digits(told)])}
    for read, told in (*_cases(), *_structures()):
        yield read, {role: frozenset(map(_digits, told[field])) for field, role in FIELDS.items() if field in told}


def _cases() -> Iterator[tuple[Callable[[], object], Mapping[str, Any]]]:
    cases = (param.values[0] for param in CASES)
    yield from ((partial(read_case, case), case["expected"]) for case in cases if isinstance(case, dict))


def _structures() -> Iterator[tuple[Callable[[], object], Mapping[str, Any]]]:
    for case in tomllib.loads((FOLDER / "structures.toml").read_text("utf-8"))["case"]:
        yield partial(notice, case["text"]), case


def _digits(number: str) -> str:
    """By these it is known: its letters and marks may be printed in other ways."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", number))


def _of(read: Callable[[], object]) -> list[Numbers]:
    """The numbers of a mail, as the reader weighs them."""
    asked: list[Numbers] = []

    def kept(
        sheet: Sheet, kind: NoticeKind, right: IpType | None, ruled: Mapping[NumberOf, tuple[Found, ...]]
    ) -> Mapping[NumberOf, tuple[Found, ...]]:
        asked.append(Numbers(sheet=sheet, kind=kind, right=right, found=numbers_of(sheet, ruled)))
        return ruled

    with mock.patch.object(facts, "numbers_weighed", kept):
        read()
    return [each for each in asked[-1:] if each.kind is not NoticeKind.OTHER]
