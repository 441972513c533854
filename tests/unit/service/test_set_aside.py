"""A message that takes too much is set aside, said once a day, and the next one is read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.bombs import BOMBS, MB
from tests.mails import COMPLAINANT, SELLER, notice, signed
from tests.unit.service.world import BOSS, World

from noticed.adapters.apart import ApartReader, Limits
from noticed.core.reading import Reader
from noticed.ports import InboxStatus
from noticed.service import setaside

BOMB = "20 MB of base64"


@pytest.fixture
def world() -> Iterator[World]:
    here = World().context.reader
    assert isinstance(here, Reader)
    reader = ApartReader(None, lambda: here, Limits(memory=90 * MB))
    yield World(reader=reader)
    reader.close()


def test_a_bomb_is_set_aside_with_its_reason_and_the_next_notice_is_read(world: World) -> None:
    bomb = BOMBS[BOMB]()
    world.server.deliver(SELLER, bomb)
    world.receive(signed(notice(date=world.clock.now())))
    assert [x.to for x in world.letters()] == [(COMPLAINANT,)]
    with world.store.read() as tx:
        (row,) = tx.inbox.with_status(InboxStatus.SHUNTED)
        kept = tx.inbox.get(row.id)
    assert kept is not None
    assert kept.raw == bomb
    assert row.error == "reading it needs more than 90 MB of memory"
    assert row.attempts == 1


def test_many_bombs_make_one_alarm_a_day(world: World) -> None:
    def alarms() -> int:
        return sum("set aside" in str(m["Subject"]) for m in world.arrived(BOSS))

    for number in range(3):
        world.receive(BOMBS[BOMB]() + b"%d" % number)
    assert alarms() == 1
    world.sleep(timedelta(days=1))
    world.receive(BOMBS[BOMB]() + b"later")
    assert alarms() == 2


def test_what_was_set_aside_is_listed_by_its_header_alone(world: World) -> None:
    world.receive(BOMBS[BOMB]())
    (row,) = setaside.listed(world.context, setaside.SHUNTED)
    header = setaside.seen(world.context, row, whole=False)
    assert header is not None
    assert header.subject == "Notice: Policy Warning"
    assert len(row.raw) < len(BOMBS[BOMB]())
