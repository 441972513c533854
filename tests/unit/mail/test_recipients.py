"""Whom nobody writes to unasked."""

import pytest

from noticed.core.mail.recipients import Ours, problem, registrable_domain

OURS = Ours(addresses=frozenset({"shop@acme.example", "shop@qq.com"}), amazon_domains=frozenset({"amazon.com"}))


@pytest.mark.parametrize(
    ("addresses", "word"),
    [
        (("shop@acme.example",), "own"),
        (("boss@mail.acme.example",), "own"),
        (("notice@amazon.com",), "Amazon's"),
        (("x@bounces.amazon.com",), "Amazon's"),
        (("abuse@brand.example",), "role"),
        (("noreply+1@brand.example",), "role"),
        (("tips@fbi.gov",), "public authority"),
        (("info@met.police.uk",), "public authority"),
        (("ïp@brand.example",), "ASCII"),
        (("a@x.example", "b@x.example", "c@x.example"), "3 addresses"),
    ],
)
def test_such_an_address_waits_for_the_operators_word(addresses: tuple[str, ...], word: str) -> None:
    assert word in (problem(addresses, OURS) or "")


@pytest.mark.parametrize("address", ["ip@brand.example", "someone@qq.com", "legal@amazon-law.example"])
def test_an_ordinary_complainant_may_be_asked(address: str) -> None:
    assert problem((address,), OURS) is None


def test_two_strangers_at_a_free_mail_domain_are_two_strangers() -> None:
    assert registrable_domain("a@gmail.com") is None
    assert registrable_domain("a@mail.brand.co.uk") == "brand.co.uk"
