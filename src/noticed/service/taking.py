"""One message of a mailbox becomes a row of the inbox, or is nothing of ours.

A message that the server lists and will not show is asked for again; after a while what is known of it waits for a
person, and says so. Until then no row covers it, so that nothing is passed unread; and on each new connection it is
asked for still.
"""

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.mail.sift import Known, Sifted
from noticed.ports import Cursor, InboxRow, InboxStatus, MailSession, Summary, Transient, Tx
from noticed.service import alerts
from noticed.service.context import Context
from noticed.service.sifting import concerns, sifted

LOOK_LIMIT = 64 * 1024
"""Octets that are looked at of a message whose header says nothing."""
HARD_LIMIT = 30 * 1024 * 1024
"""Octets: beyond, the header alone is kept, and shown."""
_PATIENCE = timedelta(minutes=15)
_UNSHOWN = "the server would not show it: only its header is here"
_HIDDEN = "the server lists it and shows nothing of it"


class Unshown(Transient):
    """It is there, and the server does not show it now."""

    def __init__(self) -> None:
        why = "the server lists a message that it does not show"
        super().__init__(why)


def row_of(  # one message in its place
    context: Context, session: MailSession, cursor: Cursor, summary: Summary, known: Known, *, hit: bool
) -> InboxRow | None:
    """The inbox row of a message that concerns us, else None. Raises ``Unshown``."""
    found = Sifted.KEEP if hit else sifted(summary, known, context)
    if found is Sifted.DROP:
        return None
    large = summary.size > LOOK_LIMIT
    if found is Sifted.LOOK and large:
        beginning = session.beginning(summary, LOOK_LIMIT)
        if beginning is not None and not concerns(beginning, known, context):
            return None
    raw = session.body(summary, HARD_LIMIT)
    if raw is None and summary.size <= HARD_LIMIT:
        if not session.summaries((summary.uid,)):
            return None  # gone since its header was read
        _wait(context, cursor, summary.uid, _UNSHOWN)
        return _row(context, cursor, summary, summary.header or _place(cursor, summary.uid), error=_UNSHOWN)
    if raw is None:
        error = f"larger than {HARD_LIMIT // 2**20} MB: only its header was fetched"
        return _row(context, cursor, summary, summary.header, error=error)
    if found is Sifted.LOOK and not large and not concerns(raw, known, context):
        return None
    return _row(context, cursor, summary, raw)


def hidden(context: Context, cursor: Cursor, uid: int) -> InboxRow:
    """The inbox row of a message that the server lists, and of which it shows nothing. Raises ``Unshown``."""
    _wait(context, cursor, uid, _HIDDEN)
    summary = Summary(uid=uid, size=0, received_at=context.clock.now(), header=b"")
    return _row(context, cursor, summary, _place(cursor, uid), error=_HIDDEN)


def _place(cursor: Cursor, uid: int) -> bytes:
    """What stands for a message of which nothing is shown: a message is known by its bytes, and so each has its own."""
    return f"X-Noticed-Place: {cursor.mailbox.encode('utf-7').decode()} {cursor.uidvalidity} {uid}\r\n\r\n".encode()


def _row(context: Context, cursor: Cursor, summary: Summary, raw: bytes, error: str | None = None) -> InboxRow:
    return InboxRow(
        account=cursor.account,
        mailbox=cursor.mailbox,
        uidvalidity=cursor.uidvalidity or 0,
        uid=summary.uid,
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        size=summary.size,
        received_at=summary.received_at,
        fetched_at=context.clock.now(),
        status=InboxStatus.HELD if error else InboxStatus.NEW,
        error=error,
    )


def late(context: Context, session: MailSession, cursor: Cursor) -> int:
    """Read what waits for a person because it was not shown, and is shown now; how many messages that are new."""
    with context.store.read() as tx:
        held = [row for row in tx.inbox.with_status(InboxStatus.HELD, octets=0) if _is_unshown(row, cursor)]
    count = 0
    for row in held:
        for summary in session.summaries((row.uid,)):
            raw = session.body(summary, HARD_LIMIT)
            if raw is not None:
                with context.store.write() as tx:
                    tx.inbox.shown(replace(_row(context, cursor, summary, raw), id=row.id))
                count += 1
    return count


def _is_unshown(row: InboxRow, cursor: Cursor) -> bool:
    place = (row.account, row.mailbox, row.uidvalidity)
    return row.error in {_UNSHOWN, _HIDDEN} and place == (cursor.account, cursor.mailbox, cursor.uidvalidity)


def waited_for(tx: Tx, cursor: Cursor) -> bool:
    """Whether a message of the mailbox is asked for again, so that every UID is to be held against the ledger."""
    return tx.facts.get(_fact(cursor)) is not None


def all_shown(tx: Tx, cursor: Cursor) -> None:
    """Nothing is waited for any more."""
    if waited_for(tx, cursor):
        tx.facts.set(_fact(cursor), None)


def _wait(context: Context, cursor: Cursor, uid: int, why: str) -> None:
    """Returns when it has been waited for long enough, and says so."""
    now, name = context.clock.now(), f"{cursor.uidvalidity}:{uid}"
    with context.store.write() as tx:
        since: dict[str, str] = json.loads(tx.facts.get(_fact(cursor)) or "{}")
        first = since.setdefault(name, now.isoformat())
        over = abs(now - datetime.fromisoformat(first)) >= _PATIENCE
        tx.facts.set(_fact(cursor), json.dumps(since))
        if over:
            subject = f"{cursor.account}: a message was set aside"
            lines = [f"It could not be read: {why}", "Look at it in your mailbox; if it is a notice: noticed open"]
            cause = f"shunted|{cursor.account}|{now:%Y-%m-%d}"
            alerts.raise_alert(tx, context, account=cursor.account, cause=cause, subject=subject, lines=lines)
    if not over:
        raise Unshown


def _fact(cursor: Cursor) -> str:
    return f"unshown:{cursor.account}:{cursor.mailbox}"
