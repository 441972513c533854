"""Digests from the busiest to the emptiest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.unit.render.samples import MANY, NOW, case, complaint

from noticed.core.case.model import Case, CaseAsin, LetterKind, Reason, State
from noticed.core.notice.model import IpType
from noticed.render.digest import (
    DigestView,
    Leaving,
    Line,
    MailboxAge,
    Phrases,
    Sent,
    Waiting,
    about,
    card,
)

ZONE = "Asia/Shanghai"


def with_operator(name: str, reason: Reason, **more: Any) -> Case:
    facts: dict[str, Any] = {
        "case": name,
        "state": State.WITH_OPERATOR,
        "reason": reason,
        "marketplace": "US",
        "changed_at": NOW - timedelta(days=1, hours=3),
        **more,
    }
    return case(**facts)


def busy(language: str = "en") -> DigestView:
    say = Phrases(language, ZONE)
    counterfeit = with_operator(
        "N-7K3F",
        Reason.DEADLINE,
        attempts=2,
        deadline_at=NOW + timedelta(days=2, hours=4),
        rights_owner_name="BrandCo S.r.l.",
        complaints=(complaint(ip_type=IpType.COUNTERFEIT),),
    )
    answered = with_operator(
        "N-QM4A",
        Reason.REPLIED,
        attempts=1,
        rights_owner_name="极光家居用品有限公司",
        deadline_at=NOW + timedelta(days=9),
        complaints=(
            complaint(
                "11223344556",
                ip_type=IpType.DESIGN_PATENT,
                ip_numbers=("D1,034,512",),
                asins=(CaseAsin(asin="B0D7654321"), CaseAsin(asin="B0D7654322")),
            ),
            complaint("11223344557", ip_type=IpType.DESIGN_PATENT, ip_numbers=("D1,034,512",)),
        ),
    )
    flagged = with_operator(
        "N-X2VE",
        Reason.NO_REPLY,
        attempts=3,
        marketplace="DE",
        complaints=(complaint("10987650000"),),
        changed_at=NOW - timedelta(days=4),
    )
    unproven = with_operator("N-ABCD", Reason.UNVERIFIED, complainant_emails=(), complaints=(complaint(asins=MANY),))
    waits = about(replace(flagged, case="N-W4IT", marketplace="UK"))
    return DigestView(
        now=NOW,
        timezone=ZONE,
        language=language,
        mode="auto",
        decide=(
            card(answered, say, said="We refer to our design D1,034,512. Your folding lamp has the same outline…"),
            card(unproven, say),
            card(counterfeit, say),
        ),
        silent=(card(flagged, say),),
        leaving=(
            Leaving(
                letter="N-W4IT.2",
                kind=LetterKind.FOLLOW_UP,
                to=("ip@brandowner.example",),
                at=NOW + timedelta(hours=2),
                about=waits,
            ),
        ),
        waiting=(
            Waiting(about=waits, next=say.kind(LetterKind.FOLLOW_UP), at=NOW + timedelta(hours=2), asked=1),
            Waiting(about=replace(waits, case="N-5OON"), next=say.kind(LetterKind.FINAL_NOTICE), at=None),
        ),
        moved=(Line(about=waits, text="a machine answered: away until 30 Nov"),),
        closed=(Line(about=replace(waits, case="N-D0NE"), text="reinstated"),),
        sent=(
            Sent(
                letter="N-5OON.1",
                kind=LetterKind.INQUIRY,
                to=("legal@other.example",),
                at=NOW - timedelta(hours=9),
                about=replace(waits, case="N-5OON"),
            ),
        ),
        held=(
            Line(
                about=about(answered),
                text="first letter: one of the first after going live",
                command="noticed approve N-QM4A.1",
            ),
        ),
        quarantined=2,
        shunted=1,
        forged=14,
        mailboxes=(
            MailboxAge(account="acme", mailbox="INBOX", polled_at=NOW - timedelta(minutes=1)),
            MailboxAge(
                account="acme", mailbox="Junk", polled_at=NOW - timedelta(hours=7), error="the server does not answer"
            ),
            MailboxAge(account="beta", mailbox="INBOX"),
        ),
        notes=("N-W4IT: no copy to Amazon, no address known for UK",),
        counts=(("US", 3), ("DE", 1), ("JP", 0)),
    )


def empty(**more: Any) -> DigestView:
    return DigestView(now=NOW, timezone=ZONE, **more)
