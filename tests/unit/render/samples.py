"""Cases from the barest to the fullest, and everything a letter may need."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from noticed.adapters.packaged import letter_templates
from noticed.core.case.model import Case, CaseAsin, CaseComplaint, LetterKind, State
from noticed.core.marketplace import Marketplace
from noticed.core.notice.model import IpType, NoticeAction
from noticed.render.letters import Attempt, Identity, LetterFacts, Templates, parse_templates

NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)

US = Marketplace(
    code="US",
    domain="amazon.com",
    country="US",
    timezone="America/New_York",
    language="en",
    dispute_address="notice-dispute@amazon.com",
)
UK = Marketplace(
    code="UK", domain="amazon.co.uk", country="GB", timezone="Europe/London", language="en", dispute_address=None
)

BARE = Identity(store_name="Acme Home Goods", email="shop@qq.example")
FULL = Identity(
    store_name="Acme Home Goods",
    email="shop@qq.example",
    legal_name="Shenzhen Acme Trading Co., Ltd.",
    address="1 Harbour Road, Nanshan, Shenzhen 518000, China",
    phone="+86 755 5550 0100",
    signer="Li Jing",
    signer_role="Brand Manager",
)

SLOTS: Mapping[str, str] = {
    "analysis": "Element 1, a hinge: not present. The product has no hinge.",
    "attest": "yes",
    "own_number": "5,123,456",
    "own_office": "USPTO",
    "own_type": "trademark",
    "own_holder": "Shenzhen Acme Trading Co., Ltd.",
    "own_since": "3 May 2021",
    "explanation": "The registration covers the same goods.",
    "root_cause": "We had not looked into the design register",
    "actions_taken": "Listing closed on 24 Nov 2026; 120 units taken out of the warehouse",
    "prevention": "We look into the register before each new listing",
    "edits": "Title: a word taken out\nPicture 3: replaced",
    "meanwhile": "we have closed the offer",
    "checked": "We searched all listings since 2020.",
    "claim_chart": "1 | a hinge | no | The lid is loose. | chart.png\n1 | a lid | yes",
    "examined_by": "A. Smith, patent agent",
    "views": "front | a round edge | a straight edge",
    "earliest_sale": "3 May 2021",
    "supply": "Bought from the brand's wholesaler",
    "wording": "compatible with",
    "goods": "class 9\nours: class 21",
    "our_work": "Photographed by Li Jing",
    "created_on": "2021-05-03",
    "licence": "of the studio, worldwide",
    "supplier": "Yiwu Factory Ltd.",
    "invoices": "three invoices of 2026",
    "authorization": "letter of the brand of 2 Feb 2026",
    "own_status": "registered",
    "relation": "licence of the holder",
}


def complaint(number: str | None = "10987654321", **more: Any) -> CaseComplaint:
    facts = {"complaint_id": number, "asins": (CaseAsin(asin="B0C1234567"),), **more}
    return CaseComplaint(**facts)


def case(**more: Any) -> Case:
    facts: dict[str, Any] = {
        "case": "N-7K3F",
        "account": "acme",
        "state": State.WITH_COMPLAINANT,
        "opened_at": NOW,
        "changed_at": NOW,
        "action": NoticeAction.LISTING_REMOVED,
        "complaints": (complaint(),),
        "complainant_emails": ("legal@brandco.example",),
        **more,
    }
    return Case(**facts)


def letter_facts(of: Case, **more: Any) -> LetterFacts:
    facts: dict[str, Any] = {
        "case": of,
        "identity": BARE,
        "marketplace": US,
        "amazon_copied": True,
        "slots": SLOTS,
        "timezone": "Asia/Shanghai",
        "now": NOW,
        **more,
    }
    return LetterFacts(**facts)


ATTEMPTS = tuple(
    Attempt(at=NOW - timedelta(days=days), kind=kind, to=("legal@brandco.example",), result="no answer found")
    for days, kind in ((13, LetterKind.INQUIRY), (6, LetterKind.FOLLOW_UP), (1, LetterKind.FINAL_NOTICE))
)

MANY = tuple(CaseAsin(asin=f"B0C{n:07}") for n in range(24))

CASES: Mapping[str, Case] = {
    "only an ASIN": case(complaints=(complaint(None),), action=NoticeAction.NONE),
    "only a complaint id": case(complaints=(complaint(asins=()),), action=NoticeAction.LISTING_AT_RISK),
    "nothing to name": case(complaints=()),
    "one complaint": case(rights_owner_name="BrandCo S.r.l."),
    "two listings": case(complaints=(complaint(asins=MANY[:2]),), action=NoticeAction.CONTENT_REMOVED),
    "many listings": case(complaints=(complaint(asins=MANY),), rights_owner_name="BrandCo S.r.l."),
    "three complaints": case(
        complaints=(complaint(), complaint("10987654322", owner="A"), complaint("10987654323", owner="B")),
        notice_date=NOW - timedelta(days=13),
    ),
    "several rights": case(
        complaints=(complaint(ip_type=IpType.TRADEMARK), complaint("10987654322", ip_type=IpType.COPYRIGHT))
    ),
    "a hostile name": case(rights_owner_name="Pay now\r\nBcc: x@y.example https://evil.example/a " + "x" * 200),
    **{
        f"{right}, {how}": case(
            complaints=(complaint(ip_type=right, ip_numbers=("D1,034,512",) if how == "numbered" else ()),),
            reason_stated=how == "explained",
            rights_owner_name="极光家居用品有限公司",
            notice_date=NOW - timedelta(days=13),
            retraction_address="notice-retraction@amazon.com",
        )
        for right in IpType
        for how in ("bare", "numbered", "explained")
    },
}


@cache
def templates() -> Templates:
    """Every packaged letter: read and rehearsed once for all tests."""
    return parse_templates(texts())


def texts() -> dict[tuple[str, str], str]:
    return dict(letter_templates(None))
