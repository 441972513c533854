"""A complainant and his address are found where a sentence or a card of a notice has them (contacts.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

CONTACTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("contacts.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", CONTACTS)
def test_who_complained_and_where_he_is_reached_are_read_together(language: str) -> None:
    misread = {}
    for case in CONTACTS[language]:
        read = notice(case["said"])
        expected = (case.get("owner"), tuple(filter(None, (case.get("email"),))))
        if (read.rights_owner_name, read.rights_owner_emails) != expected:
            misread[case["said"]] = (read.rights_owner_name, read.rights_owner_emails)
    assert misread == {}


def test_what_stands_before_an_address_of_amazons_makes_no_stranger_of_the_next() -> None:
    text = (
        "A maker reported the product as counterfeit.\n\nSend invoices of your supplier to notice-dispute@amazon.com, "
        "or ask the company (hello@sedgewren.example) to take the report back.\n\nASIN: B0C1234567\n"
    )
    assert notice(text).rights_owner_emails == ("hello@sedgewren.example",)


def test_the_suppliers_address_behind_amazons_stays_a_strangers() -> None:
    text = (
        "A rights owner reported the product as counterfeit.\n\nWrite to notice-dispute@amazon.com, and your supplier "
        "(sales@factory.example) may send invoices.\n\nASIN: B0C1234567\n"
    )
    assert notice(text).rights_owner_emails == ()
