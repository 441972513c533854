"""A process that dies while it reads a message: the innocent message is read again, the guilty one set aside."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from tests.mails import COMPLAINANT, SELLER, answer, notice, signed
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR
from tests.unit.service.world import World

from noticed.adapters.memory import MemoryResolver
from noticed.core.case.model import Reason
from noticed.core.mail.model import Key
from noticed.ports import InboxRow, InboxStatus
from noticed.service import steps
from noticed.service.triage import triage

OTHER = "ip@other.example"


class Killed(BaseException):
    """SIGKILL."""


def die() -> None:
    raise Killed


class Resolver(MemoryResolver):
    """Does something else first, in the middle of the reading."""

    def __init__(self, first: Callable[[str], None]) -> None:
        super().__init__({f"{SELECTOR}._domainkey.{d}": RECORD for d in AMAZON_DOMAINS})
        self._first = first

    def key(self, name: str) -> Key:
        self._first(name)
        return super().key(name)


def rows(world: World) -> list[InboxRow]:
    """The notices in the inbox."""
    with world.store.read() as tx:
        return [r for status in InboxStatus for r in tx.inbox.with_status(status) if b"Policy Warning" in r.raw]


def lives(world: World, count: int) -> None:
    """The daemon is started again and again, every minute."""
    for _ in range(count):
        world.clock.set(world.clock.now() + timedelta(minutes=1))
        with suppress(Killed):
            world.once()


def test_a_notice_that_was_being_read_at_three_kills_is_read_in_the_next_life() -> None:
    kills = iter(range(3))
    world = World(resolver=Resolver(lambda _: die() if next(kills, None) is not None else None))
    world.server.deliver(SELLER, signed(notice(date=world.clock.now())))
    lives(world, 5)
    assert world.case().attempts == 1
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_message_that_kills_every_time_is_set_aside_and_the_others_go_on() -> None:
    world = World(resolver=Resolver(lambda name: die() if name.endswith("amazon.de") else None))
    guilty = notice(date=world.clock.now(), sender="notice@amazon.de", dispute="notice-dispute@amazon.de")
    world.server.deliver(SELLER, signed(guilty, "amazon.de"))
    world.server.deliver(SELLER, signed(notice(date=world.clock.now(), complaint="20987654321", complainant=OTHER)))
    lives(world, 10)
    assert sorted(r.status.value for r in rows(world)) == ["done", "shunted"]
    assert len(world.arrived(OTHER)) == 1


def test_a_message_in_one_process_hands_is_left_alone_by_the_others() -> None:
    def others_look(_: str) -> None:
        for _other in range(9):
            triage(world.context)

    world = World(resolver=Resolver(others_look))
    world.server.deliver(SELLER, signed(notice(date=world.clock.now())))
    world.once()
    (row,) = rows(world)
    assert (row.status, row.attempts) == (InboxStatus.DONE, 1)
    assert len(world.cases()) == 1


def test_no_letter_leaves_while_an_answer_is_in_another_process_hands() -> None:
    world = World(attempts=2)
    world.receive(signed(notice(date=world.clock.now())))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.server.deliver(SELLER, answer(inquiry, date=world.clock.now()))
    steps.poll_account(world.context, world.context.accounts["acme"])
    world.clock.set(world.clock.now() + timedelta(days=4))
    with world.store.write() as tx:  # as the other process leaves it while it reads
        (row,) = (r for r in tx.inbox.with_status(InboxStatus.NEW) if b"In-Reply-To" in r.raw)
        tx.inbox.save(replace(row, attempts=1, retry_at=world.clock.now() + timedelta(seconds=10)))
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1
    world.sleep(timedelta(seconds=10))
    assert world.case().reason is Reason.REPLIED
    assert len(world.arrived(COMPLAINANT)) == 1
