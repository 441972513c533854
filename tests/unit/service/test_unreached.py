"""A letter whose server was not reached: nothing of it was said."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import START, World

from noticed.adapters.memory import MemorySubmission, MemorySubmitting
from noticed.ports import LetterStatus, Transient
from noticed.service import decisions

RIGHT = "right@other.example"


class Down(MemorySubmission):
    """Nobody answers there, until it is up."""

    is_up = False

    @contextmanager
    def connect(self) -> Iterator[MemorySubmitting]:
        if not self.is_up:
            raise Transient("connection refused")
        yield MemorySubmitting(self)


def test_an_address_that_is_set_right_while_the_server_is_down_counts() -> None:
    world = World()
    world.submission = server = Down(world.server)
    world.receive(signed(notice(date=START)))
    for _ in range(3):
        world.sleep(timedelta(hours=1))
    (letter,) = world.letters()
    assert (letter.status, letter.tries, letter.answer) == (LetterStatus.QUEUED, 0, "connection refused")
    decisions.correct(world.context, world.case().case, {"complainant_emails": RIGHT})
    server.is_up = True
    world.sleep(timedelta(hours=1))
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(RIGHT))) == (0, 1)
