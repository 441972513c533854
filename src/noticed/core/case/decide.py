"""One event on one case: look the cell up, make the new case, say what is to be done. Pure.

Raises ``ImpossibleEvent`` where an operator's or the clock's event has no cell; nothing is changed then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case import cadence
from noticed.core.case.beginnings import Start, with_began
from noticed.core.case.cadence import Policy
from noticed.core.case.events import Event, EventKind, ImpossibleEvent
from noticed.core.case.model import AMAZON_LETTERS, Case, LetterKind, Plan, Reason, State
from noticed.core.case.transitions import NOTE, STRICT, TABLE, Cell, Do
from noticed.core.values import Value

_LONGEST_ABSENCE = timedelta(days=30)
"""An automatic answer postpones the next letter by no more, whatever it says."""


class Order(Value):
    """A letter to be written."""

    kind: LetterKind
    step: int | None = None
    approved: bool = False
    """By the operator's own command: it needs no further word."""
    to_paste: bool = False
    """Only as text: never claimed by submission."""
    for_approval: bool = False
    """Waits for the operator in every mode."""


class Decision(Value):
    """What follows from an event."""

    case: Case
    orders: tuple[Order, ...] = ()
    cancel: bool
    alert: bool
    text: str
    """For the journal and for ``why``."""


def decide(case: Case, event: Event, policy: Policy, now: datetime, *, new: bool = False) -> Decision:
    """Apply one event. ``case`` already holds the facts the event brought; ``new``: it is not stored yet."""
    cell = _cell(event, None if new else case.state)
    changed = _began(_moved(case, event, cell, now), event, now)
    orders: list[Order] = []
    for do in cell.does:
        step = _STEPS.get(do)
        if step:
            changed, order = step(changed, event, policy, now)
            orders += [order] if order else []
    changed = replace(changed, wake_at=cadence.wake_at(changed, policy))
    return Decision(
        case=changed,
        orders=tuple(orders),
        cancel=Do.CANCEL in cell.does,
        alert=Do.ALERT in cell.does,
        text=_sentence(case, changed, event, new=new),
    )


def _cell(event: Event, state: State | None) -> Cell:
    cell = TABLE[event.kind].get(state)
    if cell is None and (event.kind in STRICT or state is None):
        where = state.value if state else "there is no case"
        raise ImpossibleEvent(f"{event.kind.value} is not possible: the case is {where}")
    return cell or NOTE


def _moved(case: Case, event: Event, cell: Cell, now: datetime) -> Case:
    if cell.to is None:
        return case
    reason = event.reason if cell.reason_of_event else cell.reason
    closed = cell.to is State.CLOSED
    return replace(
        case,
        state=cell.to,
        reason=reason,
        disposition=event.disposition if closed else None,
        closed_at=now if closed else None,
        changed_at=now,
        plan=None,
        plan_at=None,
    )


_STARTS = {
    EventKind.RETRACTION_CLAIMED: Start.RETRACTION,
    EventKind.OPERATOR_SUBMITTED: Start.SUBMISSION,
    EventKind.AMAZON_ANSWER: Start.REFUSED,
}
_STOPS: Mapping[Reason | None, Start] = {Reason.EVALUATION: Start.EVALUATION, Reason.ACCOUNT: Start.ACCOUNT}


def _began(case: Case, event: Event, now: datetime) -> Case:
    """The case with the clock that the event starts; a stop that is told again does not start it anew."""
    start = _STARTS.get(event.kind)
    if event.kind is EventKind.LETTER_SUBMITTED and event.letter in AMAZON_LETTERS:
        start = Start.SUBMISSION
    if event.kind is EventKind.NOTICE_STOP:
        start = _STOPS.get(event.reason)
    if start is None:
        return case
    at = min(event.at or now, now)
    first = event.kind is EventKind.NOTICE_STOP
    return replace(case, began=with_began(case.began, start, at, first=first))


_Result = tuple[Case, Order | None]


def _queue_step(case: Case, _: Event, policy: Policy, now: datetime) -> _Result:
    kind = cadence.next_letter(case, policy)
    if kind is None:  # resumed after the last step: nothing left to write, wait as after the last attempt
        planned, at = cadence.plan(replace(case, attempted_at=now), policy, now)
        return replace(case, plan=planned, plan_at=at), None
    return replace(case, plan=None, plan_at=None), Order(kind=kind, step=case.step)


def _queue_letter(case: Case, event: Event, _: Policy, __: datetime) -> _Result:
    if event.letter is None:
        raise ImpossibleEvent("no letter was named")
    changed = replace(case, outcome=event.outcome or case.outcome)
    if case.state is State.WITH_COMPLAINANT:  # the ladder stands until this letter has gone
        changed = replace(changed, plan=None, plan_at=None)
    return changed, Order(kind=event.letter, approved=True)


def _write_letter(case: Case, event: Event, _: Policy, __: datetime) -> _Result:
    if event.letter is None:
        raise ImpossibleEvent("no letter was named")
    return replace(case, outcome=event.outcome), Order(kind=event.letter, approved=True, to_paste=True)


def _write_coach(case: Case, _: Event, __: Policy, ___: datetime) -> _Result:
    return case, Order(kind=LetterKind.RETRACTION_STEPS, for_approval=True)


def _count_attempt(case: Case, _: Event, __: Policy, now: datetime) -> _Result:
    return replace(case, attempts=case.attempts + 1, step=case.step + 1, attempted_at=now), None


def _plan(case: Case, event: Event, policy: Policy, now: datetime) -> _Result:
    if event.kind is EventKind.COACH_SUBMITTED:
        return replace(case, plan=Plan.RETRACTION, plan_at=cadence.retraction_overdue_at(case, policy, now)), None
    if (event.kind is EventKind.LETTER_SUBMITTED or event.by_hand) and case.state is State.WITH_COMPLAINANT:
        return replace(case, plan=Plan.ANSWER, plan_at=cadence.answer_overdue_at(case, policy, now)), None
    planned, at = cadence.plan(case, policy, now)
    return replace(case, plan=planned, plan_at=at), None


def _postpone(case: Case, event: Event, policy: Policy, now: datetime) -> _Result:
    if not event.until:
        return case, None
    until = min(event.until, now + _LONGEST_ABSENCE)
    return replace(case, plan_at=cadence.postponed(case, until, policy)), None


def _put_off(case: Case, event: Event, _: Policy, now: datetime) -> _Result:
    return replace(case, plan=Plan.WAIT, plan_at=event.until or now), None


def _warned(case: Case, _: Event, __: Policy, ___: datetime) -> _Result:
    return replace(case, deadline_warned=True), None


def _alarmed(case: Case, _: Event, __: Policy, now: datetime) -> _Result:
    return replace(case, alarmed_at=now), None


def _sooner(case: Case, _: Event, policy: Policy, now: datetime) -> _Result:
    """The next letter, or the flag, by the cadence as it is now; never later than it was planned."""
    if case.plan not in {Plan.STEP, Plan.FLAG} or case.plan_at is None:
        return case, None
    planned, at = cadence.next_step(case, policy, now)
    return replace(case, plan=planned, plan_at=min(case.plan_at, at)), None


_STEPS: dict[Do, Callable[[Case, Event, Policy, datetime], _Result]] = {
    Do.QUEUE_STEP: _queue_step,
    Do.QUEUE_LETTER: _queue_letter,
    Do.WRITE_LETTER: _write_letter,
    Do.WRITE_COACH: _write_coach,
    Do.COUNT_ATTEMPT: _count_attempt,
    Do.PLAN: _plan,
    Do.POSTPONE: _postpone,
    Do.PUT_OFF: _put_off,
    Do.WARNED: _warned,
    Do.ALARMED: _alarmed,
    Do.SOONER: _sooner,
}


def _sentence(before: Case, after: Case, event: Event, *, new: bool) -> str:
    where = f"{after.state.value}" + (f" ({after.reason.value})" if after.reason else "")
    if new:
        return f"{event.text} → opened, {where}"
    same = (before.state, before.reason) == (after.state, after.reason)
    return event.text if same else f"{event.text} → {where}"
