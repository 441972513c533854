"""Experiment: odd mail, each message among good notices, through the whole intake of an installation in memory.

    python -m tests.faults.odd_mail FOLDER…             every file under the folders, and the generated bombs
    python -m tests.faults.odd_mail --bombs             the bombs alone

A message that is lost, filed twice, takes longer than 20 s a reading (there are two) or more than 512 MB, or keeps a
good notice waiting for more than a minute, is named; the exit status says whether there was any. ``--each N``: a good
notice after every N (1).
"""

import argparse
import hashlib
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from tests.bombs import bombs
from tests.faults.ledger import FOLDER, Ledger, finish
from tests.faults.quiet import quiet
from tests.mails import SELLER, notice, signed
from tests.unit.service.world import World, close_all

from noticed.adapters import packaged
from noticed.adapters.apart import ApartReader
from noticed.core.notice.dialect import Dialect
from noticed.core.reading import Reader
from noticed.core.values import Value
from noticed.ports import InboxRow, InboxStatus

MOST_SECONDS, MOST_MEMORY, MOST_WAIT = 20.0, 512 * 1024, 60.0
"""Of reading (twice: keys, then all), of the child in kB, and until the next good notice has its case."""
_LIFE, _FULL = 40, 64 * 2**20
"""Odd messages of one installation, and their octets, as it lies in memory."""


class Figures(Value):
    """What was counted."""

    messages: int = 0
    notices: int = 0
    irrelevant: int = 0
    set_aside: tuple[str, ...] = ()
    slowest: tuple[float, str] = (0.0, "")
    largest_child: int = 0
    """kB."""
    violations: tuple[str, ...] = ()

    def plus(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(
            messages=self.messages + other.messages,
            notices=self.notices + other.notices,
            irrelevant=self.irrelevant + other.irrelevant,
            set_aside=self.set_aside + other.set_aside,
            slowest=max(self.slowest, other.slowest),
            largest_child=max(self.largest_child, other.largest_child),
            violations=self.violations + other.violations,
        )


class Life:
    """One installation with a reader in a process of its own."""

    def __init__(self) -> None:
        first = World()
        stores = tuple(first.context.marketplaces.values())
        self._reader = ApartReader(None, lambda: Reader(dialects=_dialects, marketplaces=stores))
        self._world = World(reader=self._reader, read_dialects=_dialects)
        self._notices = 0

    def close(self) -> None:
        """End the reader and both stores."""
        self._reader.close()
        close_all()

    def meets(self, name: str, raw: bytes, *, then_notice: bool) -> Figures:
        """One odd message arrives, and a good notice behind it."""
        world, wrong, begun = self._world, [], time.monotonic()
        place = world.server.deliver(SELLER, raw)
        world.once()
        took = time.monotonic() - begun
        peak = _peak(self._reader.pid)
        if took > 2 * MOST_SECONDS:  # it is read twice: for its keys, then whole
            wrong.append(f"{name}: reading took {took:.0f} s")
        if peak > MOST_MEMORY:
            wrong.append(f"{name}: the reader's process took {peak // 1024} MB")
        rows = [row for row in self._rows() if row.sha256 == hashlib.sha256(raw).hexdigest()]
        status = rows[0].status if rows else None
        wrong += [f"{name}: {len(rows)} rows"] if len(rows) > 1 else []
        wrong += [f"{name}: left as {status}"] if status is InboxStatus.NEW else []
        wrong += [f"{name}: its bytes changed"] if rows and rows[0].raw != raw and rows[0].size <= 30 * 2**20 else []
        aside = f"{name}: {(rows[0].error or '').strip().splitlines()[-1]}" if status is InboxStatus.SHUNTED else ""
        wrong += [] if self._passed(place) else [f"{name}: the cursor did not pass it"]
        good = self._good_notice(name) if then_notice else ()
        return Figures(
            messages=1,
            notices=int(then_notice),
            irrelevant=int(not rows),
            set_aside=(aside,) if aside else (),
            slowest=(took, name),
            largest_child=peak,
            violations=(*wrong, *good),
        )

    def _good_notice(self, name: str) -> tuple[str, ...]:
        world = self._world
        self._notices += 1
        complaint, address = str(10_900_000_000 + self._notices), f"ip{self._notices}@brand{self._notices}.example"
        begun = time.monotonic()
        world.receive(signed(notice(date=world.clock.now(), complaint=complaint, complainant=address)))
        took = time.monotonic() - begun
        asked = [x for x in world.letters() if address in x.to]
        wrong = [] if len(asked) == 1 else [f"{name}: the notice behind it has {len(asked)} letters"]
        return (*wrong, *([f"{name}: the notice behind it waited {took:.0f} s"] if took > MOST_WAIT else []))

    def _passed(self, uid: int) -> bool:
        with self._world.store.read() as tx:
            cursor = tx.mailboxes.get("acme", "INBOX")
        return cursor is not None and cursor.last_uid >= uid

    def _rows(self) -> list[InboxRow]:
        with self._world.store.read() as tx:
            listed = [row for status in InboxStatus for row in tx.inbox.with_status(status)]
            return [whole for row in listed if row.mailbox == "INBOX" and (whole := tx.inbox.get(row.id))]


@lru_cache
def _dialects() -> tuple[Dialect, ...]:
    return packaged.dialects(None)


def _peak(pid: int | None) -> int:
    """The most memory a living child ever had, in kB; of one that died, what all dead ones had at most."""
    if pid is None:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def experiment(odd: Iterable[tuple[str, bytes]], each: int = 1) -> Figures:
    """All of them, one after the other; a new installation now and then."""
    total, life, octets = Figures(), Life(), 0
    try:
        for number, (name, raw) in enumerate(odd, 1):
            total = total.plus(life.meets(name, raw, then_notice=number % each == 0))
            octets += len(raw)
            if number % _LIFE == 0 or octets > _FULL:
                life.close()
                life, octets = Life(), 0
    finally:
        life.close()
    return total


def files(folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Every file under the folders, by name."""
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield str(path.relative_to(folder)), path.read_bytes()


def report(figures: Figures, parent: int) -> str:
    """The figures for people."""
    seconds, slowest = figures.slowest
    lines = [
        f"{figures.messages} odd messages, {figures.irrelevant} of no interest, {figures.notices} good notices",
        f"slowest {seconds:.1f} s ({slowest}); reader's process at most {figures.largest_child // 1024} MB; "
        f"this process at most {parent // 1024} MB",
        f"{len(figures.set_aside)} set aside",
        *(f"  {line}" for line in figures.set_aside),
        f"{len(figures.violations)} violations",
        *(f"  {line}" for line in figures.violations),
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--bombs", action="store_true", help="the generated bombs alone")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder the report reads")
    parser.add_argument("--each", type=int, default=1, help="a good notice after every so many")
    asked = parser.parse_args()
    if not asked.folders and not asked.bombs:
        parser.error("name folders of mail, or --bombs")
    ledger = Ledger("odd_mail", 0)
    with quiet():
        figures = experiment(bombs(), asked.each)
        if not asked.bombs:
            figures = figures.plus(experiment(files(asked.folders), asked.each))
    print(report(figures, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
    enter(ledger, figures)
    return finish(ledger, asked.into)


def enter(ledger: Ledger, figures: Figures) -> None:
    """What the figures say about the invariants."""
    broken: dict[str, list[str]] = {"I1": [], "I13": [], "I14": []}
    for line in figures.violations:
        waited, bounds = "the notice behind it" in line, ("reading took" in line or "process took" in line)
        broken["I13" if waited else "I14" if bounds else "I1"].append(line)
    for invariant, trials in (("I1", figures.messages), ("I13", figures.notices), ("I14", figures.messages)):
        ledger.count(invariant, trials, tuple(broken[invariant]))
    seconds, slowest = figures.slowest
    ledger.figures |= {
        "messages": figures.messages,
        "good notices": figures.notices,
        "set aside": len(figures.set_aside),
        "slowest": f"{seconds:.1f} s ({slowest})",
        "reader's MB": figures.largest_child // 1024,
    }


if __name__ == "__main__":
    sys.exit(main())
