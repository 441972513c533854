"""Several processes on one store, some of them killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contract.store.examples import a_letter

from noticed.adapters.store.engine import open_store
from noticed.ports import LetterStatus, Store, Transient

PRELUDE = """
import resource, sys, time
from datetime import UTC, datetime
from noticed.adapters.store.engine import open_store
from noticed.ports import Transient
def say(*words): print(*words, flush=True)
"""


class Processes:
    """Child processes, killed when the test ends."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[str]] = []

    def start(self, script: str, url: str) -> subprocess.Popen[str]:
        child = subprocess.Popen([sys.executable, "-c", PRELUDE + script, url], stdout=subprocess.PIPE, text=True)
        self._started.append(child)
        return child

    def end(self) -> None:
        for child in self._started:
            child.kill()
            child.communicate()


@pytest.fixture
def processes() -> Iterator[Processes]:
    started = Processes()
    yield started
    started.end()


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def kill(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait()


CLAIM = """
store = open_store(sys.argv[1])
say("ready")
time.sleep(max(0, float(int(time.time()) + 1) - time.time()))
won = []
for number in range(40):
    with store.write() as tx:
        if tx.outbox.claim(tx.outbox.get(f"N-1.{number}"), "me", datetime.now(UTC)):
            won.append(number)
say(*won)
"""


def test_two_processes_claim_one_letter_once(shared: Store, shared_url: str, processes: Processes) -> None:
    with shared.write() as tx:
        for number in range(40):
            tx.outbox.add(a_letter(f"N-1.{number}"))
    children = [processes.start(CLAIM, shared_url) for _ in range(2)]
    assert [line(child) for child in children] == ["ready", "ready"]
    won = [int(number) for child in children for number in line(child).split()]
    assert sorted(won) == list(range(40))
    with shared.read() as tx:
        assert {(letter.status, letter.tries) for letter in tx.outbox.all()} == {(LetterStatus.SUBMITTING, 1)}


def test_processes_that_start_at_once_make_one_store(shared_url: str, processes: Processes) -> None:
    script = 'store = open_store(sys.argv[1])\nwith store.write() as tx: tx.facts.set(sys.argv[1], "x")\nsay("opened")'
    children = [processes.start(script, shared_url) for _ in range(4)]
    assert [line(child) for child in children] == 4 * ["opened"]


HALF = """
store = open_store(sys.argv[1])
with store.write() as tx:
    tx.facts.set("state", "new")
    for number in range(2000):
        tx.facts.set(f"fact {number}", "x" * 1000)
    say("half-way")
    time.sleep(60)
"""


def test_a_process_killed_half_way_leaves_the_old_state(shared: Store, shared_url: str, processes: Processes) -> None:
    with shared.write() as tx:
        tx.facts.set("state", "old")
    child = processes.start(HALF, shared_url)
    assert line(child) == "half-way"
    kill(child)
    with shared.write() as tx:
        assert tx.facts.all() == {"state": "old"}


COMMITTED = """
store = open_store(sys.argv[1])
with store.write() as tx:
    tx.facts.set("state", "new")
say("committed")
time.sleep(60)
"""


def test_what_a_killed_process_had_committed_stays(shared_url: str, processes: Processes) -> None:
    child = processes.start(COMMITTED, shared_url)
    assert line(child) == "committed"
    kill(child)
    store = open_store(shared_url)
    with store.read() as tx:
        assert tx.facts.get("state") == "new"
    store.close()


ALONE = """
store = open_store(sys.argv[1])
with store.alone("submit:acme") as mine:
    say(mine)
    time.sleep(60)
"""


def test_a_lease_ends_with_its_process(shared: Store, shared_url: str, processes: Processes) -> None:
    child = processes.start(ALONE, shared_url)
    assert line(child) == "True"
    with shared.alone("submit:acme") as mine:
        assert not mine
    kill(child)
    assert _free_within(shared, seconds=5)


def _free_within(store: Store, seconds: float) -> bool:
    """Whether the lease falls free; a server notices a lost session a moment later."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with store.alone("submit:acme") as mine:
            if mine:
                return True
        time.sleep(0.02)
    return False


def test_a_lock_that_stays_is_transient(shared_url: str, processes: Processes) -> None:
    child = processes.start(HALF, shared_url)
    assert line(child) == "half-way"
    store = open_store(shared_url, patience_seconds=0.2)
    with pytest.raises(Transient, match="stays locked"), store.write():
        pass
    store.close()


FULL = """
store = open_store(sys.argv[1])
with store.write() as tx:
    tx.facts.set("state", "old")
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    with store.write() as tx:
        tx.facts.set("state", "x" * 1_000_000)
except Transient as error:
    say(error)
with store.read() as tx:
    say(tx.facts.get("state"))
"""


def test_a_full_disk_is_transient_and_undoes_everything(tmp_path: Path, processes: Processes) -> None:
    child = processes.start(FULL, f"sqlite:///{tmp_path / 'noticed.db'}")
    assert "disk of the store" in line(child)
    assert line(child) == "old"
