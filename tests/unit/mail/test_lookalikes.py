"""Who only looks like Amazon: homoglyphs, encoded labels, neighbours in the alphabet, and names that lie."""

import pytest
from tests.unit.mail.judged import BRAND

from noticed.core.mail.claim import Claim, read_claim
from noticed.core.mail.headers import read_fields
from noticed.core.mail.trust import AmazonTrust

TRUST = AmazonTrust(
    domains=frozenset({"amazon.com", "amazon.de", "amazon.co.uk"}),
    notice_senders=("notice",),
    other_senders=("order-update", "@marketplace."),
)
LOOKALIKES = (
    # homoglyphs, as characters and as the A-labels they travel in
    "notice@аmazon.com",  # Cyrillic a
    "notice@amаzon.com",
    "notice@amazоn.com",  # Cyrillic o
    "notice@ɑmazon.com",  # Latin alpha
    "notice@ａｍａｚｏｎ.com",  # full width
    "notice@amazon。com.evil.example",  # ideographic full stop
    "notice@xn--mazon-3ve.com",
    "notice@xn--amazn-mye.com",
    "notice@xn--amzon-3ve.com",
    "notice@amázon.com",  # an accent
    "notice@amazön.de",
    "notice@ámazon.com",
    # digits and pairs of letters
    "notice@amaz0n.com",
    "notice@4mazon.com",
    "notice@arnazon.com",
    "notice@amazon-c0m.example",
    # a letter more, less, other, or swapped
    "notice@amazn.com",
    "notice@amazonn.com",
    "notice@amzaon.com",
    "notice@anazon.com",
    "notice@amazom.com",
    "notice@amazno.com",
    "notice@maazon.com",
    "notice@amaazon.com",
    "notice@aamazon.com",
    "notice@mazon.com",
    "notice@amazo.com",
    # Amazon's name in somebody else's
    "notice@amazon.com.evil.example",
    "notice@amazon.evil.example",
    "notice@amazon-notice.example",
    "notice@notice-amazon.example",
    "notice@amazonservices.com",
    "notice@amazonsupport.example",
    "notice@payments-amazon.com",
    "notice@sellercentral.amazon.com.verify.example",
    "notice@amazon.co",
    "notice@amazon.cm",
    "notice@amazon_com.example",
    # Amazon's mailboxes, at others
    "seller-performance@notices.example",
    "sellercentral@notices.example",
    "seller-notification@mailer.example",
)
LYING_NAMES = (
    '"notice@amazon.com" <x@evil.example>',
    '"Amazon <notice@amazon.com>" <x@evil.example>',
    "Amazon <x@evil.example>",
    "AMAZON.COM <x@evil.example>",
    "Amazon Seller Central <x@evil.example>",
    "Amazon Seller Performance Team <x@evil.example>",
    "Seller Central <x@evil.example>",
    "Аmazon <x@evil.example>",  # Cyrillic A
    "A m a z o n Seller <x@evil.example>",
    "Ama\u200bzon <x@evil.example>",  # zero width space
    "A\u202emazon\u202c <x@evil.example>",  # text turned round
    "=?utf-8?B?QW1hem9u?= <x@evil.example>",
    "=?utf-8?Q?notice=40amazon=2Ecom?= <x@evil.example>",
    "=?utf-8?Q?Amazon_=3Cnotice=40amazon=2Ecom=3E=0D=0A?= <x@evil.example>",
    "亚马逊 <x@evil.example>",
    f"亚马逊{'客' * 27} <x@evil.example>",
    "アマゾン <x@evil.example>",
    "Amaz0n Support <x@evil.example>",
    "*Amazon* <x@evil.example>",
    "-- Amazon Seller Central -- <x@evil.example>",
    "(notice@amazon.com) Amazon <x@evil.example>",
)


def _claim(sender: str) -> Claim:
    return read_claim(read_fields(f"From: {sender}\r\n".encode())[0], TRUST, BRAND)


@pytest.mark.parametrize("sender", LOOKALIKES)
def test_a_lookalike_address_is_seen_through(sender: str) -> None:
    assert _claim(sender) is Claim.LOOKALIKE
    assert _claim(f"Amazon <{sender}>") is Claim.LOOKALIKE


@pytest.mark.parametrize("sender", LYING_NAMES)
def test_a_display_name_is_no_sender(sender: str) -> None:
    assert _claim(sender) is Claim.LOOKALIKE


@pytest.mark.parametrize(
    "sender",
    [
        "Ana Amazonas <ana@amazonas-tours.example>",
        "Mason <m@mason.example>",
        "Amazing Shoes <a@amaze.example>",
        "Jo at Amazon Traders Club <x@club.example>",
        "Ríos Legal <x@ríos.example>",
        "Zoltán <z@amazonia-shoes.example>",
        "Ana <ana@ｂｒａｎｄ.example>",
        "Ana <ana@amuzin.example>",
        "Ana <ana@savetheamazon.example>",
        f"亚马逊{'客' * 28} <x@club.example>",
    ],
)
def test_an_honest_stranger_is_no_lookalike(sender: str) -> None:
    assert _claim(sender) is Claim.NOBODY


@pytest.mark.parametrize(
    ("sender", "claim"),
    [
        ("<notice@amazon.com>", Claim.NOTICE_SENDER),
        ("Anybody at all <NOTICE@AMAZON.COM>", Claim.NOTICE_SENDER),
        ('"victim@evil.example" <notice@amazon.de>', Claim.NOTICE_SENDER),
        ("<new-notices@amazon.co.uk>", Claim.UNKNOWN_SENDER),
        ("<notice@mail.amazon.com>", Claim.UNKNOWN_SENDER),
        ("<order-update@amazon.com>", Claim.OTHER_SENDER),
        ("Buyer <a1b2@marketplace.amazon.com>", Claim.OTHER_SENDER),
        ("notice@amazon.com, x@evil.example", Claim.NOTICE_SENDER),
        ("notice@amazon.com, Amazon <x@evil.example>", Claim.NOTICE_SENDER),
    ],
)
def test_only_the_address_decides(sender: str, claim: Claim) -> None:
    assert _claim(sender) is claim
