"""Several processes read one inbox: what one has in hand costs the others nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import cast

from tests.mails import notice, signed
from tests.unit.service.world import START, World

from noticed.ports import Store, Tx
from noticed.service import steps
from noticed.service.triage import triage


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
