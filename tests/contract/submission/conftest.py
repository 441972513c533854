"""One account's way out on the twin and on a real Postfix."""

from collections.abc import Iterator
from itertools import count
from typing import Protocol

import pytest
from tests.e2e.conftest import servers
from tests.e2e.proxy import FINAL_DOT, Proxy, Rule
from tests.e2e.servers import MailServers

from noticed.adapters.memory import MemoryMailServer, MemorySubmission
from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission
from noticed.ports import Answer, Submission

__all__ = ["servers"]

_numbers = count(1)


class World(Protocol):
    """A submission server seen from our side, and the mailboxes it delivers to."""

    @property
    def submission(self) -> Submission: ...

    def address(self, begins: str) -> str:
        """An address nobody else uses."""

    def arrived(self, address: str, count: int) -> list[bytes]:
        """What lies in the mailbox as soon as ``count`` messages do; with 0 what lies there when all is quiet."""

    def lose_the_next_answer(self) -> None: ...

    def break_before_the_next_dot(self) -> None: ...

    def refused_login(self) -> Submission: ...


class MemoryWorld:
    """The twin."""

    def __init__(self) -> None:
        self.server = MemoryMailServer()
        self.submission = MemorySubmission(self.server)

    def address(self, begins: str) -> str:
        address = f"{begins}@shop.test"
        fates = {"reject": (550, "5.1.1 no such user here"), "tempfail": (450, "4.7.1 try again later")}
        if begins in fates:
            code, text = fates[begins]
            self.submission.answers[address] = Answer(code=code, text=text)
        return address

    def arrived(self, address: str, count: int) -> list[bytes]:
        return [stored.raw for stored in self.server.messages(address)]

    def lose_the_next_answer(self) -> None:
        self.submission.lose_answers = 1

    def break_before_the_next_dot(self) -> None:
        self.submission.break_before_dot = 1

    def refused_login(self) -> Submission:
        refusing = MemorySubmission(self.server)
        refusing.refuse_login = True
        return refusing


class PostfixWorld:
    """The real thing, without TLS so that the proxy in between can read along."""

    def __init__(self, servers: MailServers, proxy: Proxy) -> None:
        self.servers = servers
        self.proxy = proxy
        self.number = next(_numbers)
        self.submission: Submission = self.to(proxy.port)

    def to(self, port: int, secret: str = "secret") -> SmtpSubmission:
        server = Server(
            host="127.0.0.1", port=port, tls="none", username=self.address("seller"), secret=lambda: secret, timeout=10
        )
        return SmtpSubmission(server, reply_timeout=10)

    def address(self, begins: str) -> str:
        return f"{begins}@shop{self.number}.test"

    def arrived(self, address: str, count: int) -> list[bytes]:
        self.servers.wait_until_queue_is_empty()
        return [stored.raw for stored in self.servers.messages(address)]

    def lose_the_next_answer(self) -> None:
        self.proxy.once(Rule(FINAL_DOT, "lose answer"))

    def break_before_the_next_dot(self) -> None:
        self.proxy.once(Rule(FINAL_DOT, "cut"))

    def refused_login(self) -> Submission:
        return self.to(self.proxy.port, secret="wrong-hunter2")


@pytest.fixture(params=["memory", "postfix"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        yield MemoryWorld()
        return
    running: MailServers = request.getfixturevalue("servers")
    with Proxy(running.ports["plain"]) as proxy:
        yield PostfixWorld(running, proxy)
