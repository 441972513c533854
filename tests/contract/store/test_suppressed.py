"""Addresses nothing is sent to any more: per account, whatever the case, known by a hash when forgotten."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.examples import NOW

from noticed.adapters.store.schema import suppressed
from noticed.ports import Store, Suppressed

IP = "Ip@Brand.example"


def a_row(account: str = "acme", why: str = "asked") -> Suppressed:
    return Suppressed(account=account, address=IP, why=why, since=NOW, message="7")


def test_an_address_is_found_in_any_spelling_and_only_in_its_account(store: Store) -> None:
    with store.write() as tx:
        assert tx.suppressed.get("acme", IP) is None
        assert tx.suppressed.add(a_row())
        assert not tx.suppressed.add(a_row(why="again"))
    with store.read() as tx:
        found = tx.suppressed.get("acme", IP.upper())
        assert found is not None
        assert (found.address, found.why, found.since, found.message) == (IP.lower(), "asked", NOW, "7")
        assert tx.suppressed.get("other", IP) is None
        assert tx.suppressed.all() == (found,)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("ip@brand.example", "ip+amazon@brand.example"),
        ("ip+amazon@brand.example", "ip@brand.example"),
        ("ip@brand.example", "IP@brand.example."),
        ("ip@bücher.example", "ip@xn--bcher-kva.example"),
        ("jane.oak@gmail.com", "j.a.n.e.oak+b@googlemail.com"),
    ],
)
def test_a_mailbox_is_suppressed_however_its_address_is_spelt(store: Store, asked: str, named: str) -> None:
    with store.write() as tx:
        assert tx.suppressed.add(replace(a_row(), address=asked))
        assert not tx.suppressed.add(replace(a_row(), address=named))
        assert tx.suppressed.get("acme", named) is not None
        for other in ("oak@gmail.com", "ip2@brand.example", "ip@brand.example.else.example"):
            assert tx.suppressed.get("acme", other) is None
        assert tx.suppressed.forget(named)
        assert tx.suppressed.drop("acme", named)
        assert tx.suppressed.get("acme", asked) is None


def test_an_address_that_was_suppressed_as_it_was_spelt_stays_so(store: Store) -> None:
    """A store of an earlier version has the hash of the address, not of its mailbox."""
    tagged = "ip+amazon@brand.example"
    with store.write() as tx:
        tx.suppressed.add(a_row())  # makes the key
        key = tx.facts.get("address_key") or ""
        tx.suppressed.drop("acme", IP)
        digest = hmac.new(key.encode(), tagged.encode(), hashlib.sha256).hexdigest()
        values = {"account": "acme", "digest": digest, "address": tagged, "why": "asked", "since": NOW}
        tx.suppressed._connection.execute(suppressed.insert(), values)  # type: ignore[attr-defined]
        assert tx.suppressed.get("acme", tagged.upper()) is not None
        assert tx.suppressed.drop("acme", tagged)
        assert tx.suppressed.get("acme", tagged) is None


def test_what_is_forgotten_is_still_known(store: Store) -> None:
    with store.write() as tx:
        tx.suppressed.add(a_row())
        tx.suppressed.add(a_row("other"))
        assert tx.suppressed.forget(IP)
        assert not tx.suppressed.forget("x@else.example")
    with store.read() as tx:
        assert [row.address for row in tx.suppressed.all()] == [None, None]
        assert tx.suppressed.get("acme", IP) is not None
        assert tx.suppressed.get("acme", "x@else.example") is None


def test_bounces_are_counted_by_letter_and_forgiven_with_the_address(store: Store) -> None:
    with store.write() as tx:
        assert [tx.suppressed.bounced("acme", IP, letter) for letter in ("N-A.1", "N-A.1", "N-A.2")] == [1, 1, 2]
        assert tx.suppressed.bounced("other", IP, "N-B.1") == 1
        assert not tx.suppressed.drop("acme", IP)
        tx.suppressed.add(Suppressed(account="acme", address=IP, why="bounced", since=NOW + timedelta(days=1)))
        assert tx.suppressed.drop("acme", IP.upper())
        assert tx.suppressed.bounced("acme", IP, "N-A.3") == 1
