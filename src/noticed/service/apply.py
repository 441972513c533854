"""The one door to a case: decide, save, cancel, write, alert, journal, in one transaction."""

from dataclasses import replace
from datetime import datetime

from noticed.core.case import identity
from noticed.core.case.decide import Decision, decide
from noticed.core.case.events import Event
from noticed.core.case.model import AMAZON_LETTERS, CADENCE_LETTERS, Case
from noticed.ports import UNSENT, JournalLine, Letter, LetterStatus, Tx
from noticed.service import alerts, write
from noticed.service.context import Context
from noticed.service.extra import Extra


def apply(  # the door takes what a transaction, a context, a case and an event are
    tx: Tx,
    context: Context,
    case: Case,
    event: Event,
    *,
    new: bool = False,
    extra: Extra | None = None,
) -> Case:
    """Let ``event`` happen to ``case``, whose facts are already those the event brought. Returns the case as stored.

    Raises ``ImpossibleEvent`` where the operator's or the clock's event has no cell.
    """
    now = context.clock.now()
    decision = decide(case, event, context.policy, now, new=new)
    changed = _awaiting(tx, decision, new=new)
    tx.cases.add(changed) if new else tx.cases.save(changed)
    if decision.cancel:
        _cancel(tx, changed, event, now)
    _journal(tx, changed, event, decision, now)
    for order in decision.orders:
        write.write_letter(tx, context, changed, order, extra)
    if decision.alert:
        alerts.about_case(tx, context, changed, event)
    elif new:
        alerts.about_opening(tx, context, changed)
    return changed


def _awaiting(tx: Tx, decision: Decision, *, new: bool) -> Case:
    """The case as it waits for the last of the letters that will be written for it: a number is a letter's name."""
    case, orders = decision.case, enumerate(decision.orders, 1)
    awaited = [n for n, order in orders if order.kind in CADENCE_LETTERS | AMAZON_LETTERS or order.approved]
    if not awaited:
        return case
    before = 0 if new else len(tx.outbox.of_case(case.case))
    return replace(case, awaited=identity.letter_name(case.case, before + awaited[-1]))


def note(tx: Tx, context: Context, case: Case, kind: str, text: str) -> None:
    """A line in the case's journal that changes nothing."""
    tx.journal.add(JournalLine(at=context.clock.now(), account=case.account, case=case.case, event=kind, text=text))


def _cancel(tx: Tx, case: Case, event: Event, now: datetime) -> None:
    for letter in tx.outbox.of_case(case.case):
        if letter.status in UNSENT and not _spared(letter):
            tx.outbox.save(replace(letter, status=LetterStatus.CANCELLED, answer=event.text[:200]))
            line = f"{letter.letter} ({letter.kind.value}) cancelled: {event.text}"
            tx.journal.add(
                JournalLine(at=now, account=case.account, case=case.case, event="letter_cancelled", text=line)
            )


def _spared(letter: Letter) -> bool:
    """Text to paste is not on its way: it stays to be read."""
    return letter.status is LetterStatus.WRITTEN and not letter.to


def _journal(tx: Tx, case: Case, event: Event, decision: Decision, now: datetime) -> None:
    facts: dict[str, object] = {
        "state": case.state.value,
        "reason": case.reason.value if case.reason else None,
        "attempts": case.attempts,
        "wake_at": case.wake_at.isoformat() if case.wake_at else None,
        "plan": case.plan.value if case.plan else None,
        **({"letter": event.letter_id} if event.letter_id else {}),
    }
    tx.journal.add(
        JournalLine(
            at=now, account=case.account, case=case.case, event=event.kind.value, text=decision.text, facts=facts
        )
    )
