"""Experiment: DNS, the mailboxes or the submission server fail for hours or days; nothing is lost or leaves twice.

A notice arrives in the middle of each outage, beside a case whose second letter falls due in it. By itself:

    python -m tests.faults.outages --count 200
"""

import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from tests.faults.every_step import key_of
from tests.faults.ledger import Ledger, command
from tests.mails import SELLER, notice, signed
from tests.signing import AMAZON_DOMAINS, SELECTOR
from tests.unit.service.world import BOSS, World, close_all

from noticed.core.case.model import State
from noticed.ports import Answer, Letter, LetterStatus
from noticed.service import letterbox, status

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OLD, NEW = "ip@brand.example", "ip@other.example"
Fails = Callable[[World], Callable[[], None]]
"""Lets something fail, and returns what mends it."""


def _dns(world: World) -> Callable[[], None]:
    world.resolver.failing |= {f"{SELECTOR}._domainkey.{d}" for d in AMAZON_DOMAINS}
    return world.resolver.failing.clear


def _mailbox(world: World) -> Callable[[], None]:
    world.server.break_after = 0
    return lambda: setattr(world.server, "break_after", None)


def _mailbox_login(world: World) -> Callable[[], None]:
    world.server.refuse_login = True
    return lambda: setattr(world.server, "refuse_login", False)


def _submission_login(world: World) -> Callable[[], None]:
    world.submission.refuse_login = True
    return lambda: setattr(world.submission, "refuse_login", False)


def _lines(world: World) -> Callable[[], None]:
    world.submission.break_before_dot = 10_000
    return lambda: setattr(world.submission, "break_before_dot", 0)


def _own_quota(code: int, text: str) -> Fails:
    """Our own mailbox is full: no copy, no receipt, no letter."""

    def fails(world: World) -> Callable[[], None]:
        world.submission.answers[SELLER] = Answer(code=code, text=text)
        return world.submission.answers.clear

    return fails


def _receipts(world: World) -> Callable[[], None]:
    """The server takes letters, its answers are lost, and no copy reaches us."""
    world.submission.lose_answers = 10_000
    before, deliver = world.server.deliver, world.server.deliver

    def lost(user: str, raw: bytes, *more: object, **named: object) -> int:
        return 0 if user == SELLER and key_of(raw) else deliver(user, raw, *more, **named)  # type: ignore[arg-type]

    world.server.deliver = lost  # type: ignore[method-assign]

    def mend() -> None:
        world.submission.lose_answers = 0
        world.server.deliver = before  # type: ignore[method-assign]

    return mend


OUTAGES: dict[str, Fails] = {
    "DNS": _dns,
    "mailbox": _mailbox,
    "mailbox login": _mailbox_login,
    "submission login": _submission_login,
    "line": _lines,
    "own mailbox full, for now": _own_quota(452, "4.2.2 mailbox full"),
    "own mailbox full": _own_quota(552, "5.2.2 quota exceeded"),
    "receipts": _receipts,
}


class Outage:
    """One outage of one installation."""

    def __init__(self, name: str, ledger: Ledger, rng: random.Random) -> None:
        self.name, self.ledger, self.random = name, ledger, rng
        self.world = World()
        self._receive("10300000001", OLD)

    def _receive(self, complaint: str, complainant: str) -> None:
        raw = notice(date=self.world.clock.now(), complaint=complaint, complainant=complainant)
        self.world.receive(signed(raw))

    def run(self) -> None:
        """Before, meanwhile, after."""
        self.world.sleep(4 * DAY - HOUR)
        mend = OUTAGES[self.name](self.world)
        self._receive("10300000002", NEW)
        lasts = self.random.choice((2 * HOUR, 9 * HOUR, 30 * HOUR))
        until = self.world.clock.now() + lasts
        while self.world.clock.now() < until:
            self.world.sleep(HOUR)
        self._meanwhile(lasts)
        mend()
        self._afterwards()

    def _meanwhile(self, lasts: timedelta) -> None:
        left = self._left()
        if self.name != "receipts":
            blocked = {NEW} if self.name == "DNS" else {OLD, NEW}
            came = sum(len(self.world.arrived(a)) for a in blocked) - (OLD in blocked)
            self.ledger.check("I21", came == 0, f"{self.name}: {came} letters left")
        twice = [name for name, times in left.items() if times > 1]
        self.ledger.check("I3", not twice, f"{self.name}: {twice} left twice")
        lines = status.look(self.world.context, DAY).lines
        unwell = [line for line in lines if not line.ok]
        held = [x for x in self.world.letters() if x.status is LetterStatus.HELD]
        waits = self.name == "DNS" or bool(held) or "for now" in self.name or self.name == "line"
        said = bool(unwell) or waits
        self.ledger.check("I21", said, f"{self.name}: status says nothing after {lasts}")
        doubt = [x for x in self.world.letters() if x.status is LetterStatus.IN_DOUBT]
        if doubt and lasts > DAY:
            alarmed = any("doubt" in m["Subject"] or "not have been" in m["Subject"] for m in self.world.arrived(BOSS))
            self.ledger.check("I4 I21", alarmed, f"{self.name}: in doubt for a day without an alarm")

    def _afterwards(self) -> None:
        """The operator does what he is told, and three weeks go by."""
        letterbox.resume(self.world.context, None)
        for _ in range(3):
            self.world.sleep(5 * HOUR)
            for letter in self.world.letters():
                if letter.status is LetterStatus.HELD and self._never_left(letter):
                    letterbox.approve(self.world.context, letter.letter)
            self.world.once()
        for case in self.world.cases():  # a key out of reach for a day holds a notice: the operator looks himself
            if case.state is State.WITH_COMPLAINANT:
                continue
            self.ledger.check("I22", bool(case.reason), f"{self.name}: {case.case} stopped without a reason")
        for _ in range(10):
            self.world.sleep(2 * DAY)
        left = self._left()
        twice = [name for name, times in left.items() if times > 1]
        self.ledger.check("I3", not twice, f"{self.name}: {twice} left twice")
        cases = self.world.cases()
        self.ledger.check("I1", len(cases) == 2, f"{self.name}: {len(cases)} cases of 2 notices")
        rests = {LetterStatus.SUBMITTED, LetterStatus.HELD, LetterStatus.REFUSED, LetterStatus.CANCELLED}
        for letter in self.world.letters():
            self.ledger.check("I4", letter.status in rests, f"{self.name}: {letter.letter} is {letter.status.value}")

    def _never_left(self, letter: Letter) -> bool:
        return letter.letter not in self._left()

    def _left(self) -> Counter[str]:
        keys = (key_of(x.raw) for x in self.world.submission.submitted)
        return Counter(".".join(key.split(".")[:2]) for key in keys if key.startswith("N-"))


def experiment(ledger: Ledger, count: int) -> None:
    """``count`` outages, one kind after the other."""
    rng = random.Random(ledger.seed)  # lengths, not secrets
    names = list(OUTAGES)
    for number in range(count):
        Outage(names[number % len(names)], ledger, rng).run()
        close_all()
    ledger.figures |= {"outages": count, "kinds": len(names)}


if __name__ == "__main__":
    sys.exit(command("outages", 200, experiment, __doc__))
