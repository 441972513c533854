"""The store's files are damaged, lost or set back; the disk is full, the database locked: nothing leaves twice."""

import resource
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.dns import DnsServer
from tests.e2e.installation import NOTICED, Installation, stop
from tests.e2e.servers import MailServers, wait_until
from tests.faults.disks import DAMAGES, experiment
from tests.faults.extent import LONG, SEED
from tests.faults.ledger import Ledger
from tests.faults.lives import NO_LIMITS
from tests.faults.quiet import quiet
from tests.mails import notice, signed


def test_whatever_happens_to_the_files_nothing_leaves_twice() -> None:
    ledger = Ledger("disks", SEED)
    with quiet():
        experiment(ledger, 200 if LONG else len(DAMAGES))
    print(ledger)
    assert not ledger.violations


class Shop:
    """The real daemon at work; a notice of another complainant arrives when the test says so."""

    def __init__(self, seller: Installation) -> None:
        self.seller = seller
        self.count = 0
        self.daemon = seller.start_daemon()
        self.database = seller.folder / "var" / "noticed.db"

    def arrives(self) -> str:
        """One notice; its complainant."""
        self.count += 1
        complainant = f"ip@{self.seller.seller.partition('@')[0]}-full{self.count}.example"
        raw = notice(
            date=datetime.now(UTC),
            to=self.seller.seller,
            complaint=str(10400000000 + self.count),
            complainant=complainant,
        )
        self.seller.servers.deliver(self.seller.seller, signed(raw))
        return complainant

    def wait_for(self, complainant: str) -> None:
        """Its one letter."""
        assert len(self.seller.servers.wait_for(complainant, 1, seconds=40)) == 1

    def status(self, *before: str) -> tuple[int, str]:
        """Exit status and words of ``noticed status``."""
        command = [*before, *NOTICED, "status", "--max-age", "1h"]
        done = subprocess.run(
            command, capture_output=True, text=True, env=self.seller.environment, timeout=90, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def is_unwell(self, *words: str, before: tuple[str, ...] = ()) -> None:
        """``status`` ends with 1 and one line names what is wrong, and the cure."""
        code, said = self.status(*before)
        assert code == 1
        assert any(all(word in line for word in words) for line in said.splitlines()), said

    def nothing_leaves(self, complainant: str, seconds: float) -> None:
        """For so long, and the daemon lives."""
        time.sleep(seconds)
        assert self.daemon.poll() is None, "the daemon ended by itself"
        assert self.seller.arrived(complainant) == []


@contextmanager
def shop(folder: Path, servers: MailServers, dns: DnsServer) -> Iterator[Shop]:
    at_work = Shop(Installation(folder, servers, dns, limits=NO_LIMITS, idle="false"))
    try:
        wait_until(lambda: at_work.status()[0] == 0, "the mailbox is read", 60, step=0.5)
        at_work.wait_for(at_work.arrives())
        yield at_work
    finally:
        if at_work.daemon.poll() is None:
            stop(at_work.daemon)


def test_the_daemon_outlives_a_full_disk_and_a_lock_and_ends_when_the_store_is_broken(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    """The disk is full by a limit of the kernel's (RLIMIT_FSIZE), which needs no privilege; the log lies on it too."""
    with shop(tmp_path, servers, dns) as at_work:
        _limit(at_work, 0)
        waits = at_work.arrives()
        at_work.nothing_leaves(waits, 5)
        at_work.is_unwell("store: the disk of the store", "make room", before=("prlimit", "--fsize=0"))
        _limit(at_work, resource.RLIM_INFINITY)
        at_work.wait_for(waits)

        with closing(sqlite3.connect(at_work.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waits = at_work.arrives()
            at_work.nothing_leaves(waits, 60 if LONG else 4)
            other.execute("ROLLBACK")
        at_work.wait_for(waits)
        assert at_work.status()[0] == 0

        _break(at_work.database)
        never = at_work.arrives()
        assert at_work.daemon.wait(60) == 1
        at_work.is_unwell("the store's file is", "put back a copy")
        assert at_work.seller.arrived(never) == []


def _limit(at_work: Shop, octets: int) -> None:
    resource.prlimit(at_work.daemon.pid, resource.RLIMIT_FSIZE, (octets, resource.RLIM_INFINITY))


def _break(database: Path) -> None:
    """Every page but the first, in the file and in its log, is lost under the daemon's hands."""
    for file in (database, database.with_name("noticed.db-wal")):
        with file.open("r+b") as octets:
            octets.seek(4096)
            octets.write(b"\xff" * max(file.stat().st_size - 4096, 0))


def test_the_daemon_on_a_small_disk_that_is_really_full(tmp_path: Path, servers: MailServers, dns: DnsServer) -> None:
    """Where this machine lets us mount one; a container seldom does, and then the limit above stands for it."""
    disk = tmp_path / "var"
    disk.mkdir(mode=0o700)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "noticed-test", disk], check=False)
    try:
        with shop(tmp_path, servers, dns) as at_work:
            if mounted.returncode == 0:
                _fill(disk / "filler")
                waits = at_work.arrives()
                at_work.nothing_leaves(waits, 4)
                at_work.is_unwell("make room")
                (disk / "filler").unlink()
                at_work.wait_for(waits)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", disk], check=True)
    print(f"a disk of its own: {'yes' if mounted.returncode == 0 else 'not allowed here'}")


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(b"x" * 4096):
            pass
