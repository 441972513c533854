"""What the notices of a case accept as attachments."""

from collections.abc import Sequence
from functools import cache

from noticed.core.case.accepts import Accepts, Vocabulary, accepts
from noticed.core.case.model import Case
from noticed.data import attachments
from noticed.ports import InboxRow, Tx
from noticed.service.context import Context

_NOTICES = 5
"""Notices of a case that are asked what they accept, the newest ones."""


def shape(context: Context, case: Case) -> Accepts:
    """What the notices of the case accept."""
    with context.store.read() as tx:
        notices = notices_of(tx, case)
    return accepts_of(context, notices)


def notices_of(tx: Tx, case: Case) -> list[InboxRow]:
    """The notices that are asked; ``accepts_of`` reads them, which is slow: no transaction."""
    names = [row.id for row in tx.inbox.of_case(case.case, octets=1) if row.category == "notice" and row.raw]
    return [row for name in names[-_NOTICES:] if (row := tx.inbox.get(name))]


def accepts_of(context: Context, notices: Sequence[InboxRow]) -> Accepts:
    """What they accept, the strictest of them."""
    return accepts([context.reader.message(row.raw).text for row in notices], _vocabulary())


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(attachments())
