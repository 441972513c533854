"""An account gets another name: all that is known of it is known under the new one."""

from tests.contract.store.examples import NOW, a_case, a_cursor, a_letter, a_line, a_row

from noticed.ports import Store, Suppressed


def test_every_row_is_found_under_the_new_name_and_none_under_the_old(store: Store) -> None:
    with store.write() as tx:
        tx.mailboxes.save(a_cursor(polled_at=NOW))
        tx.mailboxes.cover(a_cursor(), 2, 9, 8)
        tx.inbox.add(a_row())
        tx.cases.add(a_case())
        tx.outbox.add(a_letter())
        tx.journal.add(a_line())
        tx.suppressed.add(Suppressed(account="acme", address="ip@brand.example", why="asked", since=NOW, message=None))
        tx.suppressed.bounced("acme", "dead@brand.example", "N-7K3F.1")
        tx.cases.add(a_case("N-AAAA", account="other"))
    with store.write() as tx:
        assert tx.outbox.senders("acme") == {"shop@acme.example"}
        assert [x.account for x in (tx.cases.get("N-7K3F"), tx.outbox.get("N-7K3F.1")) if x] == ["acme", "acme"]
        tx.rename("acme", "acme-eu")
        assert [x.account for x in (tx.cases.get("N-7K3F"), tx.outbox.get("N-7K3F.1")) if x] == ["acme-eu", "acme-eu"]
    with store.write() as tx:
        assert [x.account for x in (tx.cases.get("N-7K3F"), tx.outbox.get("N-7K3F.1")) if x] == ["acme-eu", "acme-eu"]
        assert [c.account for c in tx.mailboxes.all()] == ["acme-eu"]
        assert tx.mailboxes.covered("acme-eu", "INBOX", 7) == ((1, 1), (2, 9))
        assert tx.inbox.add(a_row(account="acme-eu", uid=20)) is None, "its bytes are known"
        assert {c.case: c.account for c in tx.cases.all()} == {"N-7K3F": "acme-eu", "N-AAAA": "other"}
        assert tx.outbox.senders("acme-eu") == {"shop@acme.example"}
        assert tx.outbox.senders("acme") == frozenset()
        assert tx.suppressed.get("acme-eu", "ip@brand.example") is not None
        assert tx.suppressed.get("acme", "ip@brand.example") is None
        assert tx.suppressed.bounced("acme-eu", "dead@brand.example", "N-7K3F.2") == 2
        assert [line.account for line in tx.journal.of_case("N-7K3F")] == ["acme"], "written once"
        assert len(tx.journal.sealed("N-7K3F")) == 1
