"""Which outcomes fit a case, by its right, its kind and what has happened; and which wording a letter takes. Pure.

Order and fit are those of practice (by right: genuine goods are shown by where they come from, a page is corrected
before it is argued about, and owning a right of one's own is no answer to a utility patent). What does not fit is
not offered; it can still be decided.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from noticed.core.case.clocks import about_account
from noticed.core.case.model import AsinStatus, Case, LetterKind, Outcome, Reason
from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.values import Value


class Channel(StrEnum):
    """How a letter reaches Amazon."""

    MAIL = "mail"
    PASTE = "paste"
    """Text for Account Health."""


class Choice(Value):
    """One outcome the operator can choose for a case, and what follows from it."""

    outcome: Outcome
    letter: LetterKind
    variant: str = ""
    """Which wording of the letter: the right, or ``account``."""
    channel: Channel
    to: tuple[str, ...] = ()
    """Amazon's address; empty for text to paste."""
    missing: tuple[str, ...] = ()
    """Slots that are still to be supplied, in the letter's order."""
    choose_by: datetime | None = None
    """The last moment to choose: the earliest clock that binds; None where none is known."""
    stands_against: str = ""
    """Why it cannot be decided now, in one line; "" where it can."""


_CONTEST = (Outcome.NOT_INFRINGING, Outcome.OWN_RIGHTS)
_BY_RIGHT: Mapping[IpType | None, tuple[Outcome, ...]] = {
    IpType.COUNTERFEIT: (Outcome.NOT_INFRINGING, Outcome.OWN_RIGHTS, Outcome.INFRINGING),
    IpType.TRADEMARK: (*_CONTEST, Outcome.FIXED, Outcome.INFRINGING),
    IpType.TRADE_DRESS: (*_CONTEST, Outcome.INFRINGING),
    IpType.COPYRIGHT: (*_CONTEST, Outcome.FIXED, Outcome.INFRINGING),
    IpType.UTILITY_PATENT: (Outcome.NOT_INFRINGING, Outcome.INFRINGING),
    IpType.PATENT: (Outcome.NOT_INFRINGING, Outcome.INFRINGING),
    IpType.DESIGN_PATENT: (*_CONTEST, Outcome.INFRINGING),
    None: (*_CONTEST, Outcome.INFRINGING),
}
_NO_OUTCOME = frozenset({Reason.LEGAL, Reason.EVALUATION})
_OWN_WORDING = frozenset(
    {IpType.UTILITY_PATENT, IpType.DESIGN_PATENT, IpType.TRADEMARK, IpType.COPYRIGHT, IpType.COUNTERFEIT}
)


def right_of_case(case: Case) -> IpType | None:
    """The right the case is about; None where the notice names none, or its complaints name several."""
    affected = [c for c in case.complaints if not c.asins or any(a.status is AsinStatus.AFFECTED for a in c.asins)]
    rights = {complaint.ip_type for complaint in affected or case.complaints}
    return rights.pop() if len(rights) == 1 else None


def was_asked(case: Case) -> bool:
    """Whether the complainant was asked, or cannot be: what ``reason_unknown`` says."""
    return case.attempts > 0 or not case.complainant_emails


def fitting(case: Case) -> tuple[Outcome, ...]:
    """The outcomes that fit this case, the likeliest first; none where a court or an evaluator decides."""
    if case.reason in _NO_OUTCOME:
        return ()
    if about_account(case):
        return (Outcome.INFRINGING, Outcome.NOT_INFRINGING)
    if case.kind is NoticeKind.SUSPECTED:  # Amazon's own finding: nobody to ask, nothing to retract
        return (Outcome.FIXED, Outcome.NOT_INFRINGING, Outcome.INFRINGING, Outcome.NEVER_LISTED)
    unknown = (Outcome.REASON_UNKNOWN,) if was_asked(case) else ()
    known = _BY_RIGHT[right_of_case(case)]
    first = (*known, *unknown) if case.reason_stated or case.ip_numbers else (*unknown, *known)
    return (*first, Outcome.NEVER_LISTED)


def variant_of(kind: LetterKind, case: Case) -> str:
    """Which wording of this letter the case takes: ``letters/<letter>/<variant>/``; "" for the general one."""
    if kind is LetterKind.PLAN_OF_ACTION and about_account(case):
        return "account"
    if kind is LetterKind.NON_INFRINGEMENT:
        right = right_of_case(case)
        return str(right) if right in _OWN_WORDING else ""
    return ""


def on_notice_since(case: Case) -> datetime | None:
    """Since when the seller knows of the right the case names; None where none is named, or nothing is believed.

    Whoever goes on selling after such a notice may be held to have known (wilful infringement).
    """
    if not case.authentic or not any(c.ip_type for c in case.complaints):
        return None
    return case.notice_date or case.opened_at
