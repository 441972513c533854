"""The clock's step: cases that are due."""

import traceback
from dataclasses import replace

from noticed.core.case import perceive
from noticed.core.case.cadence import wake_at
from noticed.ports import StoreBroken, Transient
from noticed.ports.log import log
from noticed.service import alerts, recovery
from noticed.service.apply import apply
from noticed.service.context import Context

_MOST_EVENTS = 4
"""Events one case can have at one instant (deadline, then its new plan); more would be a loop."""


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
