"""The clock's step: cases that are due, and letters in doubt."""

import traceback
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from noticed.core.case import perceive
from noticed.core.case.cadence import wake_at
from noticed.core.case.model import LetterKind
from noticed.ports import Letter, LetterStatus, Permanent, Phase, StoreBroken, Transient
from noticed.service import alerts, receipts, recovery, settlement
from noticed.service.apply import apply
from noticed.service.context import Context

_MOST_EVENTS = 4
"""Events one case can have at one instant (deadline, then its new plan); more would be a loop."""
_DOUBT_ALARM = timedelta(days=1)

log = structlog.get_logger()


def tick(context: Context) -> int:
    """Let everything that is due happen; how many cases moved. One failing case never stops the others."""
    moved = 0
    now = context.clock.now()
    with context.store.read() as tx:
        due = tx.cases.due(now)
    for name in due:
        try:
            moved += _tick_case(context, name)
        except (Transient, StoreBroken):
            raise
        except Exception:
            log.exception("tick_failed", case=name)
            _cannot_go_on(context, name)
    for letter in _doubtful(context, now):
        _settle_doubt(context, letter, now)
    return moved


def _cannot_go_on(context: Context, name: str) -> None:
    """Said once a day: a case that is due and cannot move would else be silent."""
    trace = traceback.format_exc().strip().splitlines()[-1][:200]
    with context.store.write() as tx:
        subject = f"{name} cannot go on"
        lines = [trace, f"noticed why {name}", f"noticed show {name}"]
        cause = f"stuck|{name}|{context.clock.now():%Y-%m-%d}"
        case = tx.cases.get(name)
        account = case.account if case else None
        alerts.raise_alert(tx, context, account=account, cause=cause, subject=subject, lines=lines)


def _tick_case(context: Context, name: str) -> int:
    events = 0
    with context.store.write() as tx:
        for _ in range(_MOST_EVENTS):
            case = tx.cases.get(name)
            moves = case is not None and case.account in context.accounts and not recovery.of(tx, case.account)
            event = perceive.clock(case, context.policy, context.clock.now()) if case and moves else None
            if case is None or event is None:
                break
            apply(tx, context, case, event)
            events += 1
        case = tx.cases.get(name)
        if case and moves and not events:  # woken for nothing: the plan was moved without its alarm
            tx.cases.save(replace(case, wake_at=wake_at(case, context.policy)))
    return min(events, 1)


def _doubtful(context: Context, now: datetime) -> list[Letter]:
    with context.store.read() as tx:
        letters = [x for x in tx.outbox.open_dialogues() if x.status is LetterStatus.IN_DOUBT]
    return [x for x in letters if (x.started_at or x.created_at) + context.settle <= now]


def _settle_doubt(context: Context, letter: Letter, now: datetime) -> None:
    """After ``settle``: one search of every mailbox for our own copy, then the settings' choice."""
    account = context.accounts.get(letter.account)
    if account is None:
        return
    since = letter.started_at or letter.created_at
    try:
        with context.mail(account.name).connect() as session:
            found = receipts.search(account, session, letter, since)
    except (Transient, Permanent):
        if now - since >= _DOUBT_ALARM:
            _alarm(context, letter)
        return
    with context.store.write() as tx:
        fresh = tx.outbox.get(letter.letter)
        if fresh is None or fresh.status is not LetterStatus.IN_DOUBT:
            return
        if found:
            settlement.found_copy(tx, context, fresh, now)
        elif context.resend_unknown:
            tx.outbox.save(replace(fresh, status=LetterStatus.QUEUED, phase=Phase.NONE, answer="no copy found: resent"))
        else:
            why = "perhaps sent: the server's answer was lost and no copy of ours is to be found"
            settlement.held(tx, context, fresh, why)
            if fresh.kind is LetterKind.ALERT:
                return  # an alert about an alert would be in the same doubt
            alert = [f"{letter.letter}: {why}.", f"noticed approve {letter.letter} sends the same bytes again."]
            subject = f"{letter.letter} may or may not have been sent"
            alerts.raise_alert(
                tx, context, account=letter.account, cause=f"doubt|{letter.letter}", subject=subject, lines=alert
            )


def _alarm(context: Context, letter: Letter) -> None:
    subject = f"{letter.letter} has been in doubt for a day"
    lines = ["The mailboxes could not be searched for our own copy.", "noticed status names what is wrong."]
    with context.store.write() as tx:
        alerts.raise_alert(
            tx, context, account=letter.account, cause=f"doubt-day|{letter.letter}", subject=subject, lines=lines
        )
