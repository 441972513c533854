"""Experiment: thousands of forged notices, and as many that are signed, each naming somebody who never asked for it.

A forged notice is never written about. A signed one may be: anybody can file a complaint with Amazon and name a
stranger's address in it, so that the limits alone stand between one competitor and ten thousand victims. They are
counted in the mailboxes, over restarts and jumps of the clock. By itself:

    python -m tests.faults.forgeries --count 10000
"""

import random
import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.faults.clocks import Watched
from tests.faults.ledger import Ledger, command
from tests.mails import AMAZON, notice, signed
from tests.signing import OTHER_KEY, sign
from tests.unit.service.world import World, close_all

from noticed.adapters.store.engine import open_store
from noticed.ports import InboxStatus
from noticed.service.context import Limits

LIMITS = Limits(probation=0)
"""The packaged ones, after the first letter was approved."""
WAVE = 100
"""Notices, half of them forged, between two looks."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def forged(raw: bytes, number: int) -> bytes:
    """One of the ways of A1: no signature, somebody else's, a wrong key, a lookalike, a header put on top."""
    match number % 6:
        case 0:
            return raw
        case 1:
            return sign(raw, "amazonses.com")
        case 2:
            return sign(raw, "amazon.com", private_key=OTHER_KEY)
        case 3:
            return sign(raw.replace(b"notice@amazon.com", b"notice@amazon-notice.com"), "amazon-notice.com")
        case 4:
            return sign(
                raw.replace(b"Amazon <notice@amazon.com>", b'"notice@amazon.com" <x@evil.example>'), "evil.example"
            )
        case _:
            good = signed(raw)
            return b"From: Amazon <notice@amazon.com>\r\n" + good


class Flood:
    """One account under a flood of ``count`` forged and ``count`` signed notices."""

    def __init__(self, folder: Path, ledger: Ledger, count: int) -> None:
        self.ledger, self.count = ledger, count
        self.url = f"sqlite:///{folder / 'noticed.db'}"
        self.random = random.Random(ledger.seed)  # instants, not secrets
        self.world = World(store=open_store(self.url), limits=LIMITS)
        self.submission = Watched(self.world.server, self.world.clock, self.world.clock)
        self.world.context = replace(self.world.context, submission=lambda _: self.submission)
        self.seconds: list[float] = []
        """Of each wave."""

    def run(self) -> None:
        """Wave after wave; now and then a restart, or a clock that jumps."""
        for start in range(0, self.count, WAVE // 2):
            self._arrive(start, min(start + WAVE // 2, self.count))
            begun = time.monotonic()
            self.world.once()
            self.seconds.append(time.monotonic() - begun)
            self._something_happens()
        self._count()

    def _arrive(self, first: int, last: int) -> None:
        for number in range(first, last):
            for kind in ("forged", "signed"):
                raw = notice(
                    date=self.world.clock.now(),
                    complaint=f"{2 if kind == 'signed' else 3}{number:010d}",
                    asins=[f"B0{'E' if kind == 'signed' else 'F'}{number:07d}"],
                    complainant=f"ip@{kind}{number}.example",
                )
                self.world.server.deliver(self.world.seller, signed(raw) if kind == "signed" else forged(raw, number))

    def _something_happens(self) -> None:
        span = self.random.choice((HOUR, 3 * HOUR, 12 * HOUR))
        chance = self.random.random()
        if chance < 0.1:
            span = 2 * DAY  # a jump ahead
        elif chance < 0.2:
            span = -HOUR  # behind the last committed time
        elif chance < 0.4:
            self._restart()
        self.world.clock.set(self.world.clock.now() + span)

    def _restart(self) -> None:
        self.world.store.close()
        self.world.store = open_store(self.url)
        self.world.context = replace(self.world.context, store=self.world.store, owner=self.world.context.ids.new())

    def _count(self) -> None:
        check = self.ledger.check
        left = [x for x in self.submission.left if x.letter.startswith("N-")]
        for one in left:
            strangers = [r for r in one.recipients if "@forged" in r or "evil" in r]
            check("I7", not strangers, f"{one.letter} to {strangers}")
        amazon = [x for x in left if AMAZON in x.recipients]
        known: set[str] = set()
        fresh = []
        for one in left:
            new = {r for r in one.recipients if r.startswith("ip@")} - known
            known |= new
            fresh += [one] * bool(new)
        most = (LIMITS.account_per_day, LIMITS.amazon_per_day, LIMITS.new_recipients_per_day)
        for limit, some in zip(most, (left, amazon, fresh), strict=True):
            for one in some:
                within = sum(one.wall <= x.wall < one.wall + DAY for x in some)
                check("I8", within <= limit, f"{within} letters in the day after {one.wall}, and {limit} may leave")
        with self.world.store.read() as tx:
            counts = {s: len(tx.inbox.with_status(s)) for s in InboxStatus}
            opened = [c.complainant_emails for c in tx.cases.all()]
        check("I7", not [x for x in opened if "@forged" in str(x)], "a case of a forged notice")
        total = sum(counts.values())
        check("I1", total >= 2 * self.count and len(opened) == self.count, f"{counts}, {len(opened)} cases")
        tenth = max(len(self.seconds) // 10, 1)
        first, last = sorted(self.seconds[:tenth]), sorted(self.seconds[-tenth:])
        slower = last[len(last) // 2] / first[len(first) // 2]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        check("I14", memory < 1024, f"{memory:.0f} MB")
        self.ledger.figures |= {
            "forged": self.count,
            "signed": self.count,
            "letters": len(left),
            "messages a second": round(2 * self.count / sum(self.seconds), 1),
            "last tenth slower than the first": f"{slower:.1f} times",
            "MB": round(memory),
        }


def experiment(ledger: Ledger, count: int) -> None:
    """One flood."""
    with tempfile.TemporaryDirectory() as folder:
        flood = Flood(Path(folder), ledger, count)
        try:
            flood.run()
        finally:
            close_all()


if __name__ == "__main__":
    sys.exit(command("forgeries", 10_000, experiment, __doc__))
