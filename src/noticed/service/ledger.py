"""The ledger of a mailbox: each UID is covered by one row, a message's own or that of a run that is irrelevant."""

from collections.abc import Collection, Sequence

from noticed.ports import Cursor, InboxRow, MailSession, Tx
from noticed.service.context import Context

_NEVER = 2**32
"""No UID is as large (RFC 9051 section 2.3.1.1)."""


def unread(context: Context, session: MailSession, cursor: Cursor, *, whole: bool) -> Sequence[int]:
    """UIDs that no row covers: those after the cursor, and where the ``whole`` mailbox is looked at, any."""
    if not whole or cursor.uidvalidity is None:
        return session.uids_after(cursor.last_uid)
    uids = session.uids_after(0)
    with context.store.read() as tx:
        ranges = tx.mailboxes.covered(cursor.account, cursor.mailbox, cursor.uidvalidity)
    return uncovered(uids, ranges)


def uncovered(uids: Sequence[int], ranges: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Those of ``uids`` that lie in none of the ``ranges``; both ascending, ranges may overlap."""
    found, rows, end = list[int](), iter(ranges), 0
    first, last = next(rows, (_NEVER, _NEVER))
    for uid in uids:
        while first <= uid:
            end = max(end, last)
            first, last = next(rows, (_NEVER, _NEVER))
        if uid > end:
            found.append(uid)
    return tuple(found)


def save(
    tx: Tx, cursor: Cursor, uids: Sequence[int], rows: list[InboxRow], before: Collection[int] = frozenset()
) -> int:
    """The rows, a ledger row for each run of irrelevant UIDs between them, and the cursor. ``before``: UIDs that have
    their rows already.
    """
    new = sum(tx.inbox.add(row) is not None for row in rows)
    relevant = {row.uid for row in rows}.union(before)
    run: list[int] = []
    for uid in uids:
        if uid not in relevant:
            run.append(uid)
        elif run:
            tx.mailboxes.cover(cursor, run[0], run[-1], len(run))
            run = []
    if run:
        tx.mailboxes.cover(cursor, run[0], run[-1], len(run))
    tx.mailboxes.save(cursor)
    return new
