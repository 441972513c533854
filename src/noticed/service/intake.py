"""Step 1 of a message's route: from the IMAP server into the inbox.

Promises: the cursor and the rows it passed are committed together; nothing is flagged, moved or deleted; a
message is known by its bytes, so a second reading (UIDVALIDITY changed, cursor lost, mail moved) changes nothing.
Raises ``Transient`` and ``Permanent`` of the adapter, the latter only of login and INBOX; what was committed before
stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.mail.sift import Known, Sifted
from noticed.core.values import Value
from noticed.ports import (
    Cursor,
    InboxRow,
    MailSession,
    Permanent,
    Search,
    StoreBroken,
    Summary,
)
from noticed.service import ledger, quiet, servers, taking
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.sifting import known_to, sifted
from noticed.service.watched import gone, remember_sent, watched

_BATCH = 100
_IN_HAND = 4 * 1024 * 1024
"""Octets of messages that are committed before more are fetched."""
_OVERLAP = timedelta(days=2)
"""After UIDVALIDITY changed, mail since the last poll less this is read as live mail (INTERNALDATE has odd clocks)."""


class Polled(Value):
    """What a poll of one account did."""

    messages: int = 0
    """Rows that are new in the inbox."""


def poll(context: Context, account: Account) -> Polled:
    """Read every watched mailbox of the account, and Sent."""
    with context.mail(account.name).connect() as session:
        remember_sent(context, account, session)
        count, unshown = 0, None
        for name in watched(account, session):
            try:
                count += _poll_mailbox(context, account, session, name)
            except StoreBroken:
                raise
            except taking.Unshown as error:
                unshown = error  # the poll is not complete; the other mailboxes are read all the same
            except Permanent as error:
                if name.upper() == "INBOX":
                    raise
                _note_bad(context, account, name, str(error))
        for name in gone(account, session.folders()):
            _note_bad(context, account, name, "there is no such mailbox: renamed? name it anew in the settings")
    if unshown:
        raise unshown
    return Polled(messages=count)


def passed_by(context: Context, account: Account) -> frozenset[str]:
    """Mailboxes that the last poll could not read."""
    with context.store.read() as tx:
        return frozenset(c.mailbox for c in tx.mailboxes.all() if c.account == account.name and c.error)


def _note_bad(context: Context, account: Account, name: str, why: str) -> None:
    """A mailbox that cannot be read is named in digest and status; the others are read all the same."""
    with context.store.write() as tx:
        cursor = tx.mailboxes.get(account.name, name) or Cursor(account=account.name, mailbox=name)
        tx.mailboxes.save(replace(cursor, error=why, errors=cursor.errors + 1))


def _poll_mailbox(context: Context, account: Account, session: MailSession, name: str) -> int:
    """What is remembered of a mailbox only saves round trips: a new connection compares all UIDs with the ledger."""
    unchanged = session.unchanged(name)
    if unchanged:
        return 0
    state = session.examine(name)
    with context.store.read() as tx:
        cursor = tx.mailboxes.get(account.name, name) or Cursor(account=account.name, mailbox=name)
        again = unchanged is None or taking.waited_for(tx, cursor)
    count, whole = 0, again and cursor.first_look_done
    if cursor.uidvalidity != state.uidvalidity:
        whole = False
        if cursor.uidvalidity is not None:
            with context.store.write() as tx:
                servers.numbered(tx, context, account.name, name)
        polled_at = cursor.polled_at
        cursor = replace(cursor, uidvalidity=state.uidvalidity, last_uid=0, first_look_done=False)
        resync = polled_at - _OVERLAP if polled_at else None
        cursor, count = first_look(context, account, session, cursor, live_since=resync)
    elif not cursor.first_look_done:
        cursor, count = first_look(context, account, session, cursor, live_since=None)
    cursor, more = _live(context, account, session, cursor, ledger.unread(context, session, cursor, whole=whole))
    more += taking.late(context, session, cursor) if unchanged is None else 0
    now = context.clock.now()
    with context.store.write() as tx:
        tx.mailboxes.save(replace(cursor, polled_at=now, error=None, errors=0, retry_at=None))
        taking.all_shown(tx, cursor)
    session.passed(name, state)
    return count + more


def first_look(
    context: Context, account: Account, session: MailSession, cursor: Cursor, *, live_since: datetime | None
) -> tuple[Cursor, int]:
    """An old mailbox: SEARCH by the dialects' senders and subject words, then the bodies of the hits.

    Raises ``Unshown`` where one of them is to be asked for again, when all others are committed.
    """
    since = context.clock.now() - account.backfill
    uids = session.uids_after(0)
    hits = set(_hits(context, account, session, uids, since)) & set(uids)
    live = set(session.search(Search(since=live_since, senders=(), subjects=()))) & set(uids) if live_since else set()
    known = known_to(context, account)
    rows: list[InboxRow] = []
    heard: list[datetime] = []
    relevant: set[int] = set()
    unshown: set[int] = set()
    count = 0
    for batch in _batches(sorted(hits | live)):
        summaries, hidden = servers.all_of(session, batch)
        session.ahead([summary for summary in summaries if summary.uid in hits])
        for summary in summaries:
            heard += quiet.heard(account, summary)
            kept = _taken(context, session, cursor, summary, known, unshown, hit=summary.uid in hits)
            rows += [replace(kept, first_look=summary.uid not in live)] if kept else []
        rows += _hidden(context, cursor, hidden, unshown)
        relevant.update(row.uid for row in rows)
        if sum(len(row.raw) for row in rows) > _IN_HAND:  # committed as they come; the cursor stays until all are
            with context.store.write() as tx:
                count += sum(tx.inbox.add(row) is not None for row in rows)
            rows = []
    with context.store.write() as tx:
        last = min(unshown) - 1 if unshown else max(uids, default=0)
        done = replace(cursor, last_uid=last, first_look_done=True)
        count += ledger.save(tx, done, [uid for uid in uids if uid not in unshown], rows, relevant)
        quiet.remember(tx, context, account, heard)
    if unshown:
        raise taking.Unshown
    return done, count


def _taken(  # noqa: PLR0913  # one message in its place
    context: Context,
    session: MailSession,
    cursor: Cursor,
    summary: Summary,
    known: Known,
    unshown: set[int],
    *,
    hit: bool,
) -> InboxRow | None:
    try:
        return taking.row_of(context, session, cursor, summary, known, hit=hit)
    except taking.Unshown:
        unshown.add(summary.uid)
        return None


def _hidden(context: Context, cursor: Cursor, uids: frozenset[int], unshown: set[int]) -> list[InboxRow]:
    rows = []
    for uid in sorted(uids):
        try:
            rows.append(taking.hidden(context, cursor, uid))
        except taking.Unshown:
            unshown.add(uid)
    return rows


def _hits(
    context: Context, account: Account, session: MailSession, uids: Sequence[int], since: datetime
) -> Iterator[int]:
    """UIDs that may be notices: by the server's SEARCH, or by all headers where it cannot be trusted."""
    if account.search_trusted:
        yield from session.search(_search(context, since))
        return
    known = known_to(context, account)
    for batch in _batches(uids):
        summaries, hidden = servers.all_of(session, batch)
        yield from hidden
        for summary in summaries:
            if summary.received_at >= since:
                kept = sifted(summary, known, context) is Sifted.KEEP
                yield from (summary.uid,) if kept else ()


def _search(context: Context, since: datetime) -> Search:
    senders = tuple(dict.fromkeys(s for d in context.dialects for s in d.search.senders))
    subjects = tuple(dict.fromkeys(s for d in context.dialects for s in d.search.subjects))
    return Search(since=since, senders=senders, subjects=subjects)


def _live(
    context: Context, account: Account, session: MailSession, cursor: Cursor, uids: Sequence[int]
) -> tuple[Cursor, int]:
    if not uids:
        return cursor, 0
    known, count, unshown = known_to(context, account), 0, set[int]()
    for batch in _batches(uids):
        shown, hidden = servers.all_of(session, batch)
        summaries = {summary.uid: summary for summary in shown}
        rows = _hidden(context, cursor, hidden, unshown)
        passed = 0
        for number, uid in enumerate(batch, 1):
            seen = summaries.get(uid)
            row = _taken(context, session, cursor, seen, known, unshown, hit=False) if seen else None
            rows += [row] if row else []
            if number == len(batch) or sum(len(row.raw) for row in rows) > _IN_HAND:
                cursor = cursor if unshown else replace(cursor, last_uid=max(cursor.last_uid, uid))
                read = [each for each in batch[passed:number] if each not in unshown]
                with context.store.write() as tx:
                    count += ledger.save(tx, cursor, read, rows)
                    heard = [summaries[each] for each in read if each in summaries]
                    quiet.remember(tx, context, account, [at for one in heard for at in quiet.heard(account, one)])
                rows, passed = [], number
    if unshown:
        raise taking.Unshown
    return cursor, count


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (uids[start : start + _BATCH] for start in range(0, len(uids), _BATCH))
