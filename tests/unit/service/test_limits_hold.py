"""The limits hold over crashes, clock jumps, lost answers and several daemons: they are counted in the store."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mails import AMAZON, SELLER, notice, signed
from tests.unit.service.world import START, World

from noticed.adapters.memory import Submitted
from noticed.adapters.store.engine import open_store
from noticed.ports import Answer, LetterStatus
from noticed.service.context import Limits
from noticed.service.submit import submit

DAY = timedelta(days=1)
LIMITS = Limits(
    probation=0, account_per_day=4, amazon_per_day=3, new_recipients_per_day=2, complainant_gap=timedelta(hours=30)
)
COMPLAINANTS = 5


class Killed(BaseException):
    """The process ends here."""


class Ledger:
    """When, by the clock, which letter really arrived."""

    def __init__(self, world: World) -> None:
        self.arrived: list[tuple[datetime, Submitted]] = []
        self.kill_before = self.kill_after = 0
        self._world, self._accept = world, world.submission.accept
        world.submission.accept = self.accept  # type: ignore[method-assign]

    def accept(self, letter: Submitted) -> None:
        if self.kill_before:
            self.kill_before -= 1
            raise Killed
        self._accept(letter)
        if b"X-Noticed-Letter: N-" in letter.raw:
            self.arrived.append((self._world.clock.now(), letter))
        if self.kill_after:
            self.kill_after -= 1
            raise Killed

    def check(self) -> None:
        """No window of a day holds more than the limits, and nobody is asked twice within the gap."""
        seen: set[str] = set()
        first: list[datetime] = []
        last: dict[str, datetime] = {}
        for at, letter in self.arrived:
            day = [x for t, x in self.arrived if at - DAY < t <= at]
            assert len(day) <= LIMITS.account_per_day
            assert sum(AMAZON in x.recipients for x in day) <= LIMITS.amazon_per_day
            for address in set(letter.recipients) - {AMAZON, SELLER}:
                first += [] if address in seen else [at]
                seen.add(address)
                assert address not in last or at - last[address] >= LIMITS.complainant_gap
                last[address] = at
            assert len([t for t in first if at - DAY < t <= at]) <= LIMITS.new_recipients_per_day


@contextmanager
def living(world: World) -> Iterator[None]:
    """One life of the process; the next has another name in claims."""
    with suppress(Killed):
        yield
    world.context = type(world.context)(**{**vars(world.context), "owner": world.context.owner + "'"})


def act(world: World, ledger: Ledger, number: int, what: str, size: int) -> None:
    """One thing that happens to an installation."""
    if what == "notices":
        for each in range(size):
            serial = number * 10 + each
            who = f"ip@brand{serial % COMPLAINANTS}.example"
            raw = notice(
                date=world.clock.now(), complaint=f"1098{serial:07}", asins=[f"B0C{serial:07}"], complainant=who
            )
            world.server.deliver(SELLER, signed(raw))
    elif what in {"kill_before", "kill_after"}:
        setattr(ledger, what, 1)
    elif what == "lost_answers":
        world.submission.lose_answers = size
    elif what == "greylisting":
        world.submission.data_answers = [Answer(code=451, text="4.7.1 later")] * size
    elif what == "hours":
        world.clock.set(world.clock.now() + timedelta(hours=size * 5))
    elif what == "days":
        world.clock.set(world.clock.now() + size * DAY)
    elif what == "back":
        world.clock.set(world.clock.now() - timedelta(hours=size * 7))
    with living(world):
        world.once()


@settings(max_examples=6)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "notices",
                    "notices",
                    "hours",
                    "days",
                    "back",
                    "kill_before",
                    "kill_after",
                    "lost_answers",
                    "greylisting",
                ]
            ),
            st.integers(1, 4),
        ),
        min_size=6,
        max_size=10,
    )
)
def test_no_day_holds_more_letters_than_the_limits_whatever_happens(story: list[tuple[str, int]]) -> None:
    world = World(limits=LIMITS, attempts=2)
    ledger = Ledger(world)
    for number, (what, size) in enumerate([("notices", 4), *story]):
        act(world, ledger, number, what, size)
    ledger.check()


def test_four_daemons_at_once_send_no_more_than_one_would(tmp_path: Path) -> None:
    world = World(limits=LIMITS, hold=timedelta(minutes=5))
    url = f"sqlite:///{tmp_path / 'noticed.db'}"
    world.on(url)
    for number in range(4):
        raw = notice(
            date=START,
            complaint=f"109876543{number:02}",
            asins=[f"B0C12345{number:02}"],
            complainant=f"ip@b{number}.example",
        )
        world.receive(signed(raw))
    ledger = Ledger(world)
    world.clock.set(START + timedelta(minutes=6))
    ready = threading.Barrier(4)

    def daemon(number: int) -> None:
        store = open_store(url)
        context = type(world.context)(**{**vars(world.context), "store": store, "owner": f"daemon-{number}"})
        ready.wait()
        for _ in range(3):
            submit(context, lambda *_: True)
        store.close()

    threads = [threading.Thread(target=daemon, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.arrived) == LIMITS.new_recipients_per_day
    ledger.check()


@pytest.mark.parametrize("answer", ["lost", "killed"])
def test_a_letter_that_may_have_been_sent_counts_even_when_it_is_held(answer: str) -> None:
    """Perhaps sent is sent, for the limits and for the gap; its copy never showed."""
    world = World(limits=Limits(probation=0, account_per_day=1))
    ledger = Ledger(world)
    world.server.deliver(SELLER, signed(notice(date=START)))
    if answer == "lost":
        world.submission.lose_answers = 1
    else:
        ledger.kill_after = 1
    with living(world):
        world.once()
    copies = [m for m in world.server.messages(SELLER) if b"X-Noticed-Letter: N-" in m.raw]
    for copy in copies:
        world.server.remove(SELLER, copy.uid)
    with living(world):
        world.sleep(timedelta(minutes=20))
    with living(world):
        world.sleep(timedelta(minutes=20))
    assert world.letters()[0].status is LetterStatus.HELD
    world.receive(signed(notice(date=START, complaint="10987654399", asins=["B0C7654321"], complainant="ip@x.example")))
    assert world.letters()[1].status is LetterStatus.HELD
    assert "account_per_day" in (world.letters()[1].hold_reason or "")
