"""The world's servers, embedded: IMAP (pymap), SMTP (aiosmtpd) and DNS on one event loop in one thread.

All listen on loopback ports of the system's choice. SMTP delivers into the IMAP mailboxes of whoever is known and
refuses everybody else, as a real server does. Raises ``ImportError`` on import where the extra ``demo`` is missing.
"""

import asyncio
import logging
import secrets
import threading
from argparse import Namespace
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import DictBackend, Identity
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

from noticed.demo.names import Names
from noticed.ports import Clock

HOST = "127.0.0.1"
_SECONDS = 10.0
"""Within which the servers start, stop, or take a message."""
_SMTP_LOG = logging.getLogger("mail.log")


def _is_news(record: logging.LogRecord) -> bool:
    """aiosmtpd warns at every login of a part of itself that it uses itself."""
    return "Session.login_data is deprecated" not in record.getMessage()


class Servers:
    """A context manager; ``users``: address → password, ``texts``: the DNS, ``clock``: dates what arrives."""

    def __init__(self, users: Mapping[str, str], texts: Mapping[str, str], clock: Clock) -> None:
        self.imap_port = self.smtp_port = self.dns_port = 0
        self._users = dict(users)
        self._texts = texts
        self._clock = clock
        self._up = threading.Event()
        self._error: BaseException | None = None
        self._sessions: set[asyncio.Task[Any]] = set()
        self._thread = threading.Thread(target=self._run, name="demo-servers", daemon=True)

    def __enter__(self) -> Self:
        _SMTP_LOG.addFilter(_is_news)
        self._thread.start()
        if not self._up.wait(_SECONDS) or self._error:
            raise self._error or TimeoutError("the embedded servers did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_SECONDS)
        _SMTP_LOG.removeFilter(_is_news)

    def deliver(self, address: str, raw: bytes) -> None:
        """Put a message into the mailbox of ``address``, as the mail server of that address would."""
        asyncio.run_coroutine_threadsafe(self._append(address, raw), self._loop).result(_SECONDS)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001  # handed to the thread that waits for the start
            self._error = error
            self._up.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        imap = await asyncio.start_server(await self._imap(), HOST, 0)
        smtp = await self._loop.create_server(self._smtp, HOST, 0)
        transport, _ = await self._loop.create_datagram_endpoint(lambda: Names(self._texts), (HOST, 0))
        self.imap_port, self.smtp_port = (server.sockets[0].getsockname()[1] for server in (imap, smtp))
        self.dns_port = transport.get_extra_info("sockname")[1]
        self._up.set()
        await self._stop.wait()
        transport.close()
        for server in (imap, smtp):
            server.close()
        for session in tuple(self._sessions):
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    async def _imap(self) -> Any:
        """What serves one IMAP connection. Its own listener drops the session's task, which 3.12 and later collect."""
        options = Namespace(
            debug=False, host=HOST, port=0, cert=None, key=None, tls=False, proxy_protocol=None, passlib_cfg=None,
            inherited_sockets=None, demo_data=False, demo_user="-", demo_password=secrets.token_urlsafe(),
        )  # fmt: skip
        quick = BuiltinHash(rounds=1)  # nobody attacks a server that lives for seconds
        self._backend, config = await DictBackend.init(options, invalid_user_sleep=0, hash_context=quick)
        config.apply_context()
        for address, password in self._users.items():
            hashed = await Passwords(config).hash_password(password)
            await self._mailbox_of(address).set(UserMetadata(config, address, password=hashed))
        serve = IMAPServer(self._backend.login, config)

        async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._sessions.add(task)
            try:
                await serve(reader, writer, SocketInfo.get(writer, None))
            finally:
                self._sessions.discard(task)

        return session

    def _smtp(self) -> SMTP:
        return SMTP(self, authenticator=self._authenticate, auth_require_tls=False, loop=self._loop)

    def _mailbox_of(self, address: str) -> Identity:
        return Identity(address, self._backend.login, None, frozenset())

    async def _append(self, address: str, raw: bytes) -> None:
        async with self._mailbox_of(address).new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(raw, self._clock.now(), frozenset())])

    def _authenticate(self, _: SMTP, __: Session, ___: Envelope, ____: str, login: object) -> AuthResult:
        assert isinstance(login, LoginPassword)
        known = self._users.get(login.login.decode())
        return AuthResult(success=known is not None and known.encode() == login.password, auth_data=login)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name and arguments of a hook
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        """Nobody but the people of the story has a mailbox here."""
        if address not in self._users:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        """Into the mailbox of every recipient."""
        raw = envelope.original_content or b""
        for address in dict.fromkeys(envelope.rcpt_tos):
            await self._append(address, raw)
        return "250 2.0.0 delivered"
