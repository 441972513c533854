"""What makes a clock run, or ends one: happenings of a case, each with its time. Pure."""

from datetime import datetime
from enum import StrEnum

from noticed.core.values import Value


class Start(StrEnum):
    """A happening that clocks are counted from."""

    NOTICE = "notice"
    """Amazon's notice."""
    DEADLINE = "deadline"
    """A notice that prints a deadline."""
    REMOVED = "removed"
    """Amazon's decision to take a listing, its content or the account away."""
    ASKED = "asked"
    """The last letter to the complainant that was submitted."""
    ACCOUNT = "account"
    """The account was closed, or is about to be."""
    EVALUATION = "evaluation"
    """Amazon's patent evaluation."""
    SUBMISSION = "submission"
    """The last submission to Amazon."""
    RETRACTION = "retraction"
    """The complainant says that the complaint is withdrawn."""
    REFUSED = "refused"
    """Amazon's last answer to a submission."""
    STOCK = "stock"
    """What became of the stock is settled."""
    COUNTER_NOTICE = "counter_notice"
    """A counter-notice was handed in (17 USC 512(g))."""
    DSA_COMPLAINT = "dsa_complaint"
    """A complaint under article 20 of the Digital Services Act was handed in."""
    DSA_BODY = "dsa_body"
    """A certified body has the dispute (article 21)."""
    MEDIATION = "mediation"
    """Mediation was applied for."""
    MEDIATION_CODE = "mediation_code"
    """The code for the mediator came."""


BY_WORD = (
    Start.COUNTER_NOTICE,
    Start.DSA_COMPLAINT,
    Start.DSA_BODY,
    Start.MEDIATION,
    Start.MEDIATION_CODE,
)
"""What only the operator can know: ``noticed set CASE counter_notice=2026-12-01``."""


class Began(Value):
    """One happening of a case."""

    what: Start
    at: datetime


def with_began(began: tuple[Began, ...], what: Start, at: datetime, *, first: bool = False) -> tuple[Began, ...]:
    """The same with ``what`` at ``at``; ``first``: the earliest of several counts, else the last one told."""
    known = next((b.at for b in began if b.what is what), None)
    at = min(known, at) if first and known else at
    return (*(b for b in began if b.what is not what), Began(what=what, at=at))
