"""Turns what was seen into exactly one event, so that the table needs no ``if``. Pure."""

from datetime import datetime

from noticed.core.case import cadence, clearing, clocks, facts
from noticed.core.case.cadence import Policy
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, Disposition, Plan, Reason, State
from noticed.core.mail.model import Bounce, Reply, ReplyKind
from noticed.core.notice.model import Notice, NoticeAction, NoticeKind
from noticed.core.values import Value

_STOPS = {
    NoticeKind.PATENT_EVALUATION: Reason.EVALUATION,
    NoticeKind.ACCOUNT_SUSPENSION: Reason.ACCOUNT,
}
CLEARING = frozenset({NoticeKind.RETRACTION, NoticeKind.REINSTATEMENT})
"""Kinds of notice by which Amazon clears listings."""

NOT_RESUMABLE = frozenset({Reason.UNVERIFIED, Reason.LEGAL, Reason.EVALUATION, Reason.ACCOUNT, Reason.SUPPRESSED})
"""Reasons under which the ladder never starts again by ``resume``."""


class Sight(Value):
    """A notice as triage saw it."""

    notice: Notice
    auto: bool
    """Whether the authenticity rules let letters follow from it."""
    why: str
    """The rule that said so."""
    problem: str | None = None
    """Why its complainant must not be written to unasked (recipient rules), or None."""
    suppressed: bool = False
    """Whether that is because the address is suppressed."""
    dated_at: datetime
    told_at: datetime
    """From when its deadline runs."""


def stop_reason(notice: Notice) -> Reason | None:
    """Why everything stops: court, patent evaluation or account mail; None for an ordinary notice."""
    if notice.court_signs:
        return Reason.LEGAL
    return _STOPS.get(notice.kind)


def new_matter(sight: Sight) -> Event:
    """A notice that belongs to no case yet."""
    notice = sight.notice
    stop = stop_reason(notice)
    if stop and sight.auto:
        text = f"{_named(notice)}: {stop.value}; {sight.why}"
        return Event(kind=EventKind.NOTICE_STOP, reason=stop, at=sight.dated_at, text=text)
    if notice.kind is NoticeKind.COMPLAINT and sight.auto and notice.complete and not sight.problem:
        return Event(kind=EventKind.NOTICE_COMPLETE, text=f"{_named(notice)}; {sight.why}")
    reason, why = _doubt(sight)
    return Event(kind=EventKind.NOTICE_DOUBTFUL, reason=reason, text=f"{_named(notice)}: {why}")


def known_matter(case: Case, sight: Sight, *, same: bool) -> Event:
    """A notice about a case we hold: ``same`` matter, or another complaint of its complainant."""
    notice, named = sight.notice, _named(sight.notice)
    if not sight.auto:
        reason, why = _doubt(sight)
        return Event(kind=EventKind.NOTICE_DOUBTFUL, reason=reason, text=f"{named} again: {why}")
    stop = stop_reason(notice)
    if stop:
        text = f"{named}: {stop.value}; {sight.why}"
        return Event(kind=EventKind.NOTICE_STOP, reason=stop, at=sight.dated_at, text=text)
    if notice.kind is NoticeKind.APPEAL_RESPONSE:
        return Event(kind=EventKind.AMAZON_ANSWER, text=f"{named}; {sight.why}")
    waiting = case.state is State.WITH_OPERATOR and case.reason in {Reason.UNVERIFIED, Reason.INCOMPLETE}
    if same and waiting and notice.complete and not sight.problem:
        return Event(kind=EventKind.NOTICE_CONFIRMED, text=f"{named}, a genuine and complete copy; {sight.why}")
    if case.closed_at and sight.dated_at > case.closed_at:
        return Event(kind=EventKind.NOTICE_RETURNED, text=f"{named} again, after the case was closed; {sight.why}")
    if facts.with_complaints(case, notice, sight.told_at).cadence != case.cadence:
        return Event(kind=EventKind.CLOCK_SHORTENED, text=f"{named}, with a shorter clock; {sight.why}")
    if same:
        return Event(kind=EventKind.NOTICE_REPEATED, text=f"{named} again; {sight.why}")
    return Event(kind=EventKind.COMPLAINT_ADDED, text=f"{named}, by the same complainant; {sight.why}")


def clearance(case: Case, notice: Notice, why: str) -> Event:
    """Amazon cleared something; ``case`` already has the cleared ASINs marked."""
    named = _named(clearing.ended(notice))
    if not clearing.all_cleared(case):
        part = "cleared in part" if clearing.any_cleared(case) else "nothing of this case is cleared"
        return Event(kind=EventKind.AMAZON_CLEARED_PARTLY, text=f"{named}: {part}; {why}")
    ended = Disposition.RETRACTED if notice.kind is NoticeKind.RETRACTION else Disposition.REINSTATED
    back = "" if notice.action is NoticeAction.REINSTATED else "; it does not say that the listing is back"
    line = next((seen.line for seen in notice.evidence if seen.field == "kind"), "")
    said = f'; it says: "{line}"' if line else ""
    text = f"{named}: all cleared; {why}{back}{said}"
    return Event(kind=EventKind.AMAZON_CLEARED, disposition=ended, text=text)


def answer(reply: Reply, sender: str, *, verified: bool, suppressed: bool = False) -> Event:
    """A message of the complainant's side that belongs to a case. ``suppressed``: its sender is, by this answer."""
    who = f"answer from {sender}" + ("" if verified else " (sender unverified)")
    if reply.reply_kind is ReplyKind.AUTO_REPLY:
        if reply.away_until and verified:
            until = reply.away_until
            return Event(kind=EventKind.AWAY_UNTIL, until=until, text=f"automatic {who}: away until {until:%d %b %Y}")
        return Event(kind=EventKind.AUTO_REPLY, text=f"automatic {who}")
    if reply.court_signs:
        return Event(kind=EventKind.NOTICE_STOP, reason=Reason.LEGAL, text=f"{who}: court signs")
    if suppressed:
        return Event(kind=EventKind.DO_NOT_WRITE, text=f"{who}: not to be written to again")
    if reply.reply_kind is ReplyKind.RETRACTS:
        return Event(kind=EventKind.RETRACTION_CLAIMED, text=f"{who}: says the complaint is or will be retracted")
    if reply.unsure and reply.reply_kind is not ReplyKind.UNRELATED:
        return Event(kind=EventKind.REPLY, text=f"{who}: {reply.reply_kind.value}, as far as its words tell")
    return Event(kind=EventKind.REPLY, text=f"{who}: {reply.reply_kind.value}")


def bounce(case: Case, letter: str, complainants: tuple[str, ...], report: Bounce) -> Event:
    """A delivery report about ``letter``: stops the ladder only when no complainant of the awaited letter got it."""
    dead = {r.address for r in report.recipients if r.permanent}
    what = "; ".join(f"{r.address}: {r.status or 'no code'} {r.text}".strip() for r in report.recipients)
    hard = bool(complainants) and set(complainants) <= dead
    kind = EventKind.BOUNCED if hard and case.awaited in {None, letter} else EventKind.BOUNCE_OTHER
    return Event(kind=kind, letter_id=letter, text=f"delivery report about {letter}: {what}"[:500])


def clock(case: Case, policy: Policy, now: datetime) -> Event | None:
    """What is due, or None. The deadline goes before the other clocks, and these before the plan."""
    if case.state is State.CLOSED:
        return None
    late = cadence.deadline_near(case, policy, now)
    if late:
        return Event(kind=EventKind.DEADLINE_NEAR, text=f"Amazon's deadline is near: {late:%d %b %Y}")
    alarming = clocks.alarming(case, cadence.clocks_of(case, policy), now)
    if alarming:
        text = f"a clock runs out: {alarming.clock.name.replace('_', ' ')}, on {alarming.at:%d %b %Y}"
        return Event(kind=EventKind.CLOCK_ALARM, text=text)
    return _planned(case) if case.plan_at and case.plan_at <= now else None


def _planned(case: Case) -> Event:
    match case.plan:
        case Plan.STEP:
            return Event(kind=EventKind.STEP_DUE, text=f"no answer: step {case.step + 1} is due")
        case Plan.FLAG:
            return Event(kind=EventKind.CADENCE_EXHAUSTED, text=f"no answer to {case.attempts} letters")
        case Plan.ANSWER:
            return Event(kind=EventKind.ANSWER_OVERDUE, reason=Reason.NO_REPLY, text="no answer to your letter")
        case Plan.RETRACTION:
            return Event(kind=EventKind.RETRACTION_OVERDUE, text="Amazon has not confirmed the promised retraction")
        case Plan.AMAZON:
            return Event(kind=EventKind.AMAZON_SILENT, text="Amazon has not answered")
        case _:
            return Event(kind=EventKind.OPERATOR_IDLE, text="the case waits for you")


def _doubt(sight: Sight) -> tuple[Reason, str]:
    notice = sight.notice
    if not sight.auto:
        return Reason.UNVERIFIED, sight.why
    if notice.kind is NoticeKind.SUSPECTED:
        return Reason.SUSPECTED, "Amazon's own finding: there is no complainant to write to"
    if sight.problem:
        return Reason.SUPPRESSED if sight.suppressed else Reason.INCOMPLETE, sight.problem
    missing = [] if notice.rights_owner_emails else ["no address of the complainant"]
    missing += [] if notice.asins or notice.complaint_ids else ["no ASIN and no complaint id"]
    return Reason.INCOMPLETE, "; ".join(missing) or f"a notice of kind {notice.kind.value} without a case"


def _named(notice: Notice) -> str:
    what = notice.kind.value.replace("_", " ")
    which = ", ".join((*notice.complaint_ids, *notice.asins)[:4])
    done = "" if notice.action is NoticeAction.NONE else f" ({notice.action.value.replace('_', ' ')})"
    return f"{what} {which}{done}".strip()
