"""Step 2 and 3: one inbox row becomes at most one event on one case.

A message whose reading fails three times is set aside (``shunted``, with its traceback) and the others go on.
The count of tries is committed before anything is read, and with it when the next may begin: until then the row is
in this process's hands alone. A process that dies meanwhile need not have died of the message, so that only what
eight processes did not survive is set aside. What a message says happens in the transaction that takes the next row:
writers come one after the other, and each message is one of them.
"""

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.mail.model import Category, Key, Trust
from noticed.core.reading import Received
from noticed.ports import InboxRow, InboxStatus, StoreBroken, Transient, Tx, Unreadable
from noticed.ports.log import log
from noticed.service import (
    alerts,
    beside,
    by_mail,
    correspondence,
    drift,
    metrics,
    notices,
    sharing,
    timekeeping,
    write,
)
from noticed.service import keys as keys_of_mail
from noticed.service.context import Context
from noticed.service.verdict import Verdict

_TRIES = 3
_LIVES = 8
"""Processes that may die while they read a message, which is rarely its fault."""
_IN_HAND = timedelta(seconds=20)
"""How long nobody else touches a message that is being read; its account's letters wait as long (see ``unread``)."""
_AT_ONCE = 100
"""Rows that one transaction looks through for one that is free."""
_KEY_RETRY = timedelta(minutes=15)
_KEY_PATIENCE = timedelta(hours=24)

Take = Callable[[Tx], InboxRow | None]


def triage(context: Context, account: str | None = None) -> int:
    """Handle every row that is due; how many there were. A failing row never stops the others."""
    accounts = context.accounts if account is None else context.accounts.keys() & {account}
    with context.store.read() as tx:
        due = tx.inbox.due(context.clock.now(), accounts)  # those without settings, or with broken ones, wait for them
    return _Line(context, due).handled()


def triage_row(context: Context, row_id: int) -> int:
    """Handle one row, unless somebody else has it in hand; 1 when it was handled."""
    return _Line(context, (row_id,)).handled()


class _Line:
    """Rows that are due, and how far one process has come among them."""

    def __init__(self, context: Context, due: Sequence[int]) -> None:
        self._context, self._due = context, due
        self._at = self._count = 0

    def handled(self) -> int:
        """Handle them; how many."""
        while self._at < len(self._due):
            with self._context.store.write() as tx:
                row = self.take(tx)
            while row:
                row = _handled(self._context, row, self.take)
        return self._count

    def take(self, tx: Tx) -> InboxRow | None:
        """The next one that nobody has in hand, taken."""
        now, last = self._context.clock.now(), self._at + _AT_ONCE
        while ids := self._due[self._at : last]:
            row = tx.inbox.take(ids, now, now + _IN_HAND)
            self._at += ids.index(row.id) + 1 if row else len(ids)
            if row is None:
                break
            row = replace(row, retry_at=None)
            if row.account not in self._context.accounts:  # it is called otherwise now
                tx.inbox.save(replace(row, attempts=row.attempts - 1))
                continue
            self._count += 1
            if row.attempts <= _LIVES:
                return row
            error = row.error or "the process died on it"
            tx.inbox.save(replace(row, attempts=_LIVES, status=InboxStatus.SHUNTED, error=error))
            set_aside(tx, self._context, row.account, error.strip().splitlines()[-1])
        return None


def _handled(context: Context, row: InboxRow, take: Take) -> InboxRow | None:
    """Handle a row that was taken; the next one, where that was taken with what became of this one."""
    try:
        row = keys_of_mail.fetched(context, row)
        return handle(context, row, take)
    except Transient:  # the store's trouble, not the message's: it was no try
        with context.store.write() as tx:
            if tx.inbox.is_new(row.id):
                tx.inbox.save(replace(row, attempts=row.attempts - 1))
        raise
    except StoreBroken:
        raise
    except Unreadable as error:
        _failed(context, row, str(error), again=False)
    except Exception:  # noqa: BLE001  # a bug or a hostile message: set aside with its traceback, never swallowed
        _failed(context, row, traceback.format_exc())
    return None


def handle(context: Context, row: InboxRow, take: Take) -> InboxRow | None:
    """Read one row, whose keys lie with it, and let what it says happen, in one transaction, which takes the next."""
    account, keys = context.account_of(row.account), keys_of_mail.stored(row)
    now = context.clock.now()
    read = context.reader.received(row.raw, keys, account.trust, now, context.limits.notice_age)  # slow: no transaction
    waits = _waits_for(context, row, keys, read, now)
    if waits:
        with context.store.write() as tx:
            if tx.inbox.is_new(row.id):
                tx.inbox.save(replace(row, attempts=0, retry_at=now + _KEY_RETRY, error=waits))
        return None
    if read.assessment.trust is Trust.RETRY:
        why = f"{read.assessment.why}; no key for a day"
        read = replace(read, assessment=replace(read.assessment, trust=Trust.HOLD, why=why))
    verdict = Verdict(row=row, account=account, keys=keys, read=read)
    if by_mail.handled(context, verdict):
        return None
    with context.store.write() as tx:
        if not tx.inbox.is_new(row.id):
            return take(tx)  # another process was faster: reading may take longer than _IN_HAND
        tx.facts.ahead((*metrics.asked(verdict), *write.ASKED))
        done = sharing.elsewhere(tx, context, verdict)
        done = done or correspondence.own_or_bounce(tx, context, verdict)
        done = done or correspondence.answered(tx, context, verdict)
        known = None if done else notices.from_amazon(tx, context, verdict)
        if known:
            drift.gaps(tx, context, verdict, known)
            beside.noted(tx, context, verdict, known)
        done = done or known or drift.not_understood(tx, context, verdict)
        done = done or correspondence.answer_or_other(tx, context, verdict)
        tx.inbox.save(_evidenced(done, verdict))
        metrics.judged(tx, verdict)
        following = take(tx)
    log.info("triaged", account=row.account, category=done.category, case=done.case, status=done.status.value)
    return following


def _waits_for(context: Context, row: InboxRow, keys: Mapping[str, Key], read: Received, now: datetime) -> str | None:
    """What keeps a message from being judged: a key that is out of reach, for a day, or nothing but our own clock,
    where it is known to be behind.
    """
    found = read.assessment
    if found.trust is Trust.RETRY:
        return found.why if now - row.fetched_at < _KEY_PATIENCE else None
    if found.trust is not Trust.HOLD or not _clock_is_behind(context, now):
        return None
    trust, age = context.account_of(row.account).trust, context.limits.notice_age
    on_arrival = context.reader.received(row.raw, keys, trust, row.received_at, age)
    return f"{found.why}; and the clock is behind" if on_arrival.assessment.trust is Trust.AUTO else None


def _clock_is_behind(context: Context, now: datetime) -> bool:
    with context.store.read() as tx:
        return timekeeping.behind(tx, now) is not None


def _evidenced(row: InboxRow, verdict: Verdict) -> InboxRow:
    found = verdict.assessment
    evidence: dict[str, object] = {
        **(row.evidence or {}),
        "authenticity": found.authenticity.value,
        "trust": found.trust.value,
        "rule": found.rule,
        "why": found.why,
        "keys": keys_of_mail.as_evidence(verdict.keys),
    }
    return replace(
        row,
        error=row.error if row.status in {InboxStatus.HELD, InboxStatus.QUARANTINED} else None,
        retry_at=None,
        message_id=verdict.message.message_id,
        signature=found.signature,
        category=row.category or Category.OTHER.value,
        evidence=evidence,
    )


def _failed(context: Context, row: InboxRow, error: str, *, again: bool = True) -> None:
    """Try it again, or set it aside and say so: once a day for each account, whatever a stranger sends."""
    status = InboxStatus.NEW if again and row.attempts < _TRIES else InboxStatus.SHUNTED
    log.error("triage_failed", account=row.account, message=row.id, attempts=row.attempts, status=status.value)
    with context.store.write() as tx:
        if not tx.inbox.is_new(row.id):
            return
        tx.inbox.save(replace(row, status=status, error=error))
        if status is InboxStatus.SHUNTED:
            set_aside(tx, context, row.account, error.strip().splitlines()[-1])


def set_aside(tx: Tx, context: Context, account: str, why: str) -> None:
    """Alarm the operator: a message was not read, and may be a notice."""
    lines = [f"It could not be read: {why[:300]}", "It is kept as it came: noticed shunted", ""]
    lines += ["Look at it in your mailbox; if it is a notice: noticed open"]
    cause = f"shunted|{account}|{context.clock.now():%Y-%m-%d}"
    alerts.raise_alert(
        tx, context, account=account, cause=cause, subject=f"{account}: a message was set aside", lines=lines
    )
