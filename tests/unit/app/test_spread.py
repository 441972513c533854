"""What fell due while the laptop slept leaves one letter at a time."""

from datetime import timedelta

from tests.mails import SELLER, notice, signed
from tests.unit.service.world import World

from noticed.app.spread import Spread
from noticed.ports import LetterStatus
from noticed.service import steps, timekeeping
from noticed.service.submit import submit

MINUTE = timedelta(minutes=1)


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_tick_after_a_tick_spreads_nothing() -> None:
    spread = Spread(clock=Seconds())
    spread.passed(timedelta(seconds=2))
    assert spread.most("acme") is None


def test_after_a_sleep_letters_leave_a_minute_apart_for_an_hour() -> None:
    clock = Seconds()
    spread = Spread(clock=clock)
    spread.passed(3 * 24 * 60 * MINUTE)
    assert spread.most("acme") == 1
    spread.left("acme")
    assert (spread.most("acme"), spread.most("other")) == (0, 1)
    clock.now += 60
    assert spread.most("acme") == 1
    clock.now += 3600
    assert spread.most("acme") is None


def test_one_at_a_time_is_one_letter_and_the_others_stay_queued() -> None:
    world = World()
    for number in range(3):
        raw = notice(date=world.clock.now(), complaint=f"1098765432{number}", complainant=f"ip@brand{number}.example")
        world.server.deliver(SELLER, signed(raw))
    steps.poll_account(world.context, world.context.accounts["acme"])
    steps.prepare(world.context)
    assert submit(world.context, steps.last_look, "acme", most=1) == 1
    statuses = [x.status for x in world.letters()]
    assert (statuses.count(LetterStatus.SUBMITTED), statuses.count(LetterStatus.QUEUED)) == (1, 2)
    assert submit(world.context, steps.last_look, "acme", most=0) == 0


def test_the_time_since_the_last_tick_is_told() -> None:
    world = World()
    timekeeping.remember(world.context)
    world.clock.set(world.clock.now() + 20 * MINUTE)
    assert timekeeping.remember(world.context) == 20 * MINUTE
    world.clock.set(world.clock.now() - 10 * MINUTE)
    assert timekeeping.remember(world.context) == timedelta()
