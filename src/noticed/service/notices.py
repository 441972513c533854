"""Amazon's notices: believed, matched to a case, and turned into one event.

Unverified mail never joins, changes or silences a case: a held copy may open a case of its own for the
operator, and a genuine copy that comes later is treated as if it came alone.
"""

from dataclasses import replace
from datetime import datetime

from noticed.core.case import clearing, facts, identity, perceive
from noticed.core.case.cadence import is_counsel
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, Reason, State
from noticed.core.mail import recipients
from noticed.core.mail.model import Authenticity, Category, Trust
from noticed.core.notice.model import Notice, NoticeKind
from noticed.ports import InboxRow, InboxStatus, Tx
from noticed.service import alerts, hearing, suppression
from noticed.service.apply import apply, note
from noticed.service.context import Context
from noticed.service.verdict import Verdict

_JOINABLE = frozenset({State.WITH_COMPLAINANT, State.WITH_OPERATOR})


def from_amazon(tx: Tx, context: Context, verdict: Verdict) -> InboxRow | None:
    """Handle what claims to come from Amazon; None when it is no such thing, or is no notice."""
    found, notice = verdict.assessment, verdict.notice
    if notice is None:
        return None
    fake = found.trust is Trust.QUARANTINE and found.authenticity is Authenticity.FORGED
    if notice.kind is NoticeKind.OTHER and not notice.court_signs and not fake:
        return None
    if found.trust is Trust.QUARANTINE:
        return verdict.done(Category.OTHER, status=InboxStatus.QUARANTINED, error=found.why)
    return settle(tx, context, verdict, notice)


def settle(tx: Tx, context: Context, verdict: Verdict, notice: Notice) -> InboxRow:
    """Find the notice's case and apply the event, or open one."""
    sight = _sight(tx, context, verdict, notice)
    if notice.kind in perceive.CLEARING:
        return _clear(tx, context, verdict, sight)
    case, same = _matching(tx, verdict, notice, auto=sight.auto)
    if case is None:
        return _open(tx, context, verdict, sight)
    fresh = _only_new(tx, verdict, notice) if same and case.state not in _JOINABLE else None
    if fresh:  # a new complaint beside an old one whose case is with Amazon or closed: a case of its own
        _open(tx, context, verdict, replace(sight, notice=fresh))
    event = perceive.known_matter(case, sight, same=same)
    if _not_to_be_asked(context, verdict, tuple({*case.complainant_emails, *notice.rights_owner_emails})):
        notice = replace(notice, rights_owner_emails=())  # its matter is added, its addresses are not
    if event.kind is EventKind.NOTICE_RETURNED:
        case = facts.returned(case, notice, sight.told_at)
    elif event.kind in {EventKind.COMPLAINT_ADDED, EventKind.NOTICE_REPEATED, EventKind.CLOCK_SHORTENED}:
        case = facts.with_complaints(case, notice, sight.told_at)
    elif event.kind is EventKind.NOTICE_CONFIRMED:
        case = facts.confirmed(case, _fresh(tx, context, verdict, sight))
    case = apply(tx, context, case, event)
    if event.kind is EventKind.AMAZON_ANSWER:
        hearing.amazon_writes(tx, context, verdict, case)
    return verdict.done(Category.NOTICE, case.case)


def doubtful(tx: Tx, context: Context, verdict: Verdict, notice: Notice, why: str) -> InboxRow:
    """Genuine mail whose sense is not clear: a case for the operator, or a note and an alert in a known one."""
    sight = replace(_sight(tx, context, verdict, notice), problem=why)
    case, _ = _matching(tx, verdict, notice, auto=sight.auto)
    if case is None:
        return _open(tx, context, verdict, sight)
    apply(tx, context, case, Event(kind=EventKind.NOTICE_DOUBTFUL, reason=Reason.INCOMPLETE, text=why))
    lines = [why, "", f"noticed show {case.case}"]
    cause = f"drift|{case.case}|{verdict.row.sha256}"
    alerts.raise_alert(
        tx,
        context,
        account=verdict.row.account,
        cause=cause,
        subject=f"{case.case}: a notice that was not understood",
        lines=lines,
    )
    return verdict.done(Category.NOTICE, case.case)


def _sight(tx: Tx, context: Context, verdict: Verdict, notice: Notice) -> perceive.Sight:
    found, row, why = verdict.assessment, verdict.row, verdict.assessment.why
    auto = found.trust is Trust.AUTO
    if auto and found.signature and tx.inbox.signature_seen(row.account, found.signature, row.id):
        auto, why = _replayed(tx, verdict, notice, why)
    if auto and _ambiguous(verdict, notice):
        auto, why = False, "another transfer encoding reads another address or id (tampered?)"
    stopped = next((x for a in notice.rights_owner_emails if (x := tx.suppressed.get(row.account, a))), None)
    problem = f"{stopped.address or 'the complainant'} is suppressed: {stopped.why}" if stopped else None
    return perceive.Sight(
        notice=notice,
        auto=auto,
        why=why,
        problem=problem or _not_to_be_asked(context, verdict, notice.rights_owner_emails),
        suppressed=stopped is not None,
        dated_at=verdict.message.date or row.received_at,
        told_at=_told_at(verdict),
    )


def _not_to_be_asked(context: Context, verdict: Verdict, addresses: tuple[str, ...]) -> str | None:
    """Why these addresses wait for the operator's word, by the rules for recipients."""
    return recipients.problem(addresses, suppression.ours(context, verdict.account)) if addresses else None


def _replayed(tx: Tx, verdict: Verdict, notice: Notice, why: str) -> tuple[bool, str]:
    """A signature seen before is the same notice again (moved, redelivered), or a replay under another matter."""
    known = any(tx.cases.by_complaint_id(verdict.row.account, c) for c in notice.complaint_ids)
    known = known or any(tx.cases.by_asin(verdict.row.account, a) for a in notice.asins)
    return (True, why) if known else (False, "its signature was seen before (replay)")


def _ambiguous(verdict: Verdict, notice: Notice) -> bool:
    """Whether the body under another Content-Transfer-Encoding makes a *complete* notice with another address or id."""
    said = (set(notice.rights_owner_emails), set(notice.complaint_ids))
    others = (o for o in verdict.read.other_readings if o.complete)
    return any((set(o.rights_owner_emails), set(o.complaint_ids)) != said for o in others)


def _matching(tx: Tx, verdict: Verdict, notice: Notice, *, auto: bool) -> tuple[Case | None, bool]:
    """The case of this notice and whether it is the same matter: by complaint id, by ASIN where no id is
    printed, then by the complainant's address or domain (open cases only, and only for believed mail)."""
    account = verdict.row.account
    by_id = [case for c in notice.complaint_ids for case in tx.cases.by_complaint_id(account, c)]
    if by_id:
        return _open_one(by_id), True
    if not notice.complaint_ids or not auto:
        by_asin = [case for a in notice.asins for case in tx.cases.by_asin(account, a) if alike(case, notice)]
        if by_asin:
            return _open_one(by_asin), True
    if not auto or notice.kind is not NoticeKind.COMPLAINT:
        return None, False
    domains = {d for a in notice.rights_owner_emails if (d := recipients.registrable_domain(a))}
    for case in tx.cases.by_complainant(account, notice.rights_owner_emails, sorted(domains)):
        if case.state in _JOINABLE and case.reason is not Reason.UNVERIFIED and case.authentic:
            return case, False
    return None, False


def _only_new(tx: Tx, verdict: Verdict, notice: Notice) -> Notice | None:
    """The notice without the complaints we know; None when nothing is left."""
    account = verdict.row.account
    new = tuple(
        c for c in notice.complaints if c.complaint_id and not tx.cases.by_complaint_id(account, c.complaint_id)
    )
    if not new:
        return None
    return replace(
        notice,
        complaints=new,
        complaint_ids=tuple(c.complaint_id for c in new if c.complaint_id),
        asins=tuple(dict.fromkeys(a for c in new for a in c.asins)),
    )


def _open_one(cases: list[Case]) -> Case:
    """Of several cases of one matter the open one, else the newest."""
    return next((c for c in cases if c.state is not State.CLOSED), cases[0])


def alike(case: Case, notice: Notice) -> bool:
    """Without an id: the same ASIN, and no two complainants."""
    shared = set(case.complainant_emails) & set(notice.rights_owner_emails)
    return bool(shared) or not case.complainant_emails or not notice.rights_owner_emails


def _open(tx: Tx, context: Context, verdict: Verdict, sight: perceive.Sight) -> InboxRow:
    case = apply(tx, context, _fresh(tx, context, verdict, sight), perceive.new_matter(sight), new=True)
    if case.state is State.WITH_COMPLAINANT and case.amazon_cc is None:
        note(
            tx, context, case, "no_copy", f"no copy to Amazon: no address known for {case.marketplace or 'this store'}"
        )
    return verdict.done(Category.NOTICE, case.case)


def _fresh(tx: Tx, context: Context, verdict: Verdict, sight: perceive.Sight) -> Case:
    notice, row = sight.notice, verdict.row
    key = identity.notice_key(row.account, notice.complaint_ids, notice.asins, row.sha256)
    return facts.open_case(
        name=identity.reference(key, lambda name: tx.cases.get(name) is not None),
        account=row.account,
        notice=notice,
        message=verdict.message,
        told_at=sight.told_at,
        now=context.clock.now(),
        copies=verdict.account.copies,
        marketplaces=verdict.account.marketplaces,
        authentic=sight.auto,
        counsel=is_counsel(notice.rights_owner_emails, context.policy.firms),
    )


def _told_at(verdict: Verdict) -> datetime:
    """From when the notice's deadline runs: its own date, at the latest when it arrived; a file may be opened later."""
    date, arrived = verdict.message.date, verdict.row.received_at
    return min(date, arrived) if date else arrived


def _clear(tx: Tx, context: Context, verdict: Verdict, sight: perceive.Sight) -> InboxRow:
    """Only Amazon's authenticated mail clears; what matches no case waits for a person."""
    notice, account = sight.notice, verdict.row.account
    by_id = [c for i in notice.complaint_ids for c in tx.cases.by_complaint_id(account, i)]
    cases = by_id if notice.complaint_ids else [c for a in notice.asins for c in tx.cases.by_asin(account, a)]
    cases = list({c.case: c for c in cases}.values())
    if not sight.auto or not cases:
        why = sight.why if not sight.auto else "it names no complaint or ASIN of a case"
        for case in cases:
            note(tx, context, case, "notice_doubtful", f"{notice.kind.value} not believed: {why}")
        return verdict.done(Category.NOTICE, status=InboxStatus.HELD, error=f"{notice.kind.value}: {why}")
    fitting = [case for case in cases if clearing.cleared(case, notice) != case]
    if not notice.complaint_ids and len({case.case for case in fitting if case.state is not State.CLOSED}) > 1:
        return _fits_several(tx, context, verdict, notice, fitting)
    for case in fitting or cases:
        marked = clearing.cleared(case, notice)
        apply(tx, context, marked, perceive.clearance(marked, notice, sight.why))
    return verdict.done(Category.NOTICE, cases[0].case)


def _fits_several(tx: Tx, context: Context, verdict: Verdict, notice: Notice, cases: list[Case]) -> InboxRow:
    """It names no complaint, and more than one complainant has reported the listing: whose is cleared, nobody knows."""
    names = ", ".join(case.case for case in cases)
    why = f"{notice.kind.value} of {', '.join(notice.asins)} names no complaint and fits {names}"
    for case in cases:
        note(tx, context, case, "notice_doubtful", why)
    lines = [why, "Look in Account Health which complaint is gone, then: noticed decide CASE close"]
    cause = f"fits|{verdict.row.account}|{verdict.row.sha256}"
    alerts.raise_alert(
        tx, context, account=verdict.row.account, cause=cause, subject=f"{notice.kind.value}: which case?", lines=lines
    )
    return verdict.done(Category.NOTICE, status=InboxStatus.HELD, error=why)


def stopped(reply_signs: tuple[str, ...]) -> Event:
    """Court signs outside a case's own notice."""
    return Event(kind=EventKind.NOTICE_STOP, reason=Reason.LEGAL, text=f"court signs: {reply_signs[0][:100]}")


def released(verdict: Verdict) -> Verdict:
    """The same message after the operator has vouched for it."""
    vouched = replace(
        verdict.assessment, trust=Trust.AUTO, rule="released", why="checked in Seller Central by the operator"
    )
    return replace(verdict, read=replace(verdict.read, assessment=vouched))
