"""Reading an account's mail over IMAP, and nothing but reading.

Promises: mailboxes are opened with EXAMINE and messages read with BODY.PEEK, so that no flag changes; size and
header come before a body, bodies in pieces with a limit; credentials leave only after verified TLS.
Raises ``Transient`` for whatever goes wrong on the way, malformed answers included, and ``Permanent`` for
refused credentials, missing mailboxes and settings that cannot work. What the server wrote is never repeated in
an error but for its bracketed response code: it may hold addresses.
"""

# mypy: disable-error-code="no-untyped-call"
# IMAPClient has no types.

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version

from noticed.adapters.imap_session import ImapSession
from noticed.adapters.imap_wire import LATER, BoundedClient, No, answered, plainly
from noticed.adapters.server import Server, keep_alive, tls_context
from noticed.ports import Permanent, Transient


class ImapMail:
    """An account's IMAP server (see ``ports.Mail``)."""

    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def server(self) -> Server:
        """Where it is."""
        return self._server

    @contextmanager
    def connect(self) -> Iterator[ImapSession]:
        """A logged-in session, closed at the end. Raises ``Permanent`` for refused credentials, else ``Transient``."""
        session = self.open()
        try:
            yield session
        finally:
            session.close()

    def open(self) -> ImapSession:
        """The same, to be closed by the caller."""
        context, secret = tls_context(self._server), self._server.secret()
        with plainly(self._server.place):
            client = BoundedClient(self._server, context)
        session = ImapSession(client, self._server)
        try:
            with plainly(self._server.place):
                keep_alive(client.socket())
                client.allow(10 * self._server.timeout)
                self._secure(client, context)
                self._log_in(client, secret)
                self._identify(client)
        except BaseException:
            session.close()
            raise
        return session

    def _secure(self, client: BoundedClient, context: ssl.SSLContext | None) -> None:
        if self._server.tls != "starttls":
            return
        if not client.has_capability("STARTTLS"):
            raise Permanent(f"{self._server.place}: it offers no STARTTLS; nothing was sent to it; check port and tls")
        client.starttls(context)

    def _log_in(self, client: BoundedClient, secret: str) -> None:
        username = self._server.username
        try:
            with answered():
                if self._server.auth == "oauth2":
                    self._with_token(client, secret)
                elif secret.isascii() and username.isascii():
                    client.login(username, secret)
                else:  # LOGIN carries ASCII alone (RFC 9051 section 6.2.3)
                    client.plain_login(username, secret)
        except No as no:
            if no.code in LATER:
                raise Transient(f"{self._server.place}: it takes no logins now ({no.code})") from None
            help_ = self._server.cure(no.said) or self._server.login_help
            if self._server.refused:
                self._server.refused()
            raise Permanent(
                f"{self._server.place}: it refused the login ({no.code or 'no reason given'}); {help_}"
            ) from None

    def _with_token(self, client: BoundedClient, token: str) -> None:
        """XOAUTH2, which Google and Microsoft both have; OAUTHBEARER (RFC 7628) where it alone is offered."""
        if client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2"):
            client.oauthbearer_login(self._server.username, token)
        else:
            client.oauth2_login(self._server.username, token)

    def _identify(self, client: BoundedClient) -> None:
        """Name and version, nothing of this machine (RFC 2971); NetEase answers EXAMINE only after it."""
        if self._server.identify or client.has_capability("ID"):
            with suppress(No), answered():
                client.identify("noticed", version("noticed"))
