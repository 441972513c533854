"""Where the story plays: a folder with settings.toml, the embedded servers, and a clock that only moves when told.

noticed is wired by ``noticed.app`` from that settings.toml, with its real adapters; the store is marked as simulated,
so that ``noticed run`` refuses it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from noticed.adapters.imap import ImapMail
from noticed.adapters.server import Server
from noticed.adapters.store.engine import open_store
from noticed.adapters.system import FixedClock
from noticed.app.build import build, go_live
from noticed.core.case.model import Case
from noticed.core.values import Value
from noticed.demo import mails, teller
from noticed.demo.amazon import SigningKey, make_key
from noticed.demo.servers import HOST, Servers
from noticed.ports import Letter, LetterStatus
from noticed.service import steps
from noticed.service.context import Context
from noticed.service.in_your_words import told_of
from noticed.settings import load

ZONE = ZoneInfo(teller.ZONE)
BEGIN = datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)
"""A Tuesday: two days later America gives thanks, and noticed does not count the day."""
DIGEST = time(8, 30)
_LARGEST = 2**24

_SETTINGS = """\
# Written by `noticed demo`. The servers it speaks of lived as long as the story: this store is for looking at.
mode = "auto"
hold = "0s"                       # letters leave at once; in earnest you have 15 minutes to take one back
timezone = "{zone}"

[operator]
emails = ["{operator}"]
language = "{language}"

[schedule]
digest = "{digest:%H:%M}"

[dns]
nameservers = ["{host}:{dns_port}"]

[limits]
probation = 0                     # in earnest the first letter waits for your approval

[cadence.standard]
attempts = 3
every = "4bd"

[[account]]
name = "acme"
provider = "plain"
store_name = "{store}"
email = "{seller}"
marketplaces = ["US"]
password = {{ file = "acme.key" }}
imap = {{ host = "{host}", port = {imap_port}, tls = "none" }}
smtp = {{ host = "{host}", port = {smtp_port}, tls = "none" }}
"""


class Stage:
    """What the story is told with."""

    def __init__(self, context: Context, clock: FixedClock, servers: Servers, world: "World") -> None:
        self.context = context
        self.key = world.key
        self._clock = clock
        self._servers = servers
        self._passwords = world.passwords

    @property
    def now(self) -> datetime:
        """The story's time, where the seller lives."""
        return self._clock.now().astimezone(ZONE)

    def arrive(self, raw: bytes) -> None:
        """Somebody's message comes to the seller's inbox, and noticed does whatever is due."""
        self._servers.deliver(mails.SELLER, raw)
        steps.once(self.context)

    def walk(self, until: datetime) -> None:
        """Let time pass, stopping where the daemon would have something to do."""
        while self.now < until:
            self._clock.set(min(until, self._next_stop()))
            steps.once(self.context)

    def work(self) -> None:
        """What the daemon does right after a command."""
        steps.once(self.context)

    def mailbox(self, address: str) -> list[bytes]:
        """What really lies in somebody's mailbox, oldest first, read over IMAP."""
        port, password = self._servers.imap_port, self._passwords[address]
        server = Server(host=HOST, port=port, tls="none", username=address, secret=lambda: password)
        with ImapMail(server).connect() as session:
            session.examine("INBOX")
            bodies = [session.body(summary, _LARGEST) for summary in session.summaries(session.uids_after(0))]
        return [raw for raw in bodies if raw is not None]

    def case(self) -> Case:
        """The one case of the story."""
        with self.context.store.read() as tx:
            return tx.cases.all()[0]

    def letters(self) -> tuple[Letter, ...]:
        """The letters of that case."""
        with self.context.store.read() as tx:
            return tx.outbox.of_case(tx.cases.all()[0].case)

    def told(self) -> str:
        """What the first letter says in the operator's language; "" where it is written in it."""
        with self.context.store.read() as tx:
            first = tx.outbox.of_case(tx.cases.all()[0].case)[0]
            return told_of(tx, self.context, replace(first, status=LetterStatus.WRITTEN))

    def signer(self) -> str:
        """Who signed the mail that opened the case, by our own check."""
        with self.context.store.read() as tx:
            evidence = tx.inbox.of_case(tx.cases.all()[0].case)[0].evidence or {}
        return str(evidence["why"]).removeprefix("signed by ")

    def _next_stop(self) -> datetime:
        day = self.now.date() + timedelta(days=self.now.time() >= DIGEST)
        stops = [datetime.combine(day, DIGEST, tzinfo=ZONE)]
        with self.context.store.read() as tx:
            stops += [case.wake_at for case in tx.cases.all() if case.wake_at and case.wake_at > self.now]
        return min(stops)


class World(Value):
    """Who has a mailbox, and Amazon's key."""

    passwords: dict[str, str] = field(
        default_factory=lambda: {who: secrets.token_urlsafe(12) for who in mails.EVERYBODY}, repr=False
    )
    key: SigningKey = field(default_factory=make_key, repr=False)


@contextmanager
def staged(folder: Path, language: str = "en") -> Iterator[Stage]:
    """Servers up, settings written, store open; everything but the folder is gone afterwards."""
    world, clock = World(), FixedClock(BEGIN)
    with Servers(world.passwords, world.key.records(), clock) as servers:
        settings = load(_write_settings(folder, servers, world.passwords[mails.SELLER], language), {})
        store = open_store(settings.store.url)
        try:
            context = build(settings, store, clock)
            with store.write() as tx:
                tx.facts.set("simulated", clock.now().isoformat())
            go_live(context)
            steps.once(context)
            yield Stage(context, clock, servers, world)
            with store.write() as tx:  # commands on this store go on from where the story ended
                tx.facts.set("simulated", clock.now().isoformat())
        finally:
            store.close()


def _write_settings(folder: Path, servers: Servers, password: str, language: str) -> Path:
    secret, settings = folder / "acme.key", folder / "settings.toml"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    ports = {"imap_port": servers.imap_port, "smtp_port": servers.smtp_port, "dns_port": servers.dns_port}
    people = {"operator": mails.OPERATOR, "seller": mails.SELLER, "store": mails.STORE, "language": language}
    text = _SETTINGS.format(host=HOST, zone=ZONE.key, digest=DIGEST, **ports, **people)
    settings.write_text(text, encoding="utf-8")
    return settings
