"""Letters a second, against bare smtplib on one connection and three bare commits of one row a letter."""

import gc
import smtplib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tests.bench.table import Bench, Row
from tests.e2e.servers import PASSWORD, MailServers
from tests.mails import SELLER, notice, signed
from tests.unit.service.world import World, close_all

from noticed.adapters.logging import set_up
from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission
from noticed.adapters.store.engine import open_store
from noticed.cli.main import GARBAGE
from noticed.ports import LetterStatus
from noticed.service.context import Limits
from noticed.service.submit import submit

LETTERS, ROUNDS = 200, 7
SHORT = 30, 1
_NO_LIMITS = Limits(
    complainant_gap=timedelta(), probation=0, account_per_day=0, amazon_per_day=0, new_recipients_per_day=0
)


def measure(*, short: bool) -> Bench:
    """In turns, over TLS and with a login, to a real Postfix; the store on the same disk."""
    gc.set_threshold(*GARBAGE)  # as in a command
    set_up("ERROR")  # what is logged costs, too, but not a terminal
    letters, rounds = SHORT if short else (LETTERS, ROUNDS)
    ours, floor, busy, least_busy = [], [], [], []
    with MailServers() as servers, tempfile.TemporaryDirectory() as name:
        for number in range(rounds):
            raws = []
            with _queued(Path(name) / f"{number}.db", servers, letters + 1) as world:
                submit(world.context, lambda _, __: True, most=1)  # a daemon has imported what it needs
                begun, used = time.perf_counter(), time.process_time()
                submit(world.context, lambda _, __: True)
                ours.append(letters / (time.perf_counter() - begun))
                busy.append(1000 * (time.process_time() - used) / letters)
                with world.store.read() as tx:
                    sent = [x for x in tx.outbox.all(LetterStatus.SUBMITTED) if x.case][1:]
                raws = [(x.recipients, x.raw or b"") for x in sent]
            assert len(raws) == letters, len(raws)
            used = time.process_time()
            floor.append(letters / _bare(Path(name) / f"bare{number}.db", servers, raws))
            least_busy.append(1000 * (time.process_time() - used) / letters)
    mine, least = statistics.median(ours), statistics.median(floor)
    ratio = statistics.median(one / other for one, other in zip(ours, floor, strict=True))
    return Bench(
        name="submission",
        title="Submission",
        how=(
            f"{letters} letters of one account that are due together, median of {rounds}: claimed, frozen, sent and "
            "settled (written ahead; the count beside the store for each), against smtplib sending the same to "
            "the same on one connection with three bare SQLite commits (WAL, synchronous=FULL) of one row a "
            "letter. The ratio is the median of those of the rounds, which take turns."
        ),
        rows=(
            Row(
                what="letters a second",
                figure=f"{mine:.1f}",
                against=f"{least:.1f}",
                ratio=f"{ratio:.2f}",
                wanted="≥ 0.8 ×",
                kept=ratio >= 0.8,
            ),
            Row(
                what="of the processor a letter, which a busy machine multiplies",
                figure=f"{statistics.median(busy):.1f} ms",
                against=f"{statistics.median(least_busy):.1f} ms",
            ),
        ),
    )


@contextmanager
def _queued(path: Path, servers: MailServers, letters: int) -> Iterator[World]:
    """A world with so many letters that are due now."""
    line = SmtpSubmission(
        Server(
            host="localhost",
            port=servers.ports["submissions"],
            username=SELLER,
            secret=lambda: PASSWORD,
            ca_file=str(servers.ca_file),
        )
    )
    world = World(store=open_store(f"sqlite:///{path}"), submission=lambda _: line, limits=_NO_LIMITS, hold=_HOUR)
    for number in range(letters):
        world.server.deliver(
            SELLER,
            signed(
                notice(
                    date=world.clock.now(), complaint=str(18000000000 + number), complainant=f"ip@brand{number}.example"
                )
            ),
        )
    world.once()
    world.clock.set(world.clock.now() + 2 * _HOUR)
    try:
        yield world
    finally:
        close_all()


_HOUR = timedelta(hours=1)


def _bare(path: Path, servers: MailServers, letters: list[tuple[tuple[str, ...], bytes]]) -> float:
    """Seconds."""
    import ssl

    store = sqlite3.connect(path, isolation_level=None)
    store.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE letters (a, b)")
    begun = time.perf_counter()
    context = ssl.create_default_context(cafile=str(servers.ca_file))
    with smtplib.SMTP_SSL("localhost", servers.ports["submissions"], context=context) as line:
        line.login(SELLER, PASSWORD)
        for recipients, raw in letters:
            for _ in range(2):
                store.execute("INSERT INTO letters VALUES (?, ?)", ("x" * 200, raw))
            line.sendmail(SELLER, [*recipients, SELLER], raw)
            store.execute("INSERT INTO letters VALUES (?, ?)", ("x" * 200, raw))
    seconds = time.perf_counter() - begun
    store.close()
    return seconds
