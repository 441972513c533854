"""A new connection compares all of a mailbox with the ledger: what the cursor passed without a row is read."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.mails import SELLER, notice, signed
from tests.unit.service.world import World

from noticed.service.ledger import uncovered


@given(st.sets(st.integers(1, 60)), st.lists(st.tuples(st.integers(1, 60), st.integers(0, 10))))
def test_uncovered_is_what_lies_in_no_range(uids: set[int], spans: list[tuple[int, int]]) -> None:
    ranges = sorted((first, first + length) for first, length in spans)
    plainly = tuple(u for u in sorted(uids) if not any(first <= u <= last for first, last in ranges))
    assert uncovered(sorted(uids), ranges) == plainly


def test_a_notice_that_the_cursor_passed_is_found() -> None:
    world = World()
    world.server.deliver(SELLER, signed(notice(date=world.clock.now())))
    with world.store.write() as tx:
        cursor = tx.mailboxes.get("acme", "INBOX")
        assert cursor is not None
        tx.mailboxes.save(replace(cursor, last_uid=99))
    world.once()
    assert world.case().complaint_ids == ("10987654321",)
    with world.store.read() as tx:
        after = tx.mailboxes.get("acme", "INBOX")
    assert after is not None
    assert after.last_uid == 99
