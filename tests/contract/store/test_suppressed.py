"""Addresses nothing is sent to any more: per account, whatever the case, known by a hash when forgotten."""

from datetime import timedelta

from tests.contract.store.examples import NOW

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
