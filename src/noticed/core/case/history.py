"""The complainant's file: what came of earlier cases with the same addresses. Pure."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median

from noticed.core.case.cadence import is_counsel
from noticed.core.case.model import Case, Disposition
from noticed.core.mail.recipients import registrable_domain
from noticed.core.values import Value


class Dealing(Value):
    """One case with a complainant, as far as it tells how the complainant behaves."""

    case: Case
    asked_at: datetime | None = None
    """When our first letter was submitted."""
    answered_at: datetime | None = None
    """When a person's first answer arrived."""


class History(Value):
    """What is known of a complainant."""

    cases: int
    asked: int
    """Cases in which a letter of ours was submitted."""
    answered: int
    """Of these, with an answer of a person."""
    days_to_answer: float | None
    """Median over the answered ones; None where there are none."""
    retracted: int
    """Cases that ended by the owner's retraction."""
    addresses: tuple[str, ...]
    free_mail: bool
    """Whether every address is at a provider where anybody gets one."""
    counsel: bool
    """Whether an address sounds like a law firm's."""


def history(dealings: Sequence[Dealing], firms: Sequence[str]) -> History:
    """The file over ``dealings``; the addresses in the order in which they were met.

    ``firms``: parts of the names of hosts by which law firms are known.
    """
    asked = [d for d in dealings if d.asked_at]
    waits = [(d.answered_at - d.asked_at).total_seconds() / 86400 for d in asked if d.asked_at and d.answered_at]
    addresses = tuple(dict.fromkeys(a for d in dealings for a in d.case.complainant_emails))
    return History(
        cases=len(dealings),
        asked=len(asked),
        answered=len(waits),
        days_to_answer=median(waits) if waits else None,
        retracted=sum(d.case.disposition is Disposition.RETRACTED for d in dealings),
        addresses=addresses,
        free_mail=bool(addresses) and all(registrable_domain(a) is None for a in addresses),
        counsel=is_counsel(addresses, firms),
    )
