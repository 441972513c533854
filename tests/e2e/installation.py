"""One seller's installation on the real servers: a settings.toml of its own, driven by the real ``noticed``."""

import email
import email.policy
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

from tests.e2e.dns import DnsServer
from tests.e2e.servers import PASSWORD, MailServers, Stored, wait_until
from tests.signing import AMAZON_DOMAINS, RECORD, SELECTOR

NOTICED = [sys.executable, "-m", "noticed"]
_serial = itertools.count(1)


class Life(Protocol):
    """As much of a process as ``stop`` needs."""

    def send_signal(self, sig: int, /) -> None: ...
    def wait(self, timeout: float) -> int: ...


class Failed(AssertionError):
    """A command ended otherwise than expected; its words are in the message."""


class Installation:
    """Addresses nobody else uses, a folder, and the commands."""

    def __init__(self, folder: Path, servers: MailServers, dns: DnsServer, **changes: str) -> None:
        number = next(_serial)
        self.servers, self.folder = servers, folder
        self.seller = f"shop{number}@{changes.get('host', 'seller')}{number}.example"
        self.boss = f"boss{number}@boss.example"
        self.complainant = f"ip@brand{number}.example"
        self.start = datetime.now(UTC).replace(microsecond=0)
        self.now = self.start
        dns.texts |= {f"{SELECTOR}._domainkey.{domain}": RECORD for domain in AMAZON_DOMAINS}
        self.changes = {"attempts": "3", "every": '"4d"', "mode": '"auto"', "hold": '"0s"', "settle": '"15m"'} | changes
        self.changes.setdefault("limits", "[limits]\nprobation = 0")
        self.settings = folder / "settings.toml"
        (folder / "key").write_text(PASSWORD)
        (folder / "key").chmod(0o600)
        self._write(dns)

    def _write(self, dns: DnsServer) -> None:
        c, ports, ca = self.changes, self.servers.ports, self.servers.ca_file
        self.settings.write_text(f"""
mode = {c["mode"]}
hold = {c["hold"]}
timezone = "Asia/Shanghai"
[store]
url = {c.get("store", '"sqlite:///var/noticed.db"')}
[schedule]
poll = {c.get("poll", '"1s"')}
idle = {c.get("idle", "true")}
digest = "08:30"
sending_hours = {c.get("sending_hours", '"any"')}
[operator]
emails = ["{self.boss}"]
[calendar]
file = "noticed.ics"
[dns]
nameservers = ["{dns.address}"]
{c["limits"]}
[cadence.standard]
attempts = {c["attempts"]}
every = {c["every"]}
[submission]
settle = {c["settle"]}
reply_timeout = "20s"
[[account]]
name = "acme"
email = "{self.seller}"
store_name = "Acme Home Goods"
marketplaces = ["US", "DE"]
password = {{ file = "key" }}
[account.imap]
host = "127.0.0.1"
port = {ports["imaps"]}
ca_file = "{ca}"
[account.smtp]
host = "127.0.0.1"
port = {c.get("smtp_port", ports["submissions"])}
{c.get("smtp_tls", f'ca_file = "{ca}"')}
""")

    # ------------------------------------------------------------------------------------ commands

    def run(self, *words: str, status: int = 0) -> str:
        """One command; its stdout. Fails when the exit status is another."""
        done = subprocess.run(
            [*NOTICED, *words], capture_output=True, text=True, env=self.environment, timeout=120, check=False
        )
        if done.returncode != status:
            raise Failed(f"noticed {' '.join(words)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout if status == 0 else done.stdout + done.stderr

    def once(self, after: timedelta = timedelta()) -> None:
        """``once`` at the simulated time, which goes on by ``after`` first."""
        self.now += after
        self.servers.wait_until_queue_is_empty()
        self.run("once", "--now", self.now.isoformat())
        self.servers.wait_until_queue_is_empty()

    def start_daemon(self) -> subprocess.Popen[bytes]:
        """``noticed run`` in the background, its log in the folder."""
        with (self.folder / "daemon.log").open("ab") as log:
            return subprocess.Popen([*NOTICED, "run"], env=self.environment, stderr=log, stdout=log)

    @contextmanager
    def running(self, start: int = 20) -> Iterator[subprocess.Popen[bytes]]:
        """The daemon, from the end of its start until it has ended cleanly."""
        daemon = self.start_daemon()
        try:
            wait_until(lambda: self.said("started"), "the start", start)
            yield daemon
        finally:
            assert stop(daemon) == 0

    def log(self) -> list[dict[str, Any]]:
        """What the daemon has written."""
        log = (self.folder / "daemon.log").read_text()
        return [json.loads(line) for line in log.splitlines() if line.startswith("{")]

    def said(self, event: str) -> bool:
        """Whether it has written of such an event."""
        return any(line["event"] == event for line in self.log())

    @property
    def environment(self) -> dict[str, str]:
        """What the process sees."""
        return {**os.environ, "NOTICED_SETTINGS": str(self.settings)}

    def json(self, *words: str) -> list[dict[str, Any]]:
        """The rows of a ``--json`` command."""
        return [json.loads(line) for line in self.run(*words, "--json").splitlines()]

    def case(self) -> dict[str, Any]:
        """The only case."""
        (only,) = self.json("cases")
        return only

    # ------------------------------------------------------------------------------------ mail

    def receive(self, raw: bytes) -> None:
        """A message reaches the seller by LMTP and is read."""
        self.servers.deliver(self.seller, raw)
        self.once()

    def arrived(self, address: str) -> list[EmailMessage]:
        """What lies in somebody's INBOX, of this seller's letters."""
        parsed = [_parse(m.raw) for m in self.servers.messages(address)]
        return [m for m in parsed if self.seller in str(m["From"])]

    def stored(self) -> list[Stored]:
        """The seller's own INBOX with its flags."""
        return self.servers.messages(self.seller)


def stop(daemon: Life, how: signal.Signals = signal.SIGTERM) -> int:
    """End a daemon; its exit status."""
    daemon.send_signal(how)
    return daemon.wait(30)


def _parse(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(found, EmailMessage):
        raise TypeError("not a message")
    return found
