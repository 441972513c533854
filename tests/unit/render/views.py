"""Digests from the busiest to the emptiest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.unit.render.samples import MANY, NOW, case, complaint

from noticed.core.case.model import Case, CaseAsin, LetterKind, Reason, State
from noticed.core.notice.model import IpType
from noticed.render.digest import (
    Count,
    DigestView,
    Leaving,
    Line,
    MailboxAge,
    Phrases,
    Sent,
    Waiting,
    about,
    card,
    numbered,
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
    waits = about(replace(flagged, case="N-W4IT", marketplace="UK"), language)
    view = DigestView(
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
            Waiting(about=waits, next=say.kind(LetterKind.FOLLOW_UP), at=NOW + timedelta(hours=2), asked=1, of=3),
            Waiting(about=replace(waits, case="N-5OON"), next=say.kind(LetterKind.FINAL_NOTICE), at=None),
        ),
        moved=(
            Line(about=waits, text=say.line("automatic answer from ip@brandowner.example: away until 30 Nov 2026")),
        ),
        closed=(
            Line(
                about=replace(waits, case="N-D0NE"),
                text=say.word("disposition", "retracted"),
                command="noticed decide N-D0NE resume",
                quote=say.line(
                    "retraction 10987654329: all cleared; signed by amazon.com; "
                    'it does not say that the listing is back; it says: "The rights owner has withdrawn the report."'
                ),
            ),
        ),
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
                about=about(answered, language),
                text=say.kind(LetterKind.INQUIRY)
                + say("why.colon")
                + say.line("one of the first 3 letters after going live"),
                command="noticed approve N-QM4A.1",
                letter="N-QM4A.1",
            ),
        ),
        quarantined=2,
        shunted=1,
        forged=14,
        mailboxes=(
            MailboxAge(account="acme", mailbox="INBOX", polled_at=NOW - timedelta(minutes=1)),
            MailboxAge(
                account="acme",
                mailbox="Junk",
                polled_at=NOW - timedelta(hours=7),
                error="imap.qq.com:993: it did not answer in time; check host and port, or a firewall between",
            ),
            MailboxAge(account="beta", mailbox="INBOX"),
        ),
        notes=(say.line("no copy to Amazon: no address known for UK (N-W4IT)"),),
        counts=(Count(name="DE", notices=1, open=1), Count(name="US", notices=4, open=3)),
        compare=True,
    )
    return numbered(view)


def empty(**more: Any) -> DigestView:
    return numbered(DigestView(now=NOW, timezone=ZONE, **more))
