"""Letters in doubt behind a mailbox that does not answer: they keep nobody else's mail and letters waiting."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.ports import LetterStatus, MailSession, Transient
from noticed.service import status, steps, trouble

HOUR = timedelta(hours=1)


class BlackHole:
    """A line that never answers, and counts who waited for it."""

    def __init__(self) -> None:
        self.waited = 0

    def connect(self) -> AbstractContextManager[MailSession]:
        self.waited += 1
        raise Transient("imap.example:993: it did not answer in time")


def in_doubt(world: World, letters: int) -> BlackHole:
    """That many letters whose answers were lost, and then the mailbox was cut off."""
    world.submission.keep_copies = True  # somewhere nobody looks
    world.submission.lose_answers = letters
    for number in range(letters):
        raw = notice(date=START, complaint=f"1098765430{number}", complainant=f"ip@brand{number}.example")
        world.receive(signed(raw))
        with world.store.write() as tx:
            trouble.clear_all(tx)  # it does not rest: the operator said resume
    assert {x.status for x in world.letters()} == {LetterStatus.IN_DOUBT}
    hole = BlackHole()
    world.context = replace(world.context, mail=lambda _: hole)
    world.clock.set(START + HOUR)
    return hole


def test_clock_and_triage_wait_for_no_mailbox() -> None:
    world = World()
    hole = in_doubt(world, 5)
    steps.prepare(world.context)
    assert hole.waited == 0


def test_a_mailbox_that_does_not_answer_is_tried_once_and_then_rests() -> None:
    world = World()
    hole = in_doubt(world, 5)
    for _ in range(20):  # a minute of the daemon
        steps.work(world.context)
        world.clock.set(world.clock.now() + timedelta(seconds=3))
    assert hole.waited <= 4


def test_a_day_of_doubt_is_an_alarm_and_it_ends_with_the_outage() -> None:
    world = World()
    shown: Any = world.context.mail
    in_doubt(world, 1)
    for _ in range(30):
        world.sleep(HOUR)
    assert any("in doubt for a day" in m["Subject"] for m in world.arrived(BOSS))
    world.context = replace(world.context, mail=shown)
    for raw in world.submission.kept:
        world.server.deliver(world.seller, raw)
    world.sleep(HOUR)
    assert [x.status for x in world.letters()] == [LetterStatus.SUBMITTED]
    assert world.case().attempts == 1
    assert len(world.arrived(COMPLAINANT)) == 0
    assert len(world.arrived("ip@brand0.example")) == 1


def test_a_server_that_answers_no_final_dot_leaves_one_letter_in_doubt_and_not_all_of_them() -> None:
    world = World()
    world.submission.lose_answers = 10
    world.submission.keep_copies = True
    for number in range(6):
        raw = notice(date=START, complaint=f"1098765430{number}", complainant=f"ip@brand{number}.example")
        world.server.deliver(world.seller, signed(raw))
    world.once()
    doubtful = [x for x in world.letters() if x.status is LetterStatus.IN_DOUBT]
    assert len(doubtful) <= 2
    assert not status.look(world.context, timedelta(days=1)).healthy, "it is said at once"
    world.submission.lose_answers = 0
    world.sleep(HOUR)
    assert sum(x.status is LetterStatus.SUBMITTED for x in world.letters()) == 6 - len(doubtful)
