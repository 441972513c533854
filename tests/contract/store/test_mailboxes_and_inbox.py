"""Every message of a mailbox is covered by exactly one row, and read once however often it is found."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.examples import DAY, MINUTE, NOW, a_case, a_cursor, a_row

from noticed.ports import InboxStatus, Store


def test_a_message_read_twice_is_one_row(store: Store) -> None:
    with store.write() as tx:
        first = tx.inbox.add(a_row())
    with store.write() as tx:
        assert tx.inbox.add(a_row()) is None
    with store.read() as tx:
        assert [row.id for row in tx.inbox.with_status(InboxStatus.NEW)] == [first]
        assert tx.mailboxes.covered("acme", "INBOX", 7) == ((1, 1),)


def test_a_message_moved_to_another_mailbox_is_known_but_its_new_place_is_covered(store: Store) -> None:
    with store.write() as tx:
        tx.inbox.add(a_row())
        assert tx.inbox.add(a_row(mailbox="Junk", uidvalidity=3, uid=40)) is None
        assert tx.mailboxes.covered("acme", "INBOX", 7) == ((1, 1),)
        assert tx.mailboxes.covered("acme", "Junk", 3) == ((40, 40),)


def test_a_uidvalidity_change_covers_the_old_message_again_without_a_second_row(store: Store) -> None:
    with store.write() as tx:
        tx.inbox.add(a_row(uid=12))
    with store.write() as tx:
        tx.mailboxes.save(a_cursor(uidvalidity=8, last_uid=1))
        assert tx.inbox.add(a_row(uidvalidity=8, uid=1)) is None
    with store.read() as tx:
        assert len(tx.inbox.with_status(InboxStatus.NEW)) == 1
        assert tx.mailboxes.covered("acme", "INBOX", 7) == ((12, 12),)
        assert tx.mailboxes.covered("acme", "INBOX", 8) == ((1, 1),)


def test_the_same_message_to_two_accounts_is_one_row_for_each(store: Store) -> None:
    with store.write() as tx:
        assert tx.inbox.add(a_row()) is not None
        assert tx.inbox.add(a_row(account="beta")) is not None


def test_a_place_that_has_a_row_is_left_as_it_is(store: Store) -> None:
    with store.write() as tx:
        first = tx.inbox.add(a_row(b"only the header"))
        assert tx.inbox.add(a_row(b"header and body")) is None
        assert [row.id for row in tx.inbox.with_status(InboxStatus.NEW)] == [first]


def test_irrelevant_messages_are_covered_by_one_row_for_their_range(store: Store) -> None:
    with store.write() as tx:
        tx.mailboxes.cover(a_cursor(), 1, 4_000_000_000, 90)
        tx.mailboxes.cover(a_cursor(), 1, 4_000_000_000, 90)
        tx.inbox.add(a_row(uid=55))
        assert tx.mailboxes.covered("acme", "INBOX", 7) == ((1, 4_000_000_000), (55, 55))
        assert tx.mailboxes.covered("acme", "INBOX", 8) == ()


def test_a_mailbox_never_examined_covers_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="never examined"), store.write() as tx:
        tx.mailboxes.cover(a_cursor(uidvalidity=None), 1, 2, 2)


def test_the_cursor_and_its_rows_come_together_or_not_at_all(store: Store) -> None:
    with store.write() as tx:
        tx.mailboxes.save(a_cursor(last_uid=10))
    with suppress(ConnectionError), store.write() as tx:
        tx.inbox.add(a_row(uid=11))
        tx.mailboxes.cover(a_cursor(), 12, 20, 9)
        tx.mailboxes.save(a_cursor(last_uid=20))
        raise ConnectionError
    with store.read() as tx:
        assert tx.mailboxes.get("acme", "INBOX") == a_cursor(last_uid=10)
        assert tx.mailboxes.covered("acme", "INBOX", 7) == ()
        assert tx.inbox.due(NOW) == ()


def test_new_messages_are_due_oldest_first_and_not_before_their_time(store: Store) -> None:
    with store.write() as tx:
        young = tx.inbox.add(a_row(b"young", uid=1, received_at=NOW))
        old = tx.inbox.add(a_row(b"old", uid=2, received_at=NOW - DAY))
        again = tx.inbox.add(a_row(b"again", uid=3, received_at=NOW - 2 * DAY, retry_at=NOW + MINUTE))
        tx.inbox.add(a_row(b"done", uid=4, status=InboxStatus.DONE))
    with store.read() as tx:
        assert tx.inbox.due(NOW) == (old, young)
        assert tx.inbox.due(NOW + MINUTE) == (again, old, young)
        assert tx.inbox.due(NOW, {"acme"}) == (old, young)
        assert tx.inbox.due(NOW, {"other"}) == ()


def test_a_message_is_taken_by_one_until_its_time_is_over(store: Store) -> None:
    with store.write() as tx:
        rows = [tx.inbox.add(a_row(b"%d" % n, uid=n, received_at=NOW + n * MINUTE)) for n in range(1, 41)]
        ids = [row_id for row_id in rows if row_id]
        done = tx.inbox.get(ids[0])
        assert done is not None
        tx.inbox.save(replace(done, status=InboxStatus.DONE))
    for first in range(1, 40):
        with store.write() as tx:
            row = tx.inbox.take(ids, NOW, NOW + MINUTE)
            assert row is not None
            assert (row.id, row.raw, row.attempts, row.retry_at) == (ids[first], b"%d" % (first + 1), 1, NOW + MINUTE)
            assert tx.inbox.get(row.id) == row
    with store.write() as tx:
        assert tx.inbox.take(ids, NOW, NOW + MINUTE) is None
        assert tx.inbox.take((), NOW + MINUTE, NOW + 2 * MINUTE) is None
        again = tx.inbox.take(ids[5:7], NOW + MINUTE, NOW + 2 * MINUTE)
        assert again is not None
        assert (again.id, again.attempts) == (ids[5], 2)


def test_what_was_set_aside_is_found_by_its_status_and_case(store: Store) -> None:
    with store.write() as tx:
        tx.cases.add(a_case())
        tx.inbox.add(a_row(b"1", uid=1, status=InboxStatus.QUARANTINED, received_at=NOW))
        tx.inbox.add(a_row(b"2", uid=2, status=InboxStatus.QUARANTINED, received_at=NOW - DAY))
        tx.inbox.add(a_row(b"3", uid=3, status=InboxStatus.DONE, case="N-7K3F"))
    with store.read() as tx:
        assert [row.raw for row in tx.inbox.with_status(InboxStatus.QUARANTINED)] == [b"2", b"1"]
        assert [row.raw for row in tx.inbox.of_case("N-7K3F")] == [b"3"]
        assert tx.inbox.get(99) is None


def test_a_message_of_a_case_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.write() as tx:
        tx.inbox.add(a_row(case="N-NONE"))


def test_a_row_that_was_never_added_cannot_be_saved(store: Store) -> None:
    with pytest.raises(LookupError), store.write() as tx:
        tx.inbox.save(a_row(id=5))


def test_a_replayed_signature_is_seen_within_its_account(store: Store) -> None:
    with store.write() as tx:
        first = tx.inbox.add(a_row(b"1", uid=1, signature="s"))
        assert first is not None
        assert not tx.inbox.signature_seen("acme", "s", but=first)
        second = tx.inbox.add(a_row(b"2", uid=2, signature="s"))
        assert second is not None
        assert tx.inbox.signature_seen("acme", "s", but=second)
        assert not tx.inbox.signature_seen("beta", "s", but=second)
        assert not tx.inbox.signature_seen("acme", "t", but=second)


def test_the_newest_message_of_an_account_is_known(store: Store) -> None:
    with store.write() as tx:
        assert tx.inbox.latest("acme") is None
        tx.inbox.add(a_row(b"1", uid=1, received_at=NOW))
        tx.inbox.add(a_row(b"2", uid=2, received_at=NOW - timedelta(microseconds=1)))
        assert tx.inbox.latest("acme") == NOW
        assert tx.inbox.latest("beta") is None


def test_a_number_is_never_given_twice(store: Store) -> None:
    with store.write() as tx:
        first, second = tx.inbox.add(a_row(b"1", uid=1)), tx.inbox.add(a_row(b"2", uid=2))
    assert first is not None
    assert second is not None
    assert first < second


def test_where_many_are_listed_only_their_beginnings_are_in_memory(store: Store) -> None:
    raw = b"Subject: x\r\n\r\n" + b"\xff\x00" * 500_000
    with store.write() as tx:
        tx.inbox.add(a_row(raw=raw, sha256="f" * 64))
    with store.read() as tx:
        (listed,) = tx.inbox.with_status(InboxStatus.NEW)
        whole = tx.inbox.get(listed.id)
    assert listed.raw == raw[: 256 * 1024]
    assert whole is not None
    assert whole.raw == raw
