"""Fields of a notice that need more than one value to say: stores, pairing, the addresses' purposes."""

import pytest
from tests.unit.notice.reading import notice


@pytest.mark.parametrize(
    ("sender", "store"),
    [
        ("notice@amazon.co.uk", "UK"),
        ("notice@amazon.com.be", "BE"),
        ("notice@amazon.com.au", "AU"),
        ("notice@mail.amazon.de", "DE"),
        ("notice@amazon.com", None),
    ],
)
def test_a_country_specific_sender_decides_the_store(sender: str, store: str | None) -> None:
    body = "Hello,\n\nWe removed your listing because a rights owner reported it.\n\nASIN: B0C1234567"
    assert notice(body, sender=sender).marketplace == store


def test_two_complaints_keep_their_own_asins_rights_and_owners() -> None:
    read = notice(
        "Hello,\n\nA rights owner reported two listings and we removed them.\n\n"
        "ASIN: B0C1111111\nInfringement type: Trademark\nComplaint ID: 18734561231\n\n"
        "ASIN: B0C2222222\nInfringement type: Copyright\nComplaint ID: 18734561241\n\n"
        "Rights owner: Zed Ltd, ip@zed.example"
    )
    assert [(c.complaint_id, c.asins, c.ip_type, c.emails) for c in read.complaints] == [
        ("18734561231", ("B0C1111111",), "trademark", ("ip@zed.example",)),
        ("18734561241", ("B0C2222222",), "copyright", ("ip@zed.example",)),
    ]


def test_an_address_for_retractions_alone_is_never_copied() -> None:
    read = notice(
        "Hello,\n\nWe removed your listing because a rights owner reported it.\n\nASIN: B0C1234567\n\n"
        "The rights owner has to send a retraction to notice-retraction@amazon.com."
    )
    assert (read.dispute_address, read.retraction_address) == (None, "notice-retraction@amazon.com")


def test_the_dispute_address_is_copied_although_retractions_go_there_too() -> None:
    read = notice(
        "Hello,\n\nWe removed your listing because a rights owner reported it.\n\nASIN: B0C1234567\n\n"
        "A retraction must reach us at notice-dispute@amazon.com."
    )
    assert read.dispute_address == "notice-dispute@amazon.com"


def test_signs_of_a_court_are_shown_with_their_line() -> None:
    read = notice(
        "Hello,\n\nWe received a Temporary Restraining Order from the district court. Your funds are on hold.\n\n"
        "A rights owner reported B0C1234567."
    )
    assert read.court_signs
    assert "Temporary Restraining Order" in read.court_signs[0]


def test_mail_of_a_stranger_that_speaks_of_a_complaint_is_no_notice() -> None:
    read = notice("A rights owner reported your B0C1234567. Complaint ID: 18734561231", sender="x@rescue.example")
    assert read.kind == "other"
