"""A lost store made again from the mailboxes alone: every message since ``backfill`` is read again in its order, by
the clock of its day, and nothing is sent. Our own copies are the letters that left (``adopt``); the notices, answers,
bounces and Amazon's decisions between them make the cases what they were.

Ends in the search-first mode. What broke off is gone on with by the next call. Raises ``Refused`` for a store that
holds something, ``Transient`` and ``Permanent`` of the mailboxes.
"""

from collections import Counter
from datetime import timedelta

from noticed.core.case.model import Case
from noticed.core.values import Value
from noticed.ports import Cursor, InboxStatus, JournalLine, LetterStatus, MailSession, Refused, Tx
from noticed.ports.log import log
from noticed.service import copies, intake, recovery, settlement
from noticed.service.account import Account, Mode
from noticed.service.context import Context
from noticed.service.triage import triage_row
from noticed.service.watched import watched

NOT_REBUILT = (
    "your decisions, notes and corrections",
    "approvals, pauses, and addresses suppressed by your word",
    "letters and mails that were deleted from the mailboxes, and attachments of letters",
)
"""What no mailbox shows."""


class Rebuilt(Value):
    """What was made again."""

    cases: tuple[Case, ...]
    letters: int
    """Found by their copies, digests and alerts not counted."""
    held: tuple[str, ...]
    """Written anew, for no copy shows that they left: they wait for a person."""
    messages: tuple[tuple[str, int], ...]
    """How many messages were read, by what they are."""
    unread: int
    """Messages that wait for a DKIM key or failed."""


def rebuild(context: Context) -> Rebuilt:
    """Read everything, in two rounds: the second knows the complainants whom the first found."""
    _begin(context)
    for _ in range(2):
        for account in context.accounts.values():
            with context.mail(account.name).connect() as session:
                _gather(context, account, session)
        _replay(context)
    return _end(context)


def _begin(context: Context) -> None:
    outran = context.store.outran(0)
    with context.store.write() as tx:
        if tx.facts.get(recovery.REBUILDING) is None:
            if tx.cases.some() or tx.outbox.some() or any(tx.mailboxes.all()):
                raise Refused("the store holds something: noticed rebuild makes a new one; move the old one away first")
            tx.facts.set(recovery.REBUILDING, context.clock.now().isoformat())
            tx.facts.set(recovery.DIALOGUES, str(outran.dialogues) if outran else None)
        recovery.enter(tx, context, "the store was rebuilt from the mailboxes", outran)


def _gather(context: Context, account: Account, session: MailSession) -> None:
    """Every message since ``backfill`` that concerns us, wherever a poll reads, and copies from elsewhere."""
    intake.poll(context, account)
    since = context.clock.now() - account.backfill
    for name in watched(account, session):
        state = session.examine(name)
        place = Cursor(account=account.name, mailbox=name, uidvalidity=state.uidvalidity)
        intake.first_look(context, account, session, place, live_since=since)
    copies.bring(context, account, session, since)


def _replay(context: Context) -> None:
    with context.store.read() as tx:
        due = tx.inbox.due(context.clock.now() + timedelta(days=3650))
        rows = [(row_id, row.received_at) for row_id in due if (row := tx.inbox.get(row_id))]
    for row_id, at in rows:
        then = context.everywhere(Mode.SHADOW).silent().at(at)
        triage_row(then, row_id)


def _end(context: Context) -> Rebuilt:
    with context.store.write() as tx:
        held = _hold(tx, context)
        sent = [x for x in tx.outbox.all(LetterStatus.SUBMITTED) if x.case]
        first = min((x.submitted_at for x in sent if x.submitted_at), default=None)
        tx.facts.set("live_since", first.isoformat() if first else None)
        tx.facts.set(recovery.REBUILDING, None)
        cases = tx.cases.all()
        new = tx.inbox.with_status(InboxStatus.NEW, octets=0)
        shunted = tx.inbox.with_status(InboxStatus.SHUNTED, octets=0)
        read = [row for status in InboxStatus for row in tx.inbox.with_status(status, octets=0) if row.category]
        text = f"rebuilt from the mailboxes: {len(cases)} cases, {len(sent)} letters"
        tx.journal.add(JournalLine(at=context.clock.now(), event="rebuilt", text=text))
        log.warning("rebuilt", cases=len(cases), letters=len(sent))
        return Rebuilt(
            cases=cases,
            letters=len(sent),
            held=held,
            messages=tuple(sorted(Counter(row.category or "" for row in read).items())),
            unread=len(new) + len(shunted),
        )


def _hold(tx: Tx, context: Context) -> tuple[str, ...]:
    """Letters that the replay wrote and no copy showed: perhaps they left, so a person says."""
    waiting = [x for x in tx.outbox.all(LetterStatus.WRITTEN) if x.to]
    for letter in waiting:
        why = "the store was rebuilt and no copy of it is to be found: approve it only if it never left"
        settlement.held(tx, context, letter, why)
    return tuple(x.letter for x in waiting)
