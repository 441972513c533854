"""The authenticity matrix: which evidence lets a message under Amazon's name do what.

One table, read from the top; the first row that fits decides. A row's name is what the evidence of a message shows;
it stays when rows come or go.
"""

from noticed.core.mail.authres import Verdict
from noticed.core.mail.claim import Claim
from noticed.core.mail.dkim_rules import Check, Outcome
from noticed.core.mail.model import Authenticity, Trust
from noticed.core.values import Value


class Evidence(Value):
    """What was found out about one message."""

    claim: Claim
    broken: bool
    """Bare CR or NUL in the header, or a field doubled that stands once."""
    own: Check
    provider: Verdict
    denied: bool
    """Whether any word of the provider's says it fails."""
    counts: bool
    """Whether the provider's pass stands in for our own."""
    bound: bool
    """Addressed to us."""
    fresh: bool


class Row(Value):
    """One rule. An empty column fits everything."""

    row: str
    claim: Claim | None = None
    broken: bool | None = None
    own: Outcome | None = None
    provider: tuple[Verdict, ...] = ()
    denied: bool | None = None
    counts: bool | None = None
    bound: bool | None = None
    fresh: bool | None = None
    trust: Trust
    authenticity: Authenticity
    why: str = ""
    """One line for the operator; empty: what our own check says."""

    def fits(self, evidence: Evidence) -> bool:
        return (
            self.claim in {None, evidence.claim}
            and self.own in {None, evidence.own.outcome}
            and (not self.provider or evidence.provider in self.provider)
            and self.broken in {None, evidence.broken}
            and self.denied in {None, evidence.denied}
            and self.counts in {None, evidence.counts}
            and self.bound in {None, evidence.bound}
            and self.fresh in {None, evidence.fresh}
        )


def decide(evidence: Evidence) -> Row:
    """The first row that fits; the last one fits everything."""
    return next(row for row in ROWS if row.fits(evidence))


_YES, _NO, _FAKE = Authenticity.VERIFIED, Authenticity.UNVERIFIED, Authenticity.FORGED
_FAIL, _SEALED, _AGREED = Verdict.FAIL, Verdict.SEALED_FAIL, Verdict.PASS
_PASS = Outcome.PASS

ROWS = (
    Row(row="not Amazon's", claim=Claim.NOBODY, trust=Trust.IGNORE, authenticity=_NO, why="not under Amazon's name"),
    Row(
        row="row 10",
        claim=Claim.LOOKALIKE,
        trust=Trust.QUARANTINE,
        authenticity=_FAKE,
        why="the sender is not Amazon but calls itself so",
    ),
    Row(
        row="row 10",
        claim=Claim.FORWARDED_LOOKALIKE,
        trust=Trust.QUARANTINE,
        authenticity=_FAKE,
        why="forwards a message whose sender is not Amazon but calls itself so",
    ),
    Row(row="row 15", claim=Claim.FORWARDED, trust=Trust.HOLD, authenticity=_NO, why="forwarded by somebody"),
    Row(row="row 11", broken=True, trust=Trust.QUARANTINE, authenticity=_FAKE, why="the header was tampered with"),
    Row(row="row 11", own=Outcome.TAMPERED, trust=Trust.QUARANTINE, authenticity=_NO),
    Row(
        row="row 19",
        claim=Claim.OTHER_SENDER,
        own=_PASS,
        denied=True,
        trust=Trust.IGNORE,
        authenticity=_NO,
        why="the signature holds, but the provider says it fails",
    ),
    Row(
        row="row 19",
        claim=Claim.OTHER_SENDER,
        own=_PASS,
        trust=Trust.IGNORE,
        authenticity=_YES,
        why="a sender of Amazon's that sends no notices",
    ),
    Row(
        row="row 19",
        claim=Claim.OTHER_SENDER,
        provider=(_FAIL,),
        trust=Trust.IGNORE,
        authenticity=_FAKE,
        why="the provider says it is forged",
    ),
    Row(
        row="row 19",
        claim=Claim.OTHER_SENDER,
        trust=Trust.IGNORE,
        authenticity=_NO,
        why="a sender of Amazon's that sends no notices",
    ),
    Row(
        row="row 3",
        own=_PASS,
        denied=True,
        trust=Trust.HOLD,
        authenticity=_NO,
        why="the signature holds, but the provider says it fails",
    ),
    Row(row="row 12", own=_PASS, bound=False, trust=Trust.HOLD, authenticity=_YES, why="not addressed to you"),
    Row(row="row 13", own=_PASS, fresh=False, trust=Trust.HOLD, authenticity=_YES, why="too old, or from the future"),
    Row(
        row="sender unknown",
        claim=Claim.UNKNOWN_SENDER,
        own=_PASS,
        trust=Trust.HOLD,
        authenticity=_YES,
        why="signed by Amazon, from an address not known to send notices",
    ),
    Row(row="row 1", own=_PASS, provider=(_AGREED,), trust=Trust.AUTO, authenticity=_YES),
    Row(row="row 2", own=_PASS, trust=Trust.AUTO, authenticity=_YES),
    Row(
        row="row 7",
        provider=(_FAIL,),
        trust=Trust.QUARANTINE,
        authenticity=_FAKE,
        why="the provider says it is forged",
    ),
    Row(
        row="row 17",
        provider=(Verdict.SEALED_PASS,),
        trust=Trust.HOLD,
        authenticity=_NO,
        why="broken by a forwarder, who says that it was good when it came",
    ),
    Row(
        row="row 17",
        provider=(_SEALED,),
        trust=Trust.QUARANTINE,
        authenticity=_NO,
        why="broken on the way through a list or a forwarder",
    ),
    Row(row="row 5", own=Outcome.TEMPERROR, trust=Trust.RETRY, authenticity=_NO),
    Row(row="rows 8 and 9", own=Outcome.UNALIGNED, trust=Trust.QUARANTINE, authenticity=_NO),
    Row(
        row="row 4",
        claim=Claim.NOTICE_SENDER,
        provider=(_AGREED,),
        counts=True,
        bound=True,
        fresh=True,
        trust=Trust.AUTO,
        authenticity=_YES,
        why="the provider vouches for it",
    ),
    Row(row="row 6", provider=(_AGREED,), trust=Trust.HOLD, authenticity=_NO, why="only the provider vouches for it"),
    Row(row="row 7", trust=Trust.QUARANTINE, authenticity=_NO),
)
"""The matrix. What else of its rows is no question of authenticity has its own place: a signature seen before (14) and
recipients (20) in ``service.notices``, the forwarder (16) in ``authenticity``, limits and pause (21) in
``service.release``, answers (22) and Amazon's clearances (23) in ``core.case.transitions``."""
