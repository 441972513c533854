"""Experiment: the wall clock jumps forth and back, a laptop sleeps, summer time begins and ends; no letter is early.

Random schedules in a whole installation in memory. The world's time goes on as it does; the installation sees it
through a clock that is wrong by whatever the schedule says. By itself:

    python -m tests.faults.clocks --count 500 --seed 7

Held against the letters that left, by the wall clock: none before it was due, nor sooner after the one before than
its step says, follow-ups in the complainant's working hours alone, at least 20 hours between two letters of a case,
the limits in every 24 hours, and nothing at all while the clock is behind the last committed time. When the clock
is right again and the operator has said so, every notice has its case and every letter came to rest.
"""

import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.faults.ledger import Ledger, command
from tests.mails import AMAZON, notice, signed
from tests.unit.service.world import World, close_all

from noticed.adapters.memory import MemoryMailServer, MemorySubmission, Submitted
from noticed.adapters.system import FixedClock
from noticed.core.case.cadence import Cadence, Policy, Step, place_of
from noticed.core.case.calendar import Hours, Place
from noticed.core.case.duration import parse_duration
from noticed.core.case.model import CADENCE_LETTERS, LetterKind, State
from noticed.core.values import Value
from noticed.ports import InboxStatus, Letter, LetterStatus
from noticed.service import timekeeping
from noticed.service.context import Limits

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
SLACK = timedelta(minutes=2)
JUMPS = (HOUR, 2 * DAY, YEAR, 10 * YEAR, 3 * DAY, timedelta(seconds=1), timedelta(minutes=90))
TURNS = (
    datetime(2026, 3, 8, 10, tzinfo=UTC),  # summer time begins in America
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # in Europe
    datetime(2026, 10, 3, 16, tzinfo=UTC),  # in Australia
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # ends in Europe
    datetime(2026, 11, 1, 9, tzinfo=UTC),  # in America
    datetime(2027, 4, 3, 16, tzinfo=UTC),  # in Australia
    datetime(2028, 2, 29, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, tzinfo=UTC),
)
HOMES = ("Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Sydney", "Pacific/Apia", "UTC")
DOMAINS = ("com", "de", "co.uk", "jp", "com.au", "fr", "ca")
GAPS = ("4d", "2bd", "6h", "1d")
LIMITS = Limits(probation=0, account_per_day=4, amazon_per_day=3, new_recipients_per_day=2)
HOURS = Hours(start=time(9), end=time(17))


class Left(Value):
    """A letter that left."""

    letter: str
    wall: datetime
    true: datetime
    recipients: tuple[str, ...]
    before: bool = True
    """Before the operator said that the clock is right."""


class Watched(MemorySubmission):
    """Keeps when each letter left, by both clocks."""

    def __init__(self, server: MemoryMailServer, wall: FixedClock, true: FixedClock) -> None:
        super().__init__(server)
        self._wall, self._true = wall, true
        self.left: list[Left] = []
        self.before = True

    def accept(self, letter: Submitted) -> None:
        key = letter.raw.partition(b"X-Noticed-Letter: ")[2].partition(b"\r\n")[0].decode()
        name = ".".join(key.split(".")[:2])
        wall, true = self._wall.now(), self._true.now()
        self.left.append(Left(letter=name, wall=wall, true=true, recipients=letter.recipients, before=self.before))
        super().accept(letter)


class Schedule:
    """One installation and one course of its clock."""

    def __init__(self, seed: int, ledger: Ledger) -> None:
        self.seed, self.ledger = seed, ledger
        self.random = random.Random(seed)  # instants, not secrets
        begin = self.random.choice(TURNS) - timedelta(hours=self.random.uniform(0, 150))
        self.true, self.wall = FixedClock(begin), FixedClock(begin)
        self.offset = timedelta()
        self.hours = self.random.choice((HOURS, HOURS, None))
        self.gap = self.random.choice(GAPS)
        home = self.random.choice(HOMES)
        self.world = World(clock=self.wall, server=MemoryMailServer(self.true), limits=LIMITS)
        self.submission = Watched(self.world.server, self.wall, self.true)
        self.world.context = replace(
            self.world.context,
            submission=lambda _: self.submission,
            policy=self._policy(self.world.context.policy, home),
            timezone=ZoneInfo(home),
        )
        self.highest = self.wall.now()
        self.right_at = self.highest
        self.notices = 0

    def _policy(self, policy: Policy, home: str) -> Policy:
        kinds = (LetterKind.INQUIRY, LetterKind.FOLLOW_UP, LetterKind.FINAL_NOTICE)
        gaps = ("0s", self.gap, self.gap)
        steps = tuple(Step(after=parse_duration(g), letter=k) for g, k in zip(gaps, kinds, strict=True))
        cadence = Cadence(name="standard", steps=steps, flag_after=parse_duration(self.gap))
        return replace(
            policy,
            cadences=dict.fromkeys(policy.cadences, cadence),
            sending_hours=self.hours,
            home=Place(country="CN", timezone=home),
        )

    # ---------------------------------------------------------------------------- the course

    def run(self) -> None:
        """A month of jumps, then the right time for as long as it takes."""
        for _ in range(self.random.randint(8, 16)):
            self._time_goes_on()
            if self.random.random() < 0.3 and self.notices < 5:
                self._notice_arrives()
            self._look()
        self._right_again()
        self._count()

    def _time_goes_on(self) -> None:
        pace = self.random.choice((timedelta(minutes=30), 6 * HOUR, 6 * HOUR, 2 * DAY))
        self.true.set(self.true.now() + pace * self.random.uniform(0.01, 1))
        if self.random.random() < 0.25:
            away = self.random.choice(JUMPS) * self.random.choice((1, -1))
            self.offset = timedelta() if self.random.random() < 0.4 else self.offset + away
        self.wall.set(self.true.now() + self.offset)

    def _notice_arrives(self) -> None:
        self.notices += 1
        domain = self.random.choice(DOMAINS)
        raw = notice(
            date=self.true.now(),
            complaint=str(10900000000 + self.notices),
            asins=[f"B0C{1000000 + self.notices}"],
            complainant=f"ip@brand{self.notices}.{domain}",
        )
        self.world.server.deliver(self.world.seller, signed(raw))

    def _look(self) -> None:
        before, count = self.highest, len(self.submission.left)
        self.world.once()
        now = self.wall.now()
        self.highest = max(self.highest, now)
        left = [x for x in self.submission.left[count:] if x.letter.startswith("N-")]
        self._in_time(left)
        if now < before - SLACK:
            self.ledger.check("I20 I21", not left, f"{self.seed}: {left} left while the clock was behind")
            told = [x for x in self._outbox() if x.letter.startswith("A-") and "clock" in x.subject]
            self.ledger.check("I21", bool(told), f"{self.seed}: no alarm about the clock")

    def _right_again(self) -> None:
        """The clock is right, the operator says so, and time goes on until nothing more is due."""
        self.offset = timedelta()
        self._true_is(self.true.now())
        with self.world.store.read() as tx:
            behind = timekeeping.behind(tx, self.wall.now())
        if behind:
            timekeeping.set_right(self.world.context)
        self.submission.before = False
        self.right_at = self.highest = self.wall.now()
        for _ in range(60):
            times = list(self._due())
            if not times:
                return
            self._true_is(max(min(times), self.true.now()) + timedelta(seconds=1))

    def _true_is(self, now: datetime) -> None:
        self.true.set(now)
        self.wall.set(now)
        self._look()

    def _due(self) -> Iterable[datetime]:
        """When something happens by itself that is not the operator's turn."""
        with self.world.store.read() as tx:
            yield from (x.due_at or x.created_at for x in tx.outbox.all(LetterStatus.QUEUED))
            yield from (c.wake_at for c in tx.cases.all(State.WITH_COMPLAINANT) if c.wake_at)
            yield from (r.retry_at or self.wall.now() for r in tx.inbox.with_status(InboxStatus.NEW))

    # ---------------------------------------------------------------------------- the count

    def _count(self) -> None:
        check = self.ledger.check
        letters = {x.letter: x for x in self._outbox()}
        with self.world.store.read() as tx:
            rows = [r for s in InboxStatus for r in tx.inbox.with_status(s) if b"Policy Warning" in r.raw]
            cases = {c.case for c in tx.cases.all()}
        check("I1", len(rows) == self.notices, f"{self.seed}: {len(rows)} of {self.notices} notices")
        sound = {InboxStatus.DONE, InboxStatus.HELD}
        for row in rows:
            check("I1", row.status in sound and bool(row.case), f"{self.seed}: notice {row.id} is {row.status.value}")
        ours = [x for x in self.submission.left if x.letter.startswith("N-")]
        for name, letter in letters.items():
            times = sum(x.letter == name for x in self.submission.left)
            check("I3", times <= 1, f"{self.seed}: {name} left {times} times")
            moving = letter.status in {LetterStatus.QUEUED, LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT}
            check("I4", not moving, f"{self.seed}: {name} is {letter.status.value}, due {letter.due_at}")
        for case in cases:
            self._gaps([x for x in ours if letters[x.letter].case == case], letters)
        self._limits(ours)

    def _in_time(self, left: list[Left]) -> None:
        """What has just left was due, and where it went somebody was at work."""
        with self.world.store.read() as tx:
            letters = [
                (x, letter, tx.cases.get(letter.case or "")) for x in left if (letter := tx.outbox.get(x.letter))
            ]
        for one, letter, case in letters:
            due = letter.due_at or letter.created_at
            self.ledger.check("I20", one.wall >= due, f"{self.seed}: {one.letter} left {one.wall}, due {due}")
            if letter.step and self.hours and case:
                local = one.wall.astimezone(place_of(case, self.world.context.policy).zone)
                at_work = time(9) <= local.time() < time(17) and local.weekday() < 5
                self.ledger.check("I20", at_work, f"{self.seed}: {one.letter} left at {local} there")

    def _gaps(self, left: list[Left], letters: dict[str, Letter]) -> None:
        ladder = [x for x in left if letters[x.letter].kind in CADENCE_LETTERS]
        least = {"4d": 4 * DAY, "2bd": 2 * DAY - HOUR, "6h": 6 * HOUR, "1d": DAY}[self.gap]
        for one, two in pairwise(ladder):
            apart = two.wall - (one.wall if one.before is two.before else min(one.wall, self.right_at))
            self.ledger.check("I20", apart >= max(least, 20 * HOUR), f"{self.seed}: {two.letter} after {apart}")

    def _limits(self, left: list[Left]) -> None:
        known: set[str] = set()
        fresh = []
        for one in left:
            complainants = [r for r in one.recipients if r.startswith("ip@") and r not in known]
            known.update(complainants)
            fresh += [one] if complainants else []
        amazon = [x for x in left if AMAZON in x.recipients]
        per_day = (
            ("account", left, LIMITS.account_per_day),
            ("Amazon", amazon, LIMITS.amazon_per_day),
            ("new recipients", fresh, LIMITS.new_recipients_per_day),
        )
        for what, some, most in per_day:
            for one in some:
                within = sum(one.wall <= x.wall < one.wall + DAY and x.before is one.before for x in some)
                self.ledger.check("I8", within <= most, f"{self.seed}: {within} letters in a day: {what}")

    def _outbox(self) -> Iterable[Letter]:
        with self.world.store.read() as tx:
            return tx.outbox.all()


def experiment(ledger: Ledger, count: int) -> None:
    """``count`` schedules, each by a seed of its own."""
    letters = 0
    for number in range(count):
        schedule = Schedule(ledger.seed * 10_000 + number, ledger)
        schedule.run()
        letters += len([x for x in schedule.submission.left if x.letter.startswith("N-")])
        close_all()
    ledger.figures |= {"schedules": count, "letters": letters}


if __name__ == "__main__":
    sys.exit(command("clocks", 500, experiment, __doc__))
