"""Handing letters to an account's submission server, one step at a time.

Promises: no HELO and no plain text where TLS was asked for, credentials only after verified TLS, addresses that
are nothing but addresses, bodies with CRLF and doubled dots, and an answer that is complete or none: what comes
back after the final dot is an ``Answer``, or ``InDoubt`` is raised (RFC 1047). Saying QUIT never fails.
Raises as ``ports.Submission`` and ``ports.Submitting`` say. smtplib's own ``sendmail``, ``data``, ``login`` and
context manager are not used: they guess, retry and raise after success.
"""

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from noticed.adapters.server import Server, connection_trouble, keep_alive, tls_context
from noticed.adapters.smtp_wire import Client, PlainClient, TlsClient
from noticed.ports import Answer, InDoubt, Permanent, Refusal, Transient, nothing

_ADDRESS = re.compile(r"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9.-]+")
_GREETING_NAME = "[127.0.0.1]"
"""Says nothing of this machine, as mail programs do (RFC 5321 section 4.1.3)."""
_GOODBYE = 5
"""Seconds QUIT may take."""
_HANGS_UP = 421
_MOMENT = 0.003
"""Seconds to wait for the answers to an envelope that was begun: no longer than a commit that is spared."""


class SmtpSubmission:
    """An account's submission server (see ``ports.Submission``).

    ``reply_timeout``: seconds to wait for the answer to the final dot (RFC 5321 section 4.5.3.2.6 asks 600).
    """

    def __init__(self, server: Server, reply_timeout: float = 600.0) -> None:
        self._server = server
        self._reply_timeout = reply_timeout

    @contextmanager
    def connect(self) -> Iterator["SmtpSubmitting"]:
        """EHLO, TLS and login. Raises ``Permanent`` for refused credentials, else ``Transient``."""
        context, secret = tls_context(self._server), self._server.secret()
        with _plainly(self._server.place):
            client = self._open(context)
        try:
            with _plainly(self._server.place):
                assert client.sock is not None
                keep_alive(client.sock)
                self._greet(client, context)
                self._log_in(client, secret)
            yield SmtpSubmitting(client, self._server, self._reply_timeout)
        finally:
            _say_goodbye(client)

    def _open(self, context: ssl.SSLContext | None) -> Client:
        host, port, seconds = self._server.host, self._server.port, self._server.timeout
        if self._server.tls == "implicit":
            return TlsClient(host, port, local_hostname=_GREETING_NAME, timeout=seconds, context=context)
        return PlainClient(host, port, local_hostname=_GREETING_NAME, timeout=seconds)

    def _greet(self, client: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
        hint = f"nothing was sent to {self._server.place}; check host, port and tls"
        _expect(250, "EHLO", client.ehlo(), hint)
        if self._server.tls != "starttls":
            return
        if not client.has_extn("starttls"):
            raise Permanent(f"{self._server.place}: it offers no STARTTLS; nothing was sent to it; check port and tls")
        try:
            client.starttls(context=context)
        except smtplib.SMTPResponseException as error:
            raise Refusal("STARTTLS", _refused(error), hint) from None
        _expect(250, "EHLO", client.ehlo(), hint)

    def _log_in(self, client: smtplib.SMTP, secret: str) -> None:
        """One attempt with one mechanism: every failed one counts towards a lock-out."""
        username = self._server.username
        offered = client.esmtp_features.get("auth", "").upper().split()
        if self._server.auth == "oauth2":
            bearer = "OAUTHBEARER" in offered and "XOAUTH2" not in offered
            answer = self._with_token(client, secret, bearer=bearer)
        elif "PLAIN" in offered or "LOGIN" not in offered:
            answer = _answer(client.docmd("AUTH", f"PLAIN {_base64(f'{chr(0)}{username}{chr(0)}{secret}')}"))
        else:
            answer = _answer(client.docmd("AUTH", "LOGIN"))
            for word in (username, secret):
                if answer.code == 334:
                    answer = _answer(client.docmd(_base64(word)))
        if answer.code == 235:
            return
        if answer.code < 500:
            raise Refusal("AUTH", answer)
        help_ = self._server.cure(f"{answer.code} {answer.text}") or self._server.login_help
        if self._server.refused:
            self._server.refused()
        raise Permanent(f"{self._server.place}: it refused the login ({answer.code}); {help_}")

    def _with_token(self, client: smtplib.SMTP, token: str, *, bearer: bool) -> Answer:
        """XOAUTH2, or OAUTHBEARER (RFC 7628 section 3.1) where it alone is offered."""
        user, place = self._server.username, f"host={self._server.host}\1port={self._server.port}"
        said = f"user={user}\1auth=Bearer {token}\1\1"
        if bearer:
            said = f"n,a={user},\1{place}\1auth=Bearer {token}\1\1"
        answer = _answer(client.docmd("AUTH", f"{'OAUTHBEARER' if bearer else 'XOAUTH2'} {_base64(said)}"))
        if answer.code == 334:  # an error document; the refusal itself follows our word that we have read it
            answer = _answer(client.docmd(_base64("\1") if bearer else ""))
        return answer


class SmtpSubmitting:
    """One connection (see ``ports.Submitting``)."""

    def __init__(self, client: Client, server: Server, reply_timeout: float) -> None:
        self._client = client
        self._place = server.place
        self._timeout = server.timeout
        self._reply_timeout = reply_timeout
        self._begun: list[str] = []
        """Commands that were said, and whose answers are to come."""

    def begin(self, sender: str, recipients: Sequence[str]) -> bool:
        """See the port."""
        self._say(self._commands(sender, recipients))
        return bool(self._begun)

    def answered(self) -> bool:
        """See the port; not where the server is about to hang up."""
        here = self._client.replies_here(_MOMENT) if self._begun else []
        return len(here) >= len(self._begun) > 0 and _HANGS_UP not in here

    def _say(self, commands: list[str]) -> None:
        if not self._begun and self._client.has_extn("pipelining"):
            with _plainly(self._place):
                self._client.send("".join(f"{command}\r\n" for command in commands))
            self._begun = commands

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        """See the port, in one flight where the server offers it (PIPELINING, RFC 2920). Raises ``Permanent`` for what
        is not an address, before a word is said."""
        commands = self._commands(sender, recipients)
        if self._begun and self._begun != commands:
            self.reset()
        self._say(commands)
        together, self._begun = bool(self._begun), []
        with _plainly(self._place):
            replies = (self._client.getreply() if together else self._client.docmd(command) for command in commands)
            _expect(250, "MAIL", next(replies))
            answers = []
            for reply in replies:
                answers.append(_answer(reply))
                if answers[-1].code == _HANGS_UP:  # the server is about to hang up: an answer to nobody
                    raise Refusal("RCPT", answers[-1])
            return tuple(answers)

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        """See the port: everything up to the dot may fail and be tried again, nothing after it."""
        body = stuffed(raw)
        with _plainly(self._place):
            _expect(354, "DATA", self._client.docmd("DATA"))
            self._client.send(body)
        try:
            self._wait(self._reply_timeout)
            self._client.send(b".\r\n")
            meanwhile()
            answer = _answer(self._client.getreply())
            self._wait(self._timeout)
        except OSError:
            self._client.close()
            raise InDoubt(f"{self._place}: the letter was sent and no complete answer came back") from None
        if not (200 <= answer.code < 300 or 400 <= answer.code < 600):
            raise InDoubt(f"{self._place}: the letter was sent and the answer {answer.code} decides nothing")
        return answer

    def reset(self) -> None:
        """RSET; errors are ignored."""
        begun, self._begun = self._begun, []
        with suppress(OSError, ValueError):
            for _ in begun:
                self._client.getreply()
            self._client.docmd("RSET")

    def _wait(self, seconds: float) -> None:
        """For an answer, from now on."""
        if self._client.sock is not None:
            self._client.sock.settimeout(seconds)

    def _commands(self, sender: str, recipients: Sequence[str]) -> list[str]:
        if not all(is_address(address) for address in (sender, *recipients)):
            raise Permanent(f"{self._place}: a letter's sender or recipient is not a mail address")
        return [f"MAIL FROM:<{sender}>", *(f"RCPT TO:<{address}>" for address in recipients)]


def is_address(text: str) -> bool:
    """Whether ``text`` is a plain ASCII address: no quoting, no space, bracket or control (RFC 5321 section 4.1.2).

    smtplib before 3.13 cuts ``a@b>\\r\\nRCPT…`` silently, and lets ``a@b> NOTIFY=NEVER <x`` pass.
    """
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def with_crlf(raw: bytes) -> bytes:
    """``raw`` with CRLF line ends and one at the end (RFC 5321 section 2.3.8).

    A bare CR becomes a line end as well: some servers take one for it, and a dot between two of them for the end.
    """
    lines = re.sub(rb"\r\n|\r|\n", b"\n", raw)
    return (lines.removesuffix(b"\n") + b"\n").replace(b"\n", b"\r\n")


def stuffed(raw: bytes) -> bytes:
    """``with_crlf``, and every leading dot doubled (RFC 5321 section 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", with_crlf(raw))


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _answer(reply: tuple[int, bytes]) -> Answer:
    """The server's words on one line without control characters and addresses: they end in logs and reports."""
    code, text = reply[0], reply[1].decode("utf-8", "replace")
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    words = " ".join(text.split())
    return Answer(code=code, text=re.sub(r"[^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+", "…", words)[:400])


def _expect(code: int, verb: str, reply: tuple[int, bytes], hint: str = "") -> None:
    answer = _answer(reply)
    if answer.code != code:
        raise Refusal(verb, answer, hint)


def _refused(error: smtplib.SMTPResponseException) -> Answer:
    text = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
    return _answer((error.smtp_code, text))


def _say_goodbye(client: smtplib.SMTP) -> None:
    with suppress(OSError, ValueError):
        if client.sock is not None:
            client.sock.settimeout(_GOODBYE)
            client.docmd("QUIT")
    with suppress(OSError):
        client.close()


@contextmanager
def _plainly(place: str) -> Iterator[None]:
    """Turn what smtplib and the socket raise into ``Transient`` with one line."""
    try:
        yield
    except smtplib.SMTPResponseException as error:  # smtplib's own greeting
        raise Refusal("CONNECT", _refused(error), f"check host and port: {place}") from None
    except (OSError, ValueError, AssertionError) as error:
        raise Transient(f"{place}: {connection_trouble(error)}") from None
