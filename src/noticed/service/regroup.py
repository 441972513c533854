"""Cases put together and taken apart by the operator's word: one complainant, one case, one thread.

Everything changes or nothing; raises ``Refused`` with one line that says why not.
"""

from collections.abc import Sequence
from dataclasses import replace

from noticed.core.case import identity, tasks
from noticed.core.case.beginnings import with_began
from noticed.core.case.cadence import hurried
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, Disposition, Reason, State
from noticed.core.mail import recipients
from noticed.ports import LetterStatus, Refused, Tx
from noticed.service import guards, merged, suppression, vault
from noticed.service.apply import apply
from noticed.service.context import Context
from noticed.service.finding import case_of

_CURE = "close it as a duplicate, or first: noticed open ID --checked-in-seller-central"
_FLYING = frozenset({LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT})


def merge(context: Context, name: str, into: str) -> Case:
    """The complaints and addresses of one case go over to another of the same account; the first is closed as its
    duplicate, with its unsent letters cancelled. Later mail about the first belongs to the other. Gives the other.
    """
    with context.store.write() as tx:
        gone, kept = case_of(tx, name), case_of(tx, into)
        if gone.case == kept.case or gone.account != kept.account:
            raise Refused("merge takes two cases of one account")
        for case in (gone, kept):
            _at_rest(tx, case)
        for case in (gone, kept):
            if gone.authentic != kept.authentic and not case.authentic:
                raise Refused(f"{case.case} is not believed, the other is: {_CURE}")
        stops = tuple(dict.fromkeys((*guards.stops(tx, kept), *guards.stops(tx, gone))))
        addresses = tuple(dict.fromkeys((*kept.complainant_emails, *gone.complainant_emails)))
        problem = recipients.problem(addresses, suppression.ours(context, context.account_of(kept.account)))
        if addresses != kept.complainant_emails and problem:
            raise Refused(f"{problem}; first: noticed set {gone.case} complainant_emails=…")
        known = {(c.complaint_id, tuple(a.asin for a in c.asins)) for c in kept.complaints}
        fresh = tuple(c for c in gone.complaints if (c.complaint_id, tuple(a.asin for a in c.asins)) not in known)
        clocks = [at for at in (kept.deadline_at, gone.deadline_at) if at]
        whole = replace(
            kept,
            complaints=(*kept.complaints, *fresh),
            complainant_emails=addresses,
            deadline_at=min(clocks, default=None),
            reason_stated=kept.reason_stated and gone.reason_stated,
            authentic=kept.authentic and gone.authentic,
        )
        for began in gone.began:
            whole = replace(whole, began=with_began(whole.began, began.what, began.at, first=True))
        whole = hurried(whole.with_removal(tasks.merged(kept.removal, gone.removal)), context.clock.now())
        closing = f"you merged it into {kept.case}"
        end = Event(kind=EventKind.OPERATOR_CLOSES, disposition=Disposition.DUPLICATE, text=closing)
        apply(tx, context, gone, end)
        merged.remember(tx, gone.case, kept.case)
        vault.carry_over(tx, gone, kept)
        text = f"you merged {gone.case} into it"
        whole = apply(tx, context, whole, Event(kind=EventKind.OPERATOR_CORRECTS, text=text))
        return _stopped(tx, context, whole, stops, text)


def split(context: Context, name: str, complaint_ids: Sequence[str]) -> Case:
    """Some complaints of a case become a case of their own, with the operator; gives the new one."""
    with context.store.write() as tx:
        case = case_of(tx, name)
        _at_rest(tx, case)
        wanted = set(complaint_ids)
        moved = tuple(c for c in case.complaints if c.complaint_id in wanted)
        left = tuple(c for c in case.complaints if c.complaint_id not in wanted)
        unknown = wanted - {c.complaint_id for c in moved}
        if unknown or not moved or not left:
            known = ", ".join(case.complaint_ids) or "none"
            raise Refused(f"{case.case}: name some, not all, of its complaints: {known}")
        ids = tuple(c.complaint_id for c in moved if c.complaint_id)
        asins = tuple(a.asin for c in moved for a in c.asins)
        key = identity.notice_key(case.account, ids, asins, case.case)
        now = context.clock.now()
        fresh = replace(
            case,
            case=identity.reference(key, lambda taken: tx.cases.get(taken) is not None),
            state=State.WITH_OPERATOR,
            complaints=moved,
            rights_owner_name=next((c.owner for c in moved if c.owner), case.rights_owner_name),
            step=0,
            attempts=0,
            attempted_at=None,
            outcome=None,
            awaited=None,
            plan=None,
            plan_at=None,
            opened_at=now,
            changed_at=now,
        )
        text = f"you split {', '.join(ids)} from {case.case}"
        apply(tx, context, replace(case, complaints=left), Event(kind=EventKind.OPERATOR_CORRECTS, text=text))
        opened = Event(kind=EventKind.NOTICE_DOUBTFUL, reason=Reason.TAKEN_OVER, text=text)
        fresh = apply(tx, context, fresh, opened, new=True)
        return _stopped(tx, context, fresh, tuple(dict.fromkeys(guards.stops(tx, case))), text)


def _stopped(tx: Tx, context: Context, case: Case, stops: Sequence[Reason], text: str) -> Case:
    """What a court, an evaluation or a closed account has stopped stays stopped, in whichever case it goes on."""
    known = set(guards.stops(tx, case))
    for reason in sorted(stops, key=lambda stop: stop is Reason.LEGAL):  # a court has the last word
        if reason not in known:
            event = Event(kind=EventKind.NOTICE_STOP, reason=reason, text=f"{text}: {reason.value}")
            case = apply(tx, context, case, event)
    return case


def _at_rest(tx: Tx, case: Case) -> None:
    if case.state is State.CLOSED:
        raise Refused(f"{case.case} is closed: noticed decide {case.case} resume")
    if flying := [x for x in tx.outbox.of_case(case.case) if x.status in _FLYING]:
        raise Refused(f"{flying[0].letter} is under way: try again when it has arrived")
