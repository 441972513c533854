"""Many mailboxes in one process: memory, processor, threads, and how soon a notice becomes an accepted letter.

The mailboxes are a real Dovecot's, over TLS; letters go to a server that only takes them and looks at the clock, so
that what is measured is ours. Every account watches INBOX and, where the server has one, Sent.
"""

import imaplib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from tests.bench.table import Bench, Row, below
from tests.e2e.dns import DnsServer
from tests.e2e.script import Peer, ScriptedServer
from tests.e2e.servers import PASSWORD, MailServers, wait_until
from tests.mails import notice, signed
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR

ACCOUNTS, SECONDS, NOTICES = 1000, 600, 200
SHORT = 100, 60, 20
_HEAD = """\
mode = "auto"
hold = "0s"
timezone = "Asia/Shanghai"
[schedule]
sending_hours = "any"
digest = "{later}"
[operator]
emails = ["boss@boss.example"]
[dns]
nameservers = ["{dns}"]
[limits]
probation = 0
"""
_ACCOUNT = """\
[[account]]
name = "a{n}"
email = "{email}"
store_name = "Shop {n}"
marketplaces = ["US"]
password = {{ file = "key" }}
imap = {{ host = "127.0.0.1", port = {imap}, ca_file = "{ca}", mailboxes = ["INBOX"] }}
smtp = {{ host = "127.0.0.1", port = {smtp}, tls = "none" }}
"""


class Taker(ScriptedServer):
    """An SMTP server that takes every letter and remembers when, by its first recipient."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}
        self._lock = Lock()
        super().__init__(self._play)

    def _play(self, peer: Peer) -> None:
        peer.say("220 ready")
        recipient = ""
        for line in peer.lines():
            verb = line[:4].upper()
            if verb == b"EHLO":
                peer.say("250-ready", "250 AUTH PLAIN")
            elif verb == b"AUTH":
                peer.say("235 ok")
            elif verb == b"DATA":
                peer.say("354 go ahead")
                while peer.line() != b".":
                    pass
                peer.say("250 taken")
                with self._lock:
                    self.taken.setdefault(recipient, time.monotonic())
            else:
                if verb == b"MAIL":
                    recipient = ""
                if verb == b"RCPT":
                    recipient = recipient or line.decode().partition("<")[2].partition(">")[0]
                peer.say("221 bye" if verb == b"QUIT" else "250 ok")


def measure(*, short: bool) -> Bench:
    """One daemon over all of them: idle for a while, then one notice after the other into mailboxes by chance."""
    accounts, seconds, notices = SHORT if short else (ACCOUNTS, SECONDS, NOTICES)
    with (
        tempfile.TemporaryDirectory() as name,
        _watches_for(accounts),
        MailServers(many=True) as servers,
        DnsServer() as dns,
        Taker() as taker,
    ):
        dns.texts |= {f"{SELECTOR}._domainkey.{domain}": RECORD for domain in AMAZON_DOMAINS}
        folder = Path(name)
        emails = [f"shop{n}@seller{n}.example" for n in range(accounts)]
        _settle(folder, emails, servers, dns, taker.port)
        daemon = _started(folder)
        try:
            begun = time.monotonic()
            _until_all_are_watched(folder, accounts)
            ready = time.monotonic() - begun
            time.sleep(15)
            used, at = _cpu(daemon.pid), time.monotonic()
            time.sleep(seconds)
            idle = 100 * (_cpu(daemon.pid) - used) / (time.monotonic() - at)
            told = _told(servers, 5 if short else 20)
            answered = _answered(servers, taker, emails, notices)
            memory, threads = _memory(daemon.pid), _threads(daemon.pid)
        finally:
            daemon.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                daemon.wait(120)
            daemon.kill()
    delay = statistics.median(told)
    worst = sorted(answered)[max(0, round(0.99 * len(answered)) - 1)]
    says = f"{delay:.2f} s, the server's own delay"
    return Bench(
        name="watch",
        title=f"{accounts:,} watched mailboxes in one process",
        how=(
            f"Each of {accounts:,} accounts has INBOX and Sent on Dovecot, over TLS; poll 60 s, IDLE. Processor time "
            f"over {seconds} s without mail; then {len(answered)} notices into mailboxes by chance, one after the "
            "other, from delivery to the server's 250 of the letter. All were watched "
            f"{ready:.0f} s after the start; the server's own delay is that of a bare imaplib in IDLE."
        ),
        rows=(
            below("memory (RSS, with the reader's process)", memory, 250, "MB", digits=0),
            below("processor while nothing comes", idle, 1, "%"),
            below("threads", threads, 40, "", digits=0),
            below("notice to accepted letter, median", statistics.median(answered), delay + 0.3, "s", against=says),
            below("notice to accepted letter, 99 of 100", worst, delay + 1.0, "s", against=says),
            Row(what="notices answered", figure=f"{len(answered)} of {notices}", kept=len(answered) == notices),
        ),
    )


@contextmanager
def _watches_for(accounts: int) -> Iterator[None]:
    """Watches of the kernel's (inotify) for as many in IDLE: without one Dovecot looks every 30 seconds."""
    place = Path("/proc/sys/fs/inotify/max_user_instances")
    before = place.read_text()
    try:
        place.write_text(str(max(4 * accounts, int(before))))
        yield
    finally:
        place.write_text(before)


def _settle(folder: Path, emails: list[str], servers: MailServers, dns: DnsServer, smtp: int) -> None:
    (folder / "key").write_text(PASSWORD)
    (folder / "key").chmod(0o600)
    later = f"{(datetime.now(UTC).hour + 7) % 24:02d}:00"  # 23 hours from now in Shanghai: no digest meanwhile
    text = _HEAD.format(dns=dns.address, later=later)
    places = {"imap": servers.ports["imaps"], "ca": servers.ca_file, "smtp": smtp}
    text += "".join(_ACCOUNT.format(n=n, email=email, **places) for n, email in enumerate(emails))
    (folder / "settings.toml").write_text(text)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "noticed", "run"]
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={**os.environ, "NOTICED_SETTINGS": ""})


def _until_all_are_watched(folder: Path, accounts: int) -> None:
    """Every mailbox has been read once."""
    import sqlite3

    store = folder / "var" / "noticed.db"
    wait_until(store.exists, "the store", 60, step=0.2)

    def read() -> bool:
        connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        try:
            query = "select count(distinct account) from mailboxes where polled_at is not null and mailbox = 'INBOX'"
            return int(connection.execute(query).fetchone()[0]) == accounts
        except sqlite3.OperationalError:
            return False
        finally:
            connection.close()

    wait_until(read, f"{accounts} mailboxes read once; {(folder / 'log').read_text()[-2000:]}", 600, step=1)


def _told(servers: MailServers, times: int) -> list[float]:
    """How long after a delivery the server tells a client in IDLE."""
    delays = []
    client = imaplib.IMAP4("127.0.0.1", servers.ports["imap"])
    client.login("probe@probe.example", PASSWORD)
    client.select("INBOX", readonly=True)
    for _ in range(times):
        client.send(b"x IDLE\r\n")
        client.readline()
        servers.deliver("probe@probe.example", b"Subject: x\r\n\r\ny\r\n")
        begun = time.monotonic()
        while b"EXISTS" not in client.readline():
            pass
        delays.append(time.monotonic() - begun)
        client.send(b"DONE\r\n")
        while not client.readline().startswith(b"x "):
            pass
        time.sleep(0.1)
    client.shutdown()
    return delays


def _answered(servers: MailServers, taker: Taker, emails: list[str], notices: int) -> list[float]:
    delivered: dict[str, float] = {}
    for n in range(notices):
        complainant = f"ip@brand{n}.example"
        raw = notice(
            date=datetime.now(UTC), to=random.choice(emails), complaint=str(18000000000 + n), complainant=complainant
        )
        to = raw.partition(b"To: ")[2].partition(b"\r\n")[0].decode()
        servers.deliver(to.strip("<>"), signed(raw))
        delivered[complainant] = time.monotonic()
        time.sleep(0.5)
    with suppress(AssertionError):
        wait_until(lambda: delivered.keys() <= taker.taken.keys(), "every letter", 60, step=0.2)
    return [taker.taken[to] - at for to, at in delivered.items() if to in taker.taken]


def _family(pid: int) -> list[int]:
    """The process and those it made."""
    children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            children += [int(word) for word in (task / "children").read_text().split()]
    return [pid, *dict.fromkeys(children)]


def _cpu(pid: int) -> float:
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _family(pid)]
    return sum(int(row[11]) + int(row[12]) for row in fields) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """MB."""
    pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in _family(pid)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))
