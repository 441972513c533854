"""Kinds of right in mails of which it is known what they are about, each by its traits: one is it, or none."""

from collections.abc import Callable, Iterator
from itertools import chain
from unittest import mock

from tests.learn.pieces import Piece, mails, told

from noticed.core.learned.questions import NO, YES, Ask
from noticed.core.notice import facts
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.right_traits import Rights, no_right, right_traits, rights_of
from noticed.core.notice.rights import Right
from noticed.core.notice.sheet import Sheet

_SOME = 3
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
    whole = ((read_it, given[_FIELD]) for read_it, given in mails(_SOME) if _FIELD in given)
    for read_it, right in chain(whole, told(_FIELD)):
        found = _of(read_it)
        if found is not None and found.kind not in _SETTLED:
            yield found, right or ""


def _of(read_it: Callable[[], object]) -> Rights | None:
    """Those of a mail, as the reader weighs them."""
    asked: list[Rights] = []

    def kept(sheet: Sheet, kind: NoticeKind, ruled: Right | None) -> Right | None:
        asked.append(rights_of(sheet, kind, ruled))
        return ruled

    with mock.patch.object(facts, "right_weighed", kept):
        read_it()
    return asked[-1] if asked else None
