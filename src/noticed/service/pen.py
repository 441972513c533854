"""The holding pen: mail of people that may belong to a case, and waits for the operator to say to which.

The choice is remembered: what the same sender writes later goes to that case by itself.
"""

from dataclasses import replace

from noticed.core.case.model import Case
from noticed.ports import InboxRow, InboxStatus, Refused, Tx, Unreadable
from noticed.service import alerts, hearing, merged, routing, setaside
from noticed.service.context import Context
from noticed.service.verdict import Verdict

_EVIDENCE = "candidates"


def held(tx: Tx, context: Context, verdict: Verdict, found: tuple[routing.Candidate, ...]) -> InboxRow:
    """Hold a message with the cases it may belong to, and say so at once: a ladder may be waiting for it."""
    names = ", ".join(candidate.case for candidate in found[:5])
    why = f"may belong to {names}: {found[0].why}"
    lines = [why, f"noticed pen show {verdict.row.id}", f"noticed pen attach {verdict.row.id} {found[0].case}"]
    cause = f"pen|{verdict.row.account}|{verdict.row.sha256}"
    alerts.raise_alert(
        tx, context, account=verdict.row.account, cause=cause, subject="somebody may have answered", lines=lines
    )
    listed = [{"case": candidate.case, "why": candidate.why} for candidate in found[:5]]
    row = replace(verdict, row=replace(verdict.row, evidence={**(verdict.row.evidence or {}), _EVIDENCE: listed}))
    return row.done(hearing.category_of(verdict), status=InboxStatus.HELD, error=why)


def candidates_of(row: InboxRow) -> tuple[str, ...]:
    """The cases a held message may belong to; () where it is held for something else."""
    listed = (row.evidence or {}).get(_EVIDENCE)
    return tuple(str(each["case"]) for each in listed) if isinstance(listed, list) else ()


def listed(context: Context) -> tuple[InboxRow, ...]:
    """What waits in the pen, oldest first."""
    return tuple(row for row in setaside.listed(context, (InboxStatus.HELD,)) if candidates_of(row))


def attach(context: Context, row_id: int, name: str) -> Case:
    """The operator says that this message belongs to that case: it is heard there, and its sender remembered.

    Raises ``Refused`` for a message that is not in the pen, or a case it cannot belong to.
    """
    with context.store.read() as tx:
        row = setaside.row_of(tx, row_id, (InboxStatus.HELD,))
        _case(tx, row, name)
    account = context.account_of(row.account)
    try:
        read = context.reader.vouched(row.raw, account.trust, context.clock.now())
    except Unreadable as error:
        raise Refused(f"{error}: read it in your mailbox, and write what it says with noticed set {name}") from None
    verdict = Verdict(row=row, account=account, keys={}, read=read)
    with context.store.write() as tx:
        row = setaside.row_of(tx, row_id, (InboxStatus.HELD,))
        case = _case(tx, row, name)
        if verdict.sender:
            routing.remember(tx, case, verdict.sender)
        tx.inbox.save(replace(hearing.heard(tx, context, verdict, case, known=True), evidence=row.evidence))
        return tx.cases.get(case.case) or case


def _case(tx: Tx, row: InboxRow, name: str) -> Case:
    case = tx.cases.get(name)
    if case is None or case.account != row.account:
        raise Refused(f"no case {name} of {row.account}")
    return merged.follow(tx, case)
