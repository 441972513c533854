"""One account on the twin and on a real Dovecot: what both must do stands in the tests beside this file."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Protocol

import pytest
from tests.e2e.conftest import servers
from tests.e2e.servers import MailServers

from noticed.adapters.imap import ImapMail
from noticed.adapters.memory import MemoryMailServer
from noticed.adapters.server import Server
from noticed.ports import Mail, MailSession

__all__ = ["servers"]

_numbers = count(1)


class World(Protocol):
    """An account's mailboxes, seen from outside and from our side."""

    def mail(self, secret: str = "secret") -> Mail: ...

    def deliver(self, raw: bytes, mailbox: str = "INBOX", received_at: datetime | None = None) -> None: ...

    def stored(self, mailbox: str = "INBOX") -> list[tuple[int, tuple[str, ...], bytes]]: ...

    def renumber(self) -> None: ...


class MemoryWorld:
    """The twin."""

    def __init__(self) -> None:
        self.server = MemoryMailServer()

    def mail(self, secret: str = "secret") -> Mail:
        return self.server.mail("seller@shop.test", secret)

    def deliver(self, raw: bytes, mailbox: str = "INBOX", received_at: datetime | None = None) -> None:
        self.server.deliver("seller@shop.test", raw, mailbox, received_at)

    def stored(self, mailbox: str = "INBOX") -> list[tuple[int, tuple[str, ...], bytes]]:
        return [(stored.uid, (), stored.raw) for stored in self.server.messages("seller@shop.test", mailbox)]

    def renumber(self) -> None:
        self.server.set_uidvalidity("seller@shop.test")


class DovecotWorld:
    """An account nobody else has on the real server."""

    def __init__(self, servers: MailServers) -> None:
        self.servers = servers
        self.user = f"seller{next(_numbers)}@shop.test"

    def server(self, secret: str = "secret") -> Server:
        return Server(
            host="localhost",
            port=self.servers.ports["imaps"],
            username=self.user,
            secret=lambda: secret,
            ca_file=str(self.servers.ca_file),
            timeout=10,
        )

    def mail(self, secret: str = "secret") -> Mail:
        return ImapMail(self.server(secret))

    def deliver(self, raw: bytes, mailbox: str = "INBOX", received_at: datetime | None = None) -> None:
        self.servers.append(self.user, raw, mailbox, received_at)

    def stored(self, mailbox: str = "INBOX") -> list[tuple[int, tuple[str, ...], bytes]]:
        return [(uid, flags, raw) for uid, flags, raw in self.servers.messages(self.user, mailbox)]

    def renumber(self) -> None:
        self.servers.set_uidvalidity(self.user)


@pytest.fixture
def dovecot(servers: MailServers) -> DovecotWorld:
    return DovecotWorld(servers)


@pytest.fixture(params=["memory", "dovecot"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "memory":
        return MemoryWorld()
    return DovecotWorld(request.getfixturevalue("servers"))


@pytest.fixture
def session(world: World) -> Iterator[MailSession]:
    with world.mail().connect() as connected:
        yield connected
