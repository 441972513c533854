"""Before there are settings: whether a mailbox lets us in."""

import shlex
import subprocess

from noticed.adapters.imap import ImapMail
from noticed.adapters.server import Server
from noticed.core.values import Value
from noticed.data import Provider
from noticed.ports import Transient


class Place(Value):
    """A server as somebody types it."""

    host: str
    port: int | None = None
    tls: str = "implicit"


def place(text: str) -> Place:
    """``mail.shop.example`` or ``mail.shop.example:143``; the ports of STARTTLS ask for it. Raises ``ValueError``."""
    host, colon, port = text.strip().partition(":")
    if not host or " " in host or (colon and not (port.isdecimal() and 0 < int(port) < 65536)):
        raise ValueError("must be one line of text, not empty")
    number = int(port) if colon else None
    return Place(host=host, port=number, tls="starttls" if number in {143, 587} else "implicit")


def log_in(provider: Provider, server: Place, email: str, secret: str, ca_file: str | None, language: str) -> None:
    """Log in at the IMAP server and leave. Raises ``Permanent`` or ``Transient`` with cause and cure."""
    oauth = provider.imap.get("auth") == "oauth2"
    where = Server(
        host=server.host,
        port=server.port or 993,
        tls="starttls" if server.tls == "starttls" else "implicit",
        username=email,
        secret=(lambda: _token(secret)) if oauth else (lambda: secret),
        auth="oauth2" if oauth else "password",
        ca_file=ca_file,
        login_help=f"check user name and password. {provider.password_help[language]}",
        sayings=tuple((saying.says, saying.cure[language]) for saying in provider.sayings),
        timeout=20.0,
        identify=provider.identify,
    )
    with ImapMail(where).connect() as session:
        session.examine("INBOX")


def _token(command: str) -> str:
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, check=True, timeout=30, text=True)
    except (OSError, ValueError, subprocess.SubprocessError):
        raise Transient(f"command {command.split(maxsplit=1)[0]} cannot be run, or prints no UTF-8 text") from None
    return done.stdout.strip()
