"""One installation of an experiment, from its first notice to the last letter to Amazon, through many lives."""

import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation, stop
from tests.e2e.proxy import Losing
from tests.e2e.servers import MailServers, wait_until
from tests.faults.figures import Figures, complaint, counted, rests
from tests.faults.warm import Process, Warm
from tests.mails import notice, signed

from noticed.adapters.store.engine import open_store
from noticed.core.case.model import Case, Reason, State
from noticed.ports import InboxStatus, LetterStatus, Store

LONGEST_LIFE = 2.0
"""Seconds after the daemon is ready within which it is killed."""
AIMED = 0.5
"""This share of the kills comes in a dialogue with the SMTP server: after one of the client's ``STEPS`` (EHLO to
QUIT), while its words or the answer are on their way, or within a ``MOMENT`` of seconds after them."""
STEPS = 10
HOLD: tuple[Literal["", "words", "answer"], ...] = ("", "words", "answer")
MOMENT = 0.02
PATIENCE = 8.0
"""Seconds it is waited for one."""
LOST = 0.01
"""This share of the answers to a final dot never arrives."""
NO_LIMITS = """[limits]
probation = 0
complainant_gap = "0s"
account_per_day = 0
amazon_per_day = 0
new_recipients_per_day = 0"""


class Plan(NamedTuple):
    """One installation's part of the experiment."""

    seed: int
    kills: int
    notices: int
    unknown: str = "resend"
    """``[submission] on_unknown``; with hold the experiment approves what is held, as an operator does."""
    daemons: int = 1
    """How many live side by side; where several do, one of them is killed and the others go on."""
    postgresql: bool = False
    """In a schema of its own on a server, which is not copied; else in a file."""
    store: str = ""
    """URL of that schema, from whoever runs the plan."""


class Experiment:
    """One installation from its first notice to the last letter to Amazon."""

    def __init__(self, folder: Path, servers: MailServers, dns: DnsServer, plan: Plan, warm: Warm) -> None:
        self.plan, self._warm = plan, warm
        self.random = random.Random(plan.seed)  # instants, not secrets
        self.servers = servers
        stored = {"store": f'"{plan.store}"'} if plan.store else {}
        self._smtp = Losing(servers.ports["plain"], LOST, plan.seed)
        stored |= {"host": "late", "smtp_port": str(self._smtp.port), "smtp_tls": 'tls = "none"'}
        self.seller = Installation(folder, servers, dns, every='"2s"', settle='"5s"', limits=NO_LIMITS, **stored)
        settings = self.seller.settings
        settings.write_text(
            settings.read_text().replace("[submission]", f'[submission]\non_unknown = "{plan.unknown}"')
        )
        name = self.seller.seller.partition("@")[0]
        self.complainants = [f"ip@{name}-brand{n}.example" for n in range(plan.notices)]
        self._waiting = list(enumerate(self.complainants))
        self._daemons: list[Process] = []
        self.figures = Figures()

    def run(self) -> Figures:
        """All kills, then a life without one until everything is done, then the count."""
        try:
            with self._smtp:
                return self._run()
        finally:
            for daemon in self._daemons:  # where the experiment failed
                if daemon.poll() is None:
                    stop(daemon, signal.SIGKILL)

    def _run(self) -> Figures:
        self._command(["once"]).wait(60)  # the first look at the empty mailbox
        for life in range(self.plan.kills):
            self._notices_arrive(life)
            self._one_life()
            self._look_at_the_store()
        self._deliver(len(self._waiting))
        self._live_to_the_end()
        self._look_at_the_store()
        with self._store() as store:
            return self.figures.plus(counted(self.seller, store, self.complainants)._replace(unheard=self._smtp.lost))

    # ----------------------------------------------------------------------------------- lives

    def _notices_arrive(self, life: int) -> None:
        """Spread over all lives, so that there is always something to do; the first at once."""
        due = -(-self.plan.notices * (life + 1) // max(self.plan.kills, 1))
        came = self.plan.notices - len(self._waiting)
        self._deliver(min(due - came, len(self._waiting)))

    def _deliver(self, count: int) -> None:
        for number, complainant in self._waiting[: max(count, 0)]:
            raw = notice(
                date=datetime.now(UTC),
                to=self.seller.seller,
                complaint=complaint(number),
                asins=[f"B0C{1000000 + number}"],
                complainant=complainant,
                owner=f"Brand{number} S.r.l.",
            )
            self.servers.deliver(self.seller.seller, signed(raw))
        del self._waiting[: max(count, 0)]

    def _one_life(self) -> None:
        commands = [self._command(words) for words in self._operator(2)]
        while sum(other.poll() is None for other in self._daemons) < self.plan.daemons - 1:
            self._start()
        daemon, log = self._start()
        if self.random.random() < 0.1:  # one in ten dies while it is still starting
            time.sleep(self.random.uniform(0, 1.5))
        else:
            wait_until(lambda: self._started(daemon, log), "the daemon is ready", seconds=180)
            if self.random.random() < AIMED:
                hold = self.random.choice(HOLD)
                self._smtp.await_step(self.random.randint(1, STEPS), PATIENCE, hold)
                time.sleep(0 if hold else self.random.uniform(0, MOMENT))
            else:
                time.sleep(self.random.uniform(0, LONGEST_LIFE))
        alive = [each for each in self._daemons if each.poll() is None]
        assert len(alive) == self.plan.daemons, "a daemon ended by itself"
        stop(self.random.choice(alive), signal.SIGKILL)
        self._smtp.go_on()
        for command in commands:
            command.wait(300)
        self.figures = self.figures._replace(kills=self.figures.kills + 1)

    def _command(self, words: Sequence[str]) -> Process:
        return self._warm.start(words, self.seller.environment)

    def _start(self) -> tuple[Process, Path]:
        log = self.seller.folder / f"daemon{len(self._daemons)}.log"
        log.touch()
        daemon = self._warm.start(["run"], self.seller.environment, log)
        self._daemons.append(daemon)
        return daemon, log

    def _started(self, daemon: Process, log: Path) -> bool:
        said = log.read_bytes()
        assert daemon.poll() is None, said[-2000:].decode()
        return b'"started"' in said

    def _operator(self, most: int) -> list[list[str]]:
        """What the operator does about flagged cases, held letters, and mail that too many lives ended on."""
        with self._store() as store, store.read() as tx:
            cases, letters = tx.cases.all(), tx.outbox.all()
            aside = [row.id for row in tx.inbox.with_status(InboxStatus.SHUNTED)]
        words = [["decide", c.case, "reason_unknown"] for c in cases if _flagged(c)]
        words += [["approve", x.letter] for x in letters if x.status is LetterStatus.HELD]
        words += [["shunted", "retry", str(row)] for row in aside]
        return words[:most]

    def _live_to_the_end(self) -> None:
        daemons = [each for each in self._daemons if each.poll() is None]
        daemons += [self._start()[0] for _ in range(self.plan.daemons - len(daemons))]
        until = time.monotonic() + 600
        while not self._all_done():
            assert all(d.poll() is None for d in daemons), "a daemon ended by itself"
            assert time.monotonic() < until, f"the story does not end: {self._where_it_stands()}"
            for words in self._operator(1):
                self._command(words).wait(300)
            time.sleep(0.3)
        for daemon in daemons:
            stop(daemon)
        self.servers.wait_until_queue_is_empty()

    def _all_done(self) -> bool:
        with self._store() as store, store.read() as tx:
            cases, letters = tx.cases.all(), tx.outbox.all()
        with_amazon = sum(c.state is State.WITH_AMAZON for c in cases)
        moving = {LetterStatus.QUEUED, LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT, LetterStatus.HELD}
        return with_amazon == self.plan.notices and not any(x.status in moving for x in letters)

    def _where_it_stands(self) -> str:
        with self._store() as store, store.read() as tx:
            cases, letters = tx.cases.all(), tx.outbox.all()
            aside = [
                r for s in (InboxStatus.NEW, InboxStatus.SHUNTED, InboxStatus.HELD) for r in tx.inbox.with_status(s)
            ]
        states = Counter((c.state.value, c.reason.value if c.reason else "") for c in cases)
        unsent = [(x.letter, x.status.value, x.answer, x.retry_at) for x in letters if not rests(x)]
        unread = [(r.id, r.status.value, r.attempts, (r.error or "")[-300:]) for r in aside]
        return f"{dict(states)} {unsent} {unread}"

    # ----------------------------------------------------------------------------------- store

    @contextmanager
    def _store(self, folder: Path | None = None) -> Iterator[Store]:
        store = open_store(self.plan.store or f"sqlite:///{folder or self.seller.folder / 'var'}/noticed.db")
        try:
            yield store
        finally:
            store.close()

    def _look_at_the_store(self) -> None:
        """A copy as the kill left it (the daemon itself shall repair the original)."""
        if self.plan.store:
            return
        with tempfile.TemporaryDirectory() as name:
            for file in (self.seller.folder / "var").glob("noticed.db*"):
                shutil.copy(file, name)
            with closing(sqlite3.connect(Path(name) / "noticed.db")) as connection:
                said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            with self._store(Path(name)) as store, store.read() as tx:
                broken = [x for x in tx.outbox.open_dialogues() if x.status is LetterStatus.SUBMITTING]
        if said != "ok":
            self._wrong(f"integrity_check: {said}")
        self.figures = self.figures._replace(
            in_dialogue=self.figures.in_dialogue + len(broken),
            in_data=self.figures.in_data + sum(x.phase.value == "data" for x in broken),
        )

    def _wrong(self, what: str) -> None:
        self.figures = self.figures._replace(wrong=(*self.figures.wrong, what))


def _flagged(case: Case) -> bool:
    return case.state is State.WITH_OPERATOR and case.reason is Reason.NO_REPLY
