"""Several processes read one inbox: what one has in hand costs the others nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import cast

from tests.mails import notice, signed
from tests.unit.service.world import START, World

from noticed.ports import InboxRow, InboxStatus, Store, Tx
from noticed.service import notices, steps
from noticed.service.context import Context
from noticed.service.triage import triage
from noticed.service.verdict import Verdict


class Behind:
    """A process that reads what is due, and then is slow: others take all but the last of it. Counts what it writes."""

    def __init__(self, store: Store, taken: Callable[[], None]) -> None:
        self._store = store
        self._taken = taken
        self.writes = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def write(self) -> AbstractContextManager[Tx]:
        taken, self._taken = self._taken, lambda: None
        taken()
        self.writes += 1
        return self._store.write()


def test_of_many_rows_in_hand_the_free_one_is_found_in_one_transaction() -> None:
    """Writers come one after the other: each look that finds nothing would make the others wait."""
    world = World()
    for number in range(6):
        world.server.deliver(world.seller, signed(notice(date=START, complaint=f"1000000000{number}")))
    steps.poll_account(world.context, world.context.accounts["acme"])

    def others() -> None:
        with world.store.write() as tx:
            for row_id in tx.inbox.due(START)[:-1]:
                row = tx.inbox.get(row_id)
                assert row is not None
                tx.inbox.save(replace(row, attempts=1, retry_at=START + timedelta(seconds=20)))

    behind = Behind(world.store, others)
    assert triage(replace(world.context, store=cast("Store", behind))) == 1
    assert behind.writes == 2, "one that takes it, and one in which what it says happens"
    assert [case.complaint_ids for case in world.cases()] == [("10000000005",)]
    world.sleep(timedelta(minutes=1))
    assert sorted(world.case().complaint_ids) == [f"1000000000{n}" for n in range(6)]


def with_notices(many: int) -> World:
    """So many have come, each of its own complainant."""
    world = World()
    world.once()
    for number in range(many):
        raw = signed(notice(date=START, complaint=f"1000000000{number}", complainant=f"ip@brand{number}.example"))
        world.server.deliver(world.seller, raw)
    steps.poll_account(world.context, world.context.accounts["acme"])
    return world


def test_what_a_message_says_happens_in_the_transaction_that_takes_the_next() -> None:
    """Writers come one after the other: a transaction less is one that no other process waits for."""
    world = with_notices(6)
    counted = Behind(world.store, lambda: None)
    assert triage(replace(world.context, store=cast("Store", counted))) == 6
    assert counted.writes == 1 + 6, "one that takes the first, and one for each"
    assert sorted(case.complaint_ids for case in world.cases()) == [(f"1000000000{n}",) for n in range(6)]


def test_a_message_that_breaks_the_reader_keeps_no_other_from_being_read() -> None:
    """It takes none with it when its transaction is rolled back."""
    world = with_notices(3)
    real, seen = notices.from_amazon, list[int]()

    def breaks(tx: Tx, context: Context, verdict: Verdict) -> InboxRow | None:
        seen.append(verdict.row.id)
        if verdict.row.id == first + 1:
            raise AssertionError("a bug")
        return real(tx, context, verdict)

    with world.store.read() as tx:
        first = tx.inbox.due(START)[0]
    notices.from_amazon = breaks
    try:
        assert [triage(world.context) for _ in range(4)] == [3, 1, 1, 0]
    finally:
        notices.from_amazon = real
    assert [row_id - first for row_id in seen] == [0, 1, 2, 1, 1]
    assert sorted(case.complaint_ids for case in world.cases()) == [("10000000000",), ("10000000002",)]
    with world.store.read() as tx:
        (aside,) = tx.inbox.with_status(InboxStatus.SHUNTED)
    assert (aside.id, aside.attempts) == (first + 1, 3)
