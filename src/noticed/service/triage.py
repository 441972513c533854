"""Step 2 and 3: one inbox row becomes at most one event on one case.

A message whose reading fails three times is set aside (``shunted``, with its traceback) and the others go on.
The count of tries is committed before anything is read, and with it when the next may begin: until then the row is
in this process's hands alone. A process that dies meanwhile need not have died of the message, so that only what
eight processes did not survive is set aside.
"""

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice

import structlog

from noticed.core.mail.model import Category, Key, Trust
from noticed.core.reading import Received
from noticed.ports import InboxRow, InboxStatus, StoreBroken, Transient, Tx, Unreadable
from noticed.service import alerts, beside, by_mail, correspondence, drift, metrics, notices, sharing, timekeeping
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

log = structlog.get_logger()


def triage(context: Context, account: str | None = None) -> int:
    """Handle every row that is due; how many there were. A failing row never stops the others."""
    with context.store.read() as tx:
        due = tx.inbox.due(context.clock.now())
    return _each(context, due, account)


def triage_row(context: Context, row_id: int) -> int:
    """Handle one row, unless somebody else has it in hand; 1 when it was handled."""
    return _each(context, (row_id,), None)


def _each(context: Context, due: Sequence[int], account: str | None) -> int:
    count, ids = 0, iter(due)
    for row_id in ids:
        with context.store.write() as tx:  # what another process has in hand costs no lock of its own
            dead, row = _take(tx, context, chain((row_id,), islice(ids, _AT_ONCE)), account)
        count += dead
        if row:
            count += 1
            _handled(context, row)
    return count


def _take(tx: Tx, context: Context, ids: Iterable[int], account: str | None) -> tuple[int, InboxRow | None]:
    """The first of these rows that nobody has in hand, taken; and how many before it were set aside."""
    dead, now = 0, context.clock.now()
    for row_id in ids:
        row = tx.inbox.get(row_id)
        if row is None or row.status is not InboxStatus.NEW or account not in {None, row.account}:
            continue
        if row.account not in context.accounts:
            continue  # its settings are gone, or broken: it waits for them
        if row.retry_at and row.retry_at > now:
            continue  # another process has it in hand
        if row.attempts >= _LIVES:
            error = row.error or "the process died on it"
            tx.inbox.save(replace(row, status=InboxStatus.SHUNTED, error=error))
            set_aside(tx, context, row.account, error.strip().splitlines()[-1])
            dead += 1
            continue
        row = replace(row, attempts=row.attempts + 1, retry_at=None)
        tx.inbox.save(replace(row, retry_at=now + _IN_HAND))
        return dead, row
    return dead, None


def _handled(context: Context, row: InboxRow) -> None:
    try:
        row = keys_of_mail.fetched(context, row)
        handle(context, row)
    except Transient:  # the store's trouble, not the message's: it was no try
        with context.store.write() as tx:
            if _waits(tx, row):
                tx.inbox.save(replace(row, attempts=row.attempts - 1))
        raise
    except StoreBroken:
        raise
    except Unreadable as error:
        _failed(context, row, str(error), again=False)
    except Exception:  # noqa: BLE001  # a bug or a hostile message: set aside with its traceback, never swallowed
        _failed(context, row, traceback.format_exc())


def handle(context: Context, row: InboxRow) -> None:
    """Read one row, whose keys lie with it, and let what it says happen, in one transaction."""
    account, keys = context.account_of(row.account), keys_of_mail.stored(row)
    now = context.clock.now()
    read = context.reader.received(row.raw, keys, account.trust, now, context.limits.notice_age)  # slow: no transaction
    waits = _waits_for(context, row, keys, read, now)
    if waits:
        with context.store.write() as tx:
            if _waits(tx, row):
                tx.inbox.save(replace(row, attempts=0, retry_at=now + _KEY_RETRY, error=waits))
        return
    if read.assessment.trust is Trust.RETRY:
        why = f"{read.assessment.why}; no key for a day"
        read = replace(read, assessment=replace(read.assessment, trust=Trust.HOLD, why=why))
    verdict = Verdict(row=row, account=account, keys=keys, read=read)
    if by_mail.handled(context, verdict):
        return
    with context.store.write() as tx:
        if not _waits(tx, row):
            return  # another process was faster
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
    log.info("triaged", account=row.account, category=done.category, case=done.case, status=done.status.value)


def _waits(tx: Tx, row: InboxRow) -> InboxRow | None:
    """The row as it stands, where nobody has settled it meanwhile: reading may take longer than ``_IN_HAND``."""
    fresh = tx.inbox.get(row.id, whole=False)
    return fresh if fresh and fresh.status is InboxStatus.NEW else None


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
        if not _waits(tx, row):
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
