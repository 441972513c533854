"""Experiment: at every step of one notice's life the machine fails, and the life ends as it would have ended.

The life: a notice, two letters without an answer, the operator's decision, one letter to Amazon. A step is a
statement that writes, a commit, and each step of an SMTP dialogue. At each of them, one at a time,

    kill      the process is gone; another goes on with the files of that moment (what the kernel was given)
    full      no byte can be written to a file for ten minutes (RLIMIT_FSIZE: no privilege is needed)
    locked    another process holds the database for ten minutes

By itself, with ``--count`` every how many steps (1: all of them):

    python -m tests.faults.every_step --count 1
"""

import resource
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from tests.faults.aside import undone
from tests.faults.ledger import Ledger, command
from tests.mails import AMAZON, COMPLAINANT, SELLER, notice, signed
from tests.unit.service.world import World, close_all

from noticed.adapters.memory import MemoryMailServer, MemorySubmission, MemorySubmitting
from noticed.adapters.store.engine import SqlStore, open_store
from noticed.core.case.model import Outcome, State
from noticed.ports import Answer, InboxStatus, LetterStatus, Transient, nothing
from noticed.service import decisions
from noticed.service.extra import Extra

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
_WRITES = ("INSERT", "UPDATE", "DELETE")
_LASTS = 10
"""Looks, a minute apart, that a full disk or a lock outlives."""
_BACKOFF = 6
"""Looks after it: a line in trouble is left alone for five minutes at most."""


class Steps(MemorySubmission):
    """The submission server, which knows the truth, and tells of every step of a dialogue."""

    def __init__(self, server: MemoryMailServer, step: Callable[[str], None]) -> None:
        super().__init__(server)
        self.step = step
        self.at_dot: Callable[[bytes], None] = lambda _: None
        self.tried: dict[str, set[bytes]] = {}
        """Bytes of every attempt, by letter."""

    @contextmanager
    def connect(self) -> Iterator[MemorySubmitting]:
        self.step("connect")
        with super().connect():
            yield _Dialogue(self)


class _Dialogue(MemorySubmitting):
    def __init__(self, submission: Steps) -> None:
        super().__init__(submission)
        self._steps = submission

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        self._steps.step("MAIL")
        answers = super().envelope(sender, recipients)
        self._steps.step("RCPT")
        return answers

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        self._steps.tried.setdefault(key_of(raw), set()).add(raw)
        self._steps.at_dot(raw)
        self._steps.step("before the dot")
        answer = super().data(raw, meanwhile)
        self._steps.step("after the dot")
        return answer


def key_of(raw: bytes) -> str:
    """X-Noticed-Letter of a letter; "" for anything else."""
    return raw.partition(b"X-Noticed-Letter: ")[2].partition(b"\r\n")[0].decode()


class Life:
    """One notice's life in ``folder``: killed at each of the steps ``kills``, or with another fault ``at`` one."""

    def __init__(
        self, folder: Path, ledger: Ledger, *, kills: Container[int] = (), fault: str = "", at: int | None = None
    ) -> None:
        self.folder, self.ledger, self.kills, self.fault, self.at = folder, ledger, kills, fault, at
        self.names: list[str] = []
        """Every step there was, in order."""
        self.branched = False
        self._lock: sqlite3.Connection | None = None
        self._released = False
        self._over = 0
        self.stage = 0
        self.path = folder / "noticed.db"
        store = self._open(self.path)
        self.world = World(attempts=2, store=store, resend_unknown=True)
        self.submission = Steps(self.world.server, self._step)
        self.submission.at_dot = self._written_ahead
        self.world.context = replace(self.world.context, submission=lambda _: self.submission)
        self._watch(store)

    @property
    def where(self) -> str:
        """For the report."""
        at = len(self.names) - 1 if self.branched else self.at
        name = self.names[at] if at is not None and at < len(self.names) else "the end"
        return f"{'kill' if self.branched else self.fault} at step {at} ({name})"

    def live(self) -> None:
        """The whole life."""
        self._from_here()
        self._relieve()
        self.count()

    def _from_here(self) -> None:
        stages = (self._arrives, self._waits, self._waits, self._decides, self._ends)
        while self.stage < len(stages):
            stages[self.stage]()
            self.stage += 1

    # -------------------------------------------------------------------------------- stages

    def _arrives(self) -> None:
        if not any(b"Policy Warning" in m.raw for m in self.world.server.messages(SELLER)):
            self.world.server.deliver(SELLER, signed(notice(date=self.world.clock.now())))
        self._look()

    def _waits(self) -> None:
        self._let_pass(20 * MINUTE)  # a doubt is settled by then
        self._look()
        self._let_pass(4 * DAY + 60 * MINUTE)  # what was tried again may have left a little later
        self._look()

    def _decides(self) -> None:
        while self.world.case().state is State.WITH_OPERATOR:
            with suppress(Transient):
                decisions.decide(self.world.context, self.world.case().case, Outcome.REASON_UNKNOWN, "", Extra())
            self._look()

    def _ends(self) -> None:
        for _ in range(3):
            self._let_pass(20 * MINUTE)
            self._look()

    def _look(self) -> None:
        """As the daemon does: what the store cannot do now is tried again, and lines in trouble a little later."""
        failed = after = 0
        while True:
            with suppress(Transient):
                self.world.once()
            failed += self._over > 0
            after += failed > 0 and self._over == 0
            if not failed or after > _BACKOFF:
                return
            self._over = max(self._over - 1, 0)
            if not self._over and not after:
                self._relieve()
            self._let_pass(MINUTE)

    def _let_pass(self, span: timedelta) -> None:
        self.world.clock.set(self.world.clock.now() + span)

    # -------------------------------------------------------------------------------- faults

    def _step(self, name: str) -> None:
        if self.branched:
            return
        self.names.append(name)
        step = len(self.names) - 1
        if step in self.kills:
            self._killed()
        if self.fault == "full" and step == self.at:
            self._over = _LASTS
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        if self.fault == "locked" and self.at is not None and step >= self.at and self._lock is None:
            self._take_the_lock()

    def _take_the_lock(self) -> None:
        """At this step, or as soon as nobody else holds it."""
        if self._released:
            return
        lock = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            lock.close()
            return
        self._lock, self._over = lock, _LASTS

    def _relieve(self) -> None:
        """Room on the disk, and no lock."""
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        if self._lock:
            self._lock.close()
            self._lock, self._released = None, True

    def _killed(self) -> None:
        """Another process goes on to the end, on what the files held at this moment; then time is turned back, and
        this one goes on as if nothing had been.
        """
        stage, path, context = self.stage, self.path, self.world.context
        self.branched = True
        with tempfile.TemporaryDirectory() as name, undone(self.world, self.submission):
            self.path = self._image(Path(name))
            self.world.store = self._open(self.path)
            self.world.context = replace(context, store=self.world.store, owner="another")
            self._let_pass(MINUTE)
            try:
                self._from_here()
                self.count()
            finally:
                self.world.store.close()
        self.branched = False
        self.stage, self.path = stage, path

    def _image(self, folder: Path) -> Path:
        """What the kernel was given so far: of a transaction that was not committed, nothing counts."""
        for file in self.folder.glob("noticed.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        with closing(sqlite3.connect(folder / "noticed.db")) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        self.ledger.check("I21", said == "ok", f"{self.where}: {said}")
        return folder / "noticed.db"

    def _open(self, path: Path) -> SqlStore:
        return open_store(f"sqlite:///{path}", patience_seconds=0.02)

    def _watch(self, store: SqlStore) -> None:
        engine = store._database.engine

        @event.listens_for(engine, "before_cursor_execute")
        def _statement(_: Any, __: Any, statement: str, *___: Any) -> None:
            if statement.startswith(_WRITES):
                self._step(statement.split(" (", maxsplit=1)[0].split(" SET", maxsplit=1)[0])

        @event.listens_for(engine, "commit")
        def _commit(connection: Any) -> None:
            if connection.get_execution_options().get("noticed_writes"):
                self._step("commit")

    # -------------------------------------------------------------------------------- the count

    def _written_ahead(self, raw: bytes) -> None:
        """At the final dot another process sees the letter ``submitting``, in phase ``data``, with these bytes."""
        if not key_of(raw).startswith("N-"):
            return
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            query = "SELECT status, phase, raw FROM outbox WHERE raw = ?"
            rows = connection.execute(query, (raw.replace(b"\r\n", b"\n"),)).fetchall()
            rows += connection.execute(query, (raw,)).fetchall()
        found = any((status.lower(), phase.lower()) == ("submitting", "data") for status, phase, _ in rows)
        self.ledger.check("I5", found, f"{self.where}: not written ahead: {rows}")

    def count(self) -> None:
        """What arrived, against what should."""
        check, where = self.ledger.check, self.where
        with self.world.store.read() as tx:
            cases, letters = tx.cases.all(), [x for x in tx.outbox.all() if x.case]
            rows = [r for s in InboxStatus for r in tx.inbox.with_status(s) if b"Policy Warning" in r.raw]
        check("I1 I2", len(cases) == 1 and len(rows) == 1, f"{where}: {len(cases)} cases of {len(rows)} notices")
        check("I1", all(c.state is State.WITH_AMAZON for c in cases), f"{where}: {[c.state.value for c in cases]}")
        arrived = Counter(key_of(x.raw) for x in self.submission.submitted)
        ours = {name: times for name, times in arrived.items() if name.startswith("N-")}
        check("I3", all(times == 1 for times in ours.values()), f"{where}: {ours}")
        done = [x for x in letters if x.status is LetterStatus.SUBMITTED]
        check("I4", len(ours) == 3 and len(done) == 3, f"{where}: {[(x.letter, x.status.value) for x in letters]}")
        check("I4", all(name == 1 for name in Counter(map(_step_of, ours)).values()), f"{where}: {ours}")
        tried = {name: len(some) for name, some in self.submission.tried.items() if name.startswith("N-")}
        check("I6", all(n == 1 for n in tried.values()), f"{where}: {tried}")
        recipients = {r for x in self.submission.submitted if key_of(x.raw) in ours for r in x.recipients}
        check("I7", recipients <= {COMPLAINANT, AMAZON, SELLER}, f"{where}: {recipients}")
        if self.fault in {"full", "locked"}:
            check("I21", not self._over, f"{where}: not over")


def _step_of(name: str) -> str:
    return ".".join(name.split(".")[:2])


def experiment(ledger: Ledger, every: int) -> None:
    """A kill at every ``every``-th step, and a life for every fourth of these with each other fault."""
    begin = ledger.seed % every
    steps = _life(ledger, kills=range(begin, 100_000, every))
    far = every if every == 1 else 4 * every
    others = range(ledger.seed % far, steps, far)
    for fault in ("full", "locked"):
        for at in others:
            _life(ledger, fault=fault, at=at)
    kills = len(range(begin, steps, every))
    ledger.figures |= {"steps": steps, "kill": kills, "full": len(others), "locked": len(others)}


def _life(ledger: Ledger, *, kills: Container[int] = (), fault: str = "", at: int | None = None) -> int:
    """One life; how many steps it had."""
    with tempfile.TemporaryDirectory() as name:
        life = Life(Path(name), ledger, kills=kills, fault=fault, at=at)
        try:
            life.live()
        finally:
            life._relieve()
            close_all()
        return len(life.names)


if __name__ == "__main__":
    sys.exit(command("every_step", 1, experiment, __doc__))
