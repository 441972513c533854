"""What a notice, or the operator's word, makes of a case's facts. Pure; says nothing about whose turn it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case import cadence
from noticed.core.case.model import AsinStatus, Case, CaseAsin, CaseComplaint, Outcome, State
from noticed.core.mail.model import Given, Message
from noticed.core.notice.fields import ASIN, COMPLAINT_ID, NOTICE_BOXES
from noticed.core.notice.model import Complaint, ComplaintStatus, Notice

_DISPUTES = "notice-dispute@"
"""How the addresses of the teams for disputes begin, in every store that is known to have one."""


class Copies:
    """Whom letters of the cadence are copied to, by account."""

    def __init__(self, by_marketplace: Mapping[str, str]) -> None:
        self._by_marketplace: dict[str | None, str] = dict(by_marketplace.items())

    def of(self, notice: Notice, marketplace: str | None) -> str | None:
        """The printed dispute address, else the settings', else the documented one, else None.

        Whoever complains chooses what is printed as his name: an address of Amazon's in it is no dispute address.
        """
        named = (each for each in notice.amazon_emails if each.startswith(_DISPUTES))
        printed = (notice.dispute_address, *named) if notice.dispute_address else ()
        return next(filter(self._takes_disputes, filter(None, printed)), None) or self.known_for(marketplace)

    def _takes_disputes(self, address: str) -> bool:
        local, _, domain = address.partition("@")
        known = address.startswith(_DISPUTES) or local in NOTICE_BOXES
        return (known and domain.startswith("amazon.")) or address in self._by_marketplace.values()

    def known_for(self, marketplace: str | None) -> str | None:
        """The settings' address, else the documented one, whatever a notice prints."""
        return self._by_marketplace.get(marketplace)


def open_case(  # noqa: PLR0913  # a case is opened from six different things
    *,
    name: str,
    account: str,
    notice: Notice,
    message: Message,
    told_at: datetime,
    now: datetime,
    copies: Copies,
    marketplaces: tuple[str, ...],
    authentic: bool,
    counsel: bool,
) -> Case:
    """The facts of a new case. ``marketplaces``: the account's own; the only one fills in for an unsaid one.
    ``counsel``: whether the complainant sounds like a law firm. ``told_at``: from when its deadline runs.
    """
    market = notice.marketplace or (marketplaces[0] if len(marketplaces) == 1 else None)
    return Case(
        case=name,
        account=account,
        state=State.WITH_OPERATOR,
        kind=notice.kind,
        marketplace=market,
        language=notice.language,
        complaints=complaints_of(notice, market),
        rights_owner_name=notice.rights_owner_name,
        complainant_emails=notice.rights_owner_emails,
        action=notice.action,
        reason_stated=notice.reason_stated,
        appeal_channel=notice.appeal_channel,
        amazon_cc=copies.of(notice, market),
        retraction_address=notice.retraction_address,
        notice_message_id=message.message_id,
        notice_date=message.date or told_at,
        authentic=authentic,
        cadence=cadence.choose(deadline_days=notice.deadline_days, ip_type=notice.ip_type, counsel=counsel),
        opened_at=now,
        changed_at=now,
        deadline_at=_deadline(notice, told_at),
    )


def confirmed(case: Case, fresh: Case) -> Case:
    """A held case whose genuine copy came: every fact from the genuine one, the name and age of the old."""
    return replace(fresh, case=case.case, opened_at=case.opened_at, attempts=case.attempts, step=case.step)


def with_complaints(case: Case, notice: Notice, told_at: datetime) -> Case:
    """Another notice of the same matter or complainant: what is new is added, nothing is replaced."""
    known = set(case.complaint_ids)
    fresh = tuple(
        c
        for c in complaints_of(notice, notice.marketplace or case.marketplace)
        if (c.complaint_id not in known if c.complaint_id else not {a.asin for a in c.asins} <= set(case.asins))
    )
    emails = tuple(dict.fromkeys((*case.complainant_emails, *notice.rights_owner_emails)))
    deadlines = [d for d in (case.deadline_at, _deadline(notice, told_at)) if d]
    earliest = min(deadlines, default=None)
    added = replace(
        case,
        complaints=(*case.complaints, *fresh),
        complainant_emails=emails if fresh or not case.complainant_emails else case.complainant_emails,
        reason_stated=case.reason_stated or notice.reason_stated,
        deadline_at=earliest,
        deadline_warned=case.deadline_warned and earliest == case.deadline_at,
    )
    return cadence.hurried(added, told_at)


def with_answer(case: Case, given: Given) -> Case:
    """What an answer says of the right fills what the notice left open: of the complaints it names, else of all.

    Nothing the notice said is replaced.
    """
    named = set(given.complaint_ids) & set(case.complaint_ids)
    complaints = tuple(
        replace(c, ip_type=c.ip_type or given.ip_type, ip_numbers=c.ip_numbers or given.ip_numbers)
        if not named or c.complaint_id in named
        else c
        for c in case.complaints
    )
    known = any(c.ip_type and c.ip_numbers for c in complaints)
    return replace(case, complaints=complaints, reason_stated=case.reason_stated or known)


def returned(case: Case, notice: Notice, told_at: datetime) -> Case:
    """The same complaint again after the case was closed: what it names is affected again, and its clock runs anew."""
    named = set(notice.asins)
    complaints = tuple(
        replace(
            c,
            cleared=False,
            asins=tuple(replace(a, status=AsinStatus.AFFECTED) if a.asin in named else a for a in c.asins),
        )
        if c.complaint_id in notice.complaint_ids or named & {a.asin for a in c.asins}
        else c
        for c in case.complaints
    )
    again = replace(case, complaints=complaints, deadline_at=None, deadline_warned=False, began=(), alarmed_at=None)
    return with_complaints(again, notice, told_at)


def without_people(case: Case) -> Case:
    """The case without anybody's name or address."""
    complaints = tuple(replace(c, owner=None) for c in case.complaints)
    removal = tuple(replace(done, note="") for done in case.removal)
    return replace(
        case,
        complaints=complaints,
        rights_owner_name=None,
        complainant_emails=(),
        retraction_address=None,
        removal=removal,
    )


def from_letter(  # what a letter of ours shows of its case
    *, name: str, account: str, complainants: tuple[str, ...], amazon: str | None, text: str, now: datetime
) -> Case:
    """The facts of a case of which only a letter of ours is left: not authentic, for anybody can copy a letter."""
    asins = tuple(dict.fromkeys(ASIN.findall(text)))
    ids = tuple(dict.fromkeys(COMPLAINT_ID.findall(text))) or (None,)
    first, *others = ids
    affected = tuple(CaseAsin(asin=asin) for asin in asins)
    complaints = (CaseComplaint(complaint_id=first, asins=affected), *(CaseComplaint(complaint_id=i) for i in others))
    return Case(
        case=name,
        account=account,
        state=State.WITH_OPERATOR,
        complaints=complaints,
        complainant_emails=complainants,
        amazon_cc=amazon,
        authentic=False,
        opened_at=now,
        changed_at=now,
    )


def at_step(case: Case, step: int | None) -> Case:
    """The case when the letter of ``step`` left, whatever is known of the letters before it."""
    return case if step is None else replace(case, step=step, attempts=max(case.attempts, step))


def decided(case: Case, outcome: Outcome) -> Case:
    """The case after a decision of which only the letter to Amazon is left."""
    return replace(case, state=State.WITH_AMAZON, reason=None, outcome=outcome, plan=None, plan_at=None)


def complaints_of(notice: Notice, marketplace: str | None) -> tuple[CaseComplaint, ...]:
    """The notice's complaints as the case keeps them, but for a right that no word of it names: letters say what it
    printed, and ask for the rest."""
    presumed = notice.ip_type if notice.presumed else None
    listed = notice.complaints or (
        Complaint(
            complaint_id=next(iter(notice.complaint_ids), None),
            asins=notice.asins,
            ip_type=notice.ip_type,
            ip_numbers=notice.ip_numbers,
            owner=notice.rights_owner_name,
        ),
    )
    return tuple(
        CaseComplaint(
            complaint_id=c.complaint_id,
            ip_type=right if (right := c.ip_type or notice.ip_type) is not presumed else None,
            ip_numbers=c.ip_numbers,
            owner=c.owner or notice.rights_owner_name,
            asins=tuple(CaseAsin(asin=a, marketplace=marketplace, status=_status(c)) for a in c.asins),
            cleared=_status(c) is AsinStatus.CLEARED,
        )
        for c in listed
    )


def _deadline(notice: Notice, told_at: datetime) -> datetime | None:
    return told_at + timedelta(days=notice.deadline_days) if notice.deadline_days is not None else None


def _status(complaint: Complaint) -> AsinStatus:
    return AsinStatus.AFFECTED if complaint.status is ComplaintStatus.OPEN else AsinStatus.CLEARED
