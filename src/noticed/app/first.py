"""Before there are settings: whether a mailbox lets us in."""

import re
import shlex
import subprocess
from dataclasses import field, replace

from noticed import data
from noticed.adapters.imap import ImapMail
from noticed.adapters.oauth.application import Issuer
from noticed.adapters.oauth.issuers import issuer
from noticed.adapters.server import Server
from noticed.app.logins import application
from noticed.core.values import Value
from noticed.data import Provider
from noticed.ports import Transient
from noticed.settings.oauth import Registration


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


class Registered(Value):
    """A registration of the operator's own at the provider's issuer."""

    client_id: str
    client_secret: str | None = field(default=None, repr=False)


def is_client_id(provider: Provider, text: str) -> bool:
    """Whether what was typed for the password is a registration's client id: a GUID of Microsoft's, or Google's."""
    shape = {
        "google": r"[\w-]+\.apps\.googleusercontent\.com",
        "microsoft": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    }
    return re.fullmatch(shape.get(provider.oauth or "", r"(?!)"), text) is not None


def issuer_of(provider: Provider, given: Registered) -> Issuer:
    """Who gives this provider's tokens to that registration."""
    secret = given.client_secret
    known = application(data.issuers()[provider.oauth or ""], Registration(client_id=given.client_id))
    return issuer(replace(known, client_secret=(lambda: secret) if secret else None))


def log_in(  # noqa: PLR0913  # where, who and how
    provider: Provider,
    server: Place,
    email: str,
    secret: str,
    ca_file: str | None,
    language: str,
    *,
    token: bool = False,
) -> None:
    """Log in at the IMAP server and leave; ``token``: the secret is an access token itself. Raises ``Permanent`` or
    ``Transient`` with cause and cure."""
    command = provider.imap.get("auth") == "oauth2" and not token
    where = Server(
        host=server.host,
        port=server.port or 993,
        tls="starttls" if server.tls == "starttls" else "implicit",
        username=email,
        secret=(lambda: _token(secret)) if command else (lambda: secret),
        auth="oauth2" if command or token else "password",
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
