"""One digest a day, whatever happens to the process; its numbers can be looked up later."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.mails import notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.adapters.memory_mail import MemoryMailServer
from noticed.adapters.store.engine import open_store
from noticed.adapters.system import FixedClock
from noticed.core.case.model import LetterKind
from noticed.ports import Letter, LetterStatus
from noticed.service import digest

DAY = timedelta(days=1)
MORNING = START.replace(hour=0, minute=31) + DAY
"""08:31 in Shanghai, the day after."""


def digests(world: World) -> list[Letter]:
    with world.store.read() as tx:
        return [letter for letter in tx.outbox.all() if letter.kind is LetterKind.DIGEST]


def test_a_digest_is_sent_every_day_also_when_there_is_nothing_to_say() -> None:
    world = World()
    for day in range(3):
        world.at(MORNING + day * DAY)
        world.sleep(timedelta(hours=5))
    mails = [m for m in world.arrived(BOSS) if "nothing to decide" in m["Subject"]]
    assert len(mails) == 3 + 1  # the world began after the hour of the digest: its first day has one, too
    assert all("Nothing needs you today." in part.get_content() for m in mails if (part := m.get_body(("plain",))))


@pytest.mark.parametrize("dies", ["before it is queued", "before it is sent", "after"])
def test_a_restart_neither_loses_nor_doubles_the_digest(tmp_path: Path, dies: str) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    clock = FixedClock(START)
    server = MemoryMailServer(clock)
    world = World(clock=clock, server=server, store=open_store(url))
    before = len(world.arrived(BOSS))
    clock.set(MORNING)
    if dies == "before it is sent":
        assert digest.send_if_due(world.context) == 1
    elif dies == "after":
        world.once()
    for _ in range(4):  # each a new process on the same store
        world.on(url)
        world.once()
    assert len(world.arrived(BOSS)) == before + 1
    assert [x.status for x in digests(world)[-1:]] == [LetterStatus.SUBMITTED]


def test_the_question_what_account_health_shows_stands_in_the_first_digest_of_a_week() -> None:
    world = World()
    days = []
    for day in range(14):
        world.at(MORNING + day * DAY)
        if "Account Health show?" in digests(world)[-1].body:
            days.append((MORNING + day * DAY).weekday())
    assert days == [0, 0]


def test_what_happened_since_yesterday_is_one_line_a_case() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.at(MORNING)
    body = digests(world)[-1].body
    moved = body.partition("Moved since the last digest")[2].partition("\n\n")[0]
    assert moved.count(f"{world.case().case} · ") == 1
    assert "opened" in moved
