"""Messages judged a second by one process on a PostgreSQL store, and by two that share it.

Needs $NOTICED_TEST_POSTGRESQL, the URL of a server (a schema of its own is made for every turn).
"""

import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from tests.bench.start import SETTINGS
from tests.bench.table import Bench, Row
from tests.e2e.dns import DnsServer
from tests.faults.schemas import schema
from tests.mails import notice, signed
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR

from noticed.adapters.store.engine import open_store
from noticed.core.values import Value
from noticed.ports import InboxRow, InboxStatus

MESSAGES, ROUNDS = 600, 5
SHORT = 120, 2
USER = "shop@qq.com"

_WORKER = """
import os, sys, time
from sqlalchemy import Engine, event
from noticed.adapters.logging import set_up
from noticed.app.build import opened
from noticed.service import keys as keys_of_mail
from noticed.service.triage import triage
from noticed.settings import load
set_up("ERROR")
waited = 0.0
@event.listens_for(Engine, "before_cursor_execute")
def asks(connection, *_):
    connection.info["asked"] = time.perf_counter()
@event.listens_for(Engine, "after_cursor_execute")
def has(connection, _, statement, *__):
    global waited
    if "pg_advisory_xact_lock" in statement:
        waited += time.perf_counter() - connection.info["asked"]
with opened(load(None, os.environ)) as context:
    waited = 0.0
    print("ready", flush=True)
    sys.stdin.readline()
    begun, before = time.time(), time.process_time()
    while triage(context):
        pass
    print(begun, time.time(), time.process_time() - before, waited, flush=True)
    sys.stdin.readline()
    with context.store.read() as tx:
        rows = [tx.inbox.get(number) for number in range(int(sys.argv[1]), int(sys.argv[2]))]
    begun = time.time()
    for row in rows:
        trust, now = context.account_of(row.account).trust, context.clock.now()
        context.reader.received(row.raw, keys_of_mail.stored(row), trust, now, context.limits.notice_age)
    print(begun, time.time(), flush=True)
"""


def measure(*, short: bool) -> Bench:
    """In turns; each turn begins with a new store that holds the same messages."""
    messages, rounds = SHORT if short else (MESSAGES, ROUNDS)
    one, two = list[Turn](), list[Turn]()
    with tempfile.TemporaryDirectory() as name, DnsServer() as dns:
        dns.texts |= {f"{SELECTOR}._domainkey.{domain}": RECORD for domain in AMAZON_DOMAINS}
        for _ in range(rounds):
            one.append(_turn(Path(name), dns.address, messages, 1))
            two.append(_turn(Path(name), dns.address, messages, 2))
    alone, together = (statistics.median(turn.rate for turn in turns) for turns in (one, two))
    ratio = statistics.median(b.rate / a.rate for a, b in zip(one, two, strict=True))
    most = statistics.median(b.reading / a.reading for a, b in zip(one, two, strict=True))
    return Bench(
        name="workers",
        title="Two processes on one PostgreSQL store",
        how=(
            f"{messages} new notices of one account, each of its own complainant: key looked up, signature checked, "
            f"read, a case opened, its letter written. Median of {rounds} turns of one process, then two, a new store "
            "each; the database and the DNS server have the same processors."
        ),
        rows=(
            Row(
                what="messages a second, two processes",
                figure=f"{together:.1f}",
                against=f"{alone:.1f} by one",
                ratio=f"{ratio:.2f}",
                wanted="≥ 1.6 ×",
                kept=ratio >= 1.6,
            ),
            Row(
                what="the same processes, reading the same and sharing nothing: what the machine gives",
                figure=f"{statistics.median(turn.reading for turn in two):.1f}",
                against=f"{statistics.median(turn.reading for turn in one):.1f} by one",
                ratio=f"{most:.2f}",
            ),
            *(
                Row(
                    what=what,
                    figure=f"{statistics.median(getattr(turn, name) for turn in two):.1f} ms",
                    against=f"{statistics.median(getattr(turn, name) for turn in one):.1f} ms by one",
                )
                for what, name in (
                    ("of a process's own processor, a message", "used"),
                    ("asking for the store's write lock until it is there, a message", "waited"),
                )
            ),
        ),
    )


class Turn(Value):
    """Messages a second; milliseconds a message."""

    rate: float
    used: float
    waited: float
    reading: float
    """Messages a second that are only read."""


def _turn(folder: Path, dns: str, messages: int, workers: int) -> Turn:
    with schema() as url, ExitStack() as stack:
        head = f'mode = "auto"\nhold = "1d"\n[store]\nurl = "{url}"\n[dns]\nnameservers = ["{dns}"]\n'
        (folder / "settings.toml").write_text(head + SETTINGS)
        _fill(url, messages)
        each = messages // workers
        commands = [[sys.executable, "-c", _WORKER, str(1 + n * each), str(1 + (n + 1) * each)] for n in range(workers)]
        pipe, environment = subprocess.PIPE, {**os.environ, "NOTICED_SETTINGS": ""}
        children = [
            stack.enter_context(
                subprocess.Popen(command, cwd=folder, text=True, env=environment, stdin=pipe, stdout=pipe)
            )
            for command in commands
        ]
        assert [_line(child) for child in children] == [["ready"]] * workers
        begun, ended, used, waited = _together(children)
        read_from, read_until = _together(children)
        store = open_store(url)
        with store.read() as tx:
            done, cases = tx.inbox.counts(), sum(tx.cases.counts().values())
        store.close()
    assert (done, cases) == ({InboxStatus.DONE.value: messages}, messages), (done, cases)
    rate, ms = messages / (max(ended) - min(begun)), 1000 / messages
    reading = each * workers / (max(read_until) - min(read_from))
    return Turn(rate=rate, used=sum(used) * ms, waited=sum(waited) * ms, reading=reading)


def _together(children: list[subprocess.Popen[str]]) -> list[tuple[float, ...]]:
    """Let them go on, and what each says at the end, figure by figure."""
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    return [*zip(*(map(float, _line(child)) for child in children), strict=True)]


def _line(child: subprocess.Popen[str]) -> list[str]:
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line, "a process ended by itself"
    return line.split()


def _fill(url: str, messages: int) -> None:
    store, now = open_store(url), datetime.now(UTC)
    with store.write() as tx:
        for number in range(messages):
            at = now - timedelta(seconds=messages - number)
            complaint, complainant = str(18000000000 + number), f"ip@brand{number}.example"
            raw = signed(
                notice(date=at, to=USER, complaint=complaint, complainant=complainant, asins=[f"B{number:09d}"])
            )
            tx.inbox.add(
                InboxRow(
                    account="acme",
                    mailbox="INBOX",
                    uidvalidity=1,
                    uid=number + 1,
                    raw=raw,
                    sha256=sha256(raw).hexdigest(),
                    size=len(raw),
                    received_at=at,
                    fetched_at=now,
                )
            )
    store.close()
