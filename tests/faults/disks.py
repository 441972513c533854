"""Experiment: the store's files are damaged, lost or set back while the program is down; nothing leaves twice.

An installation in memory with its store in a file: two cases, three letters, and what was committed last lies in
the write-ahead log. Then one thing happens to the files, and the program is started again for three weeks. Either
it refuses with one line and sends nothing, or it goes on as if nothing had been. By itself:

    python -m tests.faults.disks --count 200
"""

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.faults.aside import undone
from tests.faults.every_step import key_of
from tests.faults.ledger import Ledger, command
from tests.mails import notice, signed
from tests.unit.service.world import World, close_all

from noticed.adapters.store.engine import SqlStore, open_store
from noticed.ports import LetterStatus, Permanent, Transient

DAY = timedelta(days=1)
PAGE = 4096
DB, WAL, BACKUP = "noticed.db", "noticed.db-wal", "backup.db"
Damage = Callable[["Files", random.Random], None]


class Files:
    """The store's folder of a trial, and what it was the day before."""

    def __init__(self, folder: Path, older: Path) -> None:
        self.folder, self.older = folder, older

    def __getitem__(self, name: str) -> Path:
        return self.folder / name

    def change(self, name: str, by: Callable[[bytearray], None]) -> None:
        """Change the octets of a file."""
        octets = bytearray(self[name].read_bytes())
        by(octets)
        self[name].write_bytes(octets)


def _truncated(files: Files, rng: random.Random) -> None:
    files.change(DB, lambda octets: octets.__delitem__(slice(rng.randrange(len(octets)), None)))


def _empty(files: Files, _: random.Random) -> None:
    files[DB].write_bytes(b"")


def _page(files: Files, rng: random.Random) -> None:
    def invert(octets: bytearray) -> None:
        start = rng.randrange(len(octets) // PAGE) * PAGE
        octets[start : start + PAGE] = bytes(255 - octet for octet in octets[start : start + PAGE])

    _log_is_written_back(files)
    files.change(DB, invert)


def _noise(files: Files, rng: random.Random) -> None:
    def strew(octets: bytearray) -> None:
        start = rng.randrange(len(octets) - 512)
        octets[start : start + 512] = rng.randbytes(512)

    _log_is_written_back(files)
    files.change(DB, strew)


def _log_is_written_back(files: Files) -> None:
    """As at an orderly end: the damage hits what is read."""
    open_store(f"sqlite:///{files[DB]}").close()


def _log_gone(files: Files, _: random.Random) -> None:
    files[WAL].unlink()


def _log_cut(files: Files, rng: random.Random) -> None:
    files.change(WAL, lambda octets: octets.__delitem__(slice(rng.randrange(len(octets)), None)))


def _log_noise(files: Files, rng: random.Random) -> None:
    def strew(octets: bytearray) -> None:
        start = rng.randrange(len(octets))
        octets[start] ^= 0xFF

    files.change(WAL, strew)


def _gone(files: Files, _: random.Random) -> None:
    files[DB].unlink()


def _older(files: Files, _: random.Random) -> None:
    """Yesterday's files are put back; what stands beside the store is of today."""
    for file in (*files.folder.glob("noticed.db"), *files.folder.glob("noticed.db-*")):
        file.unlink()
    for name in (DB, WAL):
        shutil.copy(files.older / name, files[name])


def _backup(files: Files, _: random.Random) -> None:
    """``noticed backup`` of yesterday is put back, as docs say: over the file, its log taken away."""
    for file in files.folder.glob("noticed.db-*"):
        file.unlink()
    shutil.copy(files.older.parent / BACKUP, files[DB])


def _backup_elsewhere(files: Files, rng: random.Random) -> None:
    """The same on another machine: nothing stands beside it."""
    for file in files.folder.iterdir():
        file.unlink()
    _backup(files, rng)


def _rolled_back(files: Files, _: random.Random) -> None:
    """The whole machine is set back to yesterday."""
    for file in files.folder.iterdir():
        file.unlink()
    for file in files.older.iterdir():
        shutil.copy(file, files.folder)


DAMAGES: dict[str, Damage] = {
    "truncated": _truncated,
    "page": _page,
    "noise": _noise,
    "log gone": _log_gone,
    "log cut": _log_cut,
    "log noise": _log_noise,
    "older": _older,
    "rolled back": _rolled_back,
    "backup": _backup,
    "backup elsewhere": _backup_elsewhere,
    "empty": _empty,
    "gone": _gone,
}


class Disk:
    """The installation before anything happens to it, in ``folder``."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.ledger = ledger
        self.random = random.Random(ledger.seed)  # places, not secrets
        self.folder, self.older, self.now = (folder / name for name in ("store", "older", "now"))
        self.folder.mkdir()
        self.store = open_store(f"sqlite:///{self.folder / DB}")
        self.world = World(store=self.store)
        self._receive("10500000001", "ip@brand.example")
        self.world.sleep(DAY)
        self._image(self.older)
        self.store.backup(str(folder / BACKUP), replace=False, at=self.world.clock.now())
        self.world.sleep(3 * DAY)
        self._receive("10500000002", "ip@other.example")
        self._image(self.now)
        self.outcomes = Counter[str]()

    def _receive(self, complaint: str, complainant: str) -> None:
        raw = notice(date=self.world.clock.now(), complaint=complaint, complainant=complainant)
        self.world.receive(signed(raw))

    def _image(self, place: Path) -> None:
        """As a kill leaves the files."""
        place.mkdir()
        for file in self.folder.iterdir():
            if not file.name.endswith(("-shm", ".lock")):
                shutil.copy(file, place)

    def suffers(self, name: str) -> None:
        """One trial."""
        with tempfile.TemporaryDirectory() as folder, undone(self.world, self.world.submission):
            files = Files(Path(folder), self.older)
            for file in self.now.iterdir():
                shutil.copy(file, folder)
            DAMAGES[name](files, self.random)
            self._start_again(name, files)

    def _start_again(self, name: str, files: Files) -> None:
        before = len(self._ours())
        store: SqlStore | None = None
        refused = ""
        try:
            store = open_store(f"sqlite:///{files[DB]}", patience_seconds=0.1)
            self._three_weeks(store)
        except (Permanent, Transient) as error:
            refused = str(error)
        except Exception as error:
            self.ledger.check("I21", False, f"{name}: {type(error).__name__}: {error}")
        finally:
            if store:
                store.close()
        self._count(name, refused, before)

    def _three_weeks(self, store: SqlStore) -> None:
        self.world.store = store
        self.world.context = replace(self.world.context, store=store, owner="another")
        for _ in range(11):
            self.world.clock.set(self.world.clock.now() + 2 * DAY)
            self.world.once()
        with store.read() as tx:
            moving = [x for x in tx.outbox.all() if x.status in {LetterStatus.SUBMITTING, LetterStatus.QUEUED}]
            cases = len(tx.cases.all())
        self.ledger.check("I1", cases == 2, f"{cases} cases afterwards")
        self.ledger.check("I4", not moving, f"{[x.letter for x in moving]} afterwards")

    def _ours(self) -> list[str]:
        keys = (key_of(x.raw) for x in self.world.submission.submitted)
        return [".".join(key.split(".")[:2]) for key in keys if key.startswith("N-")]

    def _count(self, name: str, refused: str, before: int) -> None:
        letters = Counter(self._ours())
        twice = [letter for letter, times in letters.items() if times > 1]
        self.ledger.check("I3 I19", not twice, f"{name}: {twice} left twice")
        self.ledger.check("I21", bool(refused) or len(letters) <= 6, f"{name}: {len(letters)} letters")
        if refused:
            self.ledger.check("I21", "\n" not in refused and len(refused) < 300, f"{name}: {refused}")
        silently = not refused and name in {"empty", "gone"}
        self.ledger.check("I21", not silently, f"{name}: a lost store was made anew")
        sent = len(self._ours()) - before
        self.outcomes[f"{name}: {'refused' if refused else 'went on'}"] += 1
        assert sent >= 0


def experiment(ledger: Ledger, count: int) -> None:
    """``count`` accidents, one kind after the other."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(Path(folder), ledger)
        names = list(DAMAGES)
        for number in range(count):
            disk.suffers(names[number % len(names)])
        close_all()
    ledger.figures |= {"accidents": count, **dict(sorted(disk.outcomes.items()))}


if __name__ == "__main__":
    sys.exit(command("disks", 200, experiment, __doc__))
