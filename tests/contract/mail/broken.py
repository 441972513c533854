"""A session with a scripted IMAP server, for the tests of what servers do wrong."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.script import Peer, Play, ScriptedServer, imap

from noticed.adapters.imap import ImapMail
from noticed.adapters.imap_session import ImapSession
from noticed.adapters.server import Server


def to(port: int, **changes: object) -> Server:
    settings: dict[str, object] = {"timeout": 1, "username": "seller@shop.test", "secret": lambda: "hunter2"}
    return Server(host="127.0.0.1", port=port, tls="none", **(settings | changes))  # type: ignore[arg-type]


@contextmanager
def session_with(answers: dict[str, bytes | Play], **changes: object) -> Iterator[ImapSession]:
    with ScriptedServer(imap(answers)) as server, ImapMail(to(server.port, **changes)).connect() as session:
        session.examine("INBOX")
        yield session


def stay_silent(_: Peer) -> None:
    time.sleep(3)


def hang_up(_: Peer) -> None:
    """Close the connection."""
