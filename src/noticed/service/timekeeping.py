"""The wall clock, held against the last time that was committed.

Promises: while the clock is behind it, or has lost the server that kept it right, no letter leaves but to the
operator, who is alarmed. A clock that jumped ahead leaves times in the store that have not come; ``set_right`` is the
operator's word that the clock is right now.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case import cadence
from noticed.core.case.model import Case
from noticed.ports import UNSENT, InboxStatus, JournalLine, Letter, Refused, Tx
from noticed.service import alerts
from noticed.service.context import Context

_SLACK = timedelta(minutes=2)
"""A wall clock this much behind is stepping, not wrong."""
_HARDLY = timedelta(seconds=20)
_FAR = timedelta(days=60)
"""Nothing is planned further ahead: the longest absence that is waited for is 30 days."""
_GRACE = timedelta(hours=1)
"""A machine that starts, or changes its time server, is without one for a while."""
_LAST, _KEPT, _LOST = "last_time", "clock:kept", "clock:lost"
FACTS = (_LAST, _LOST)
"""What says whether the time is doubtful."""
CURE = "set the clock right; if it is right: noticed resume --clock-is-right"
_SERVER_CURE = "To cure it: timedatectl set-ntp true; if the clock is right without: noticed resume --clock-is-right"


def behind(tx: Tx, now: datetime) -> datetime | None:
    """The last committed time, where the wall clock is behind it: nothing is sent then."""
    last = tx.facts.get(_LAST)
    at = datetime.fromisoformat(last) if last else None
    return at if at and at > now + _SLACK else None


def lost(tx: Tx, now: datetime) -> datetime | None:
    """Since when no time server keeps the clock right that one has kept right before: nothing is sent then. Where
    there never was one, nothing is known to be wrong.
    """
    since = tx.facts.get(_LOST)
    at = datetime.fromisoformat(since) if since else None
    return at if at and abs(now - at) >= _GRACE else None


def doubtful(tx: Tx, now: datetime) -> bool:
    """Whether the time is known to be wrong, or not known any more."""
    return behind(tx, now) is not None or lost(tx, now) is not None


def _look_for_server(tx: Tx, context: Context, now: datetime) -> None:
    kept, before, since = context.clock.kept(), tx.facts.get(_KEPT), tx.facts.get(_LOST)
    if kept and not before:
        tx.facts.set(_KEPT, "yes")
    if since and kept is not False:  # no word is no bad word
        tx.facts.set(_LOST, None)
    elif kept is False and before and not since:
        tx.facts.set(_LOST, now.isoformat())
    elif at := lost(tx, now):
        subject = "the clock has lost its time server: nothing is sent"
        lines = [f"No time server has kept this machine's clock right since {at:%d %b %Y %H:%M} UTC.", _SERVER_CURE]
        alerts.raise_alert(tx, context, account=None, cause=f"unkept|{since}", subject=subject, lines=lines)


def remember(context: Context) -> timedelta:
    """Commit the time, so that a clock that falls behind it is noticed before anything is sent. How much passed.

    A time that is hardly older is left as it is: a tick with nothing to do commits nothing.
    """
    now = context.clock.now()
    with context.store.read() as tx:
        last = tx.facts.get(_LAST)
    if last and timedelta() <= now - datetime.fromisoformat(last) < _HARDLY:
        return now - datetime.fromisoformat(last)
    with context.store.write() as tx:
        _look_for_server(tx, context, now)
        last = tx.facts.get(_LAST)
        if last is None or datetime.fromisoformat(last) < now:
            tx.facts.set(_LAST, now.isoformat())
        elif behind(tx, now):
            subject = "the clock is behind: nothing is sent"
            lines = [f"The last recorded time is {last}; the clock says {now.isoformat()}.", f"To cure it: {CURE}"]
            alerts.raise_alert(tx, context, account=None, cause=f"clock|{last[:10]}", subject=subject, lines=lines)
    return max(now - datetime.fromisoformat(last), timedelta()) if last else timedelta()


def set_right(context: Context) -> None:
    """The clock is right and the recorded times are not: what lies ahead of it happened now, what is planned for
    years ahead is planned anew. A time server that was lost is not missed any more. Raises ``Refused`` where nothing
    is wrong with the clock.
    """
    now = context.clock.now()
    with context.store.write() as tx:
        if lost(tx, now):
            tx.facts.set(_KEPT, None)
            tx.facts.set(_LOST, None)
            text = "you said that the clock is right without its time server"
            tx.journal.add(JournalLine(at=now, event="clock_set_right", text=text))
            if behind(tx, now) is None:
                return
        if behind(tx, now) is None:
            raise Refused("the clock is not behind the last recorded time: there is nothing to set right")
        tx.facts.set(_LAST, now.isoformat())
        cases = {case.case: _case(case, context, now) for case in tx.cases.all()}
        for case in cases.values():
            tx.cases.save(case)
        for letter in tx.outbox.all():
            tx.outbox.save(_letter(letter, cases.get(letter.case or ""), context, now))
        for row in tx.inbox.with_status(InboxStatus.NEW, octets=0):
            tx.inbox.save(replace(row, retry_at=None))
        text = "you said that the clock is right: times that had not come were set to now"
        tx.journal.add(JournalLine(at=now, event="clock_set_right", text=text))


def _letter(letter: Letter, case: Case | None, context: Context, now: datetime) -> Letter:
    """What is due later than it was ever held for is looked at again now: gaps and hours are counted anew then.
    A step that was taken while the clock was ahead waits for the time of its own.
    """
    due = letter.due_at
    if due and letter.status in UNSENT:
        due = min(due, now + context.hold)
        if case and letter.step and letter.created_at > now:
            _, at = cadence.plan(case, context.policy, now)
            due = max(due, at or due)
    return replace(
        letter,
        created_at=min(letter.created_at, now),
        started_at=_earlier(letter.started_at, now),
        submitted_at=_earlier(letter.submitted_at, now),
        due_at=due,
        retry_at=_earlier(letter.retry_at, now),
    )


def _case(case: Case, context: Context, now: datetime) -> Case:
    ahead = case.attempted_at is not None and case.attempted_at > now
    fixed = replace(
        case,
        opened_at=min(case.opened_at, now),
        changed_at=min(case.changed_at, now),
        attempted_at=_earlier(case.attempted_at, now),
        closed_at=_earlier(case.closed_at, now),
        began=tuple(replace(began, at=min(began.at, now)) for began in case.began),
        alarmed_at=_earlier(case.alarmed_at, now),
    )
    if case.plan and case.plan_at and (ahead or case.plan_at > now + _FAR):
        _, at = cadence.plan(fixed, context.policy, now)
        fixed = replace(fixed, plan_at=at)
    return replace(fixed, wake_at=cadence.wake_at(fixed, context.policy))


def _earlier(at: datetime | None, now: datetime) -> datetime | None:
    return min(at, now) if at else None
