"""A process that reads so slowly that another has taken its message up and settled it: what it says then is nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.mails import COMPLAINANT, answer, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import State
from noticed.ports import InboxStatus, Transient, Unreadable
from noticed.service import steps, triage


class Slow:
    """Reads what ``breaks`` raises of, after somebody else has done the work."""

    def __init__(self, world: World, breaks: Exception) -> None:
        self._world, self._inner, self._breaks = world, world.context.reader, breaks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def received(self, *_: object) -> object:
        self._world.clock.set(self._world.clock.now() + timedelta(minutes=1))
        triage.triage(self._world.context)
        raise self._breaks


@pytest.mark.parametrize("breaks", [Unreadable("too slow"), ValueError("a bug"), Transient("the store is locked")])
def test_what_another_has_settled_stays_settled(breaks: Exception) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.server.deliver(world.seller, answer(inquiry, date=START))
    steps.poll_account(world.context, world.context.accounts["acme"])
    reader: Any = Slow(world, breaks)
    slow = replace(world.context, reader=reader)
    try:
        triage.triage(slow)
    except Transient:
        assert isinstance(breaks, Transient)
    assert world.case().state is State.WITH_OPERATOR
    with world.store.read() as tx:
        for status in (InboxStatus.NEW, InboxStatus.SHUNTED):
            assert tx.inbox.with_status(status) == ()
    world.once()
    assert not [m for m in world.arrived(BOSS) if "set aside" in m["Subject"]]
