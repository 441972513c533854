"""Where an account's mail server is, how we prove who we are, and how it proves who it is.

Promises: no context is made that trusts an unverified certificate, a wrong name or anything older than
TLS 1.2 (RFC 8314 section 4.1), and no plain connection leaves this machine. Raises ``Permanent`` where the
settings ask for less. A ``Server`` shows neither address nor secret when printed.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from noticed.core.values import Value
from noticed.ports import Permanent


class Server(Value):
    """One IMAP or submission server of an account."""

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    username: str = field(repr=False)
    secret: Callable[[], str] = field(repr=False)
    """The password, or with ``oauth2`` an access token; asked anew for every login."""
    auth: Literal["password", "oauth2"] = "password"
    refused: Callable[[], None] | None = field(default=None, repr=False)
    """Told when the server did not take the secret: a token may have been revoked before its time."""
    ca_file: str | None = None
    """Trusted in addition to the system's authorities."""
    login_help: str = "check user name and password: most providers want an app password"
    """What cures a refused login, said with it: where the provider's passwords are made."""
    sayings: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Words of this provider's servers that have one known cause, with its cure."""
    timeout: float = 60.0
    """Seconds without a byte after which a connection counts as broken."""
    identify: bool = False
    """Say who we are (RFC 2971) even where the server does not ask; NetEase refuses EXAMINE without."""
    search_trusted: bool = True
    """False where the server's SEARCH is known to miss messages."""
    idle: bool = True
    """False where the server announces IDLE and does not keep its word."""
    connections: int | None = None
    """Connections that are kept open to it by one process, all accounts together; None: as many as there are."""

    def cure(self, said: str) -> str | None:
        """The cure of what the server said, where its provider is known for it. Nothing of ``said`` is repeated."""
        return next((cure for says, cure in self.sayings if says.search(said)), None)

    @property
    def place(self) -> str:
        """How error lines name it."""
        return f"{self.host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine, judged by its name alone: DNS may lie."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def tls_context(server: Server) -> ssl.SSLContext | None:
    """What verifies ``server``'s certificate; None for ``tls = "none"``.

    Raises ``Permanent`` for a plain connection to another machine and for a CA file that cannot be read.
    """
    if server.tls == "none":
        if not is_loopback(server.host):
            raise Permanent(f'{server.place}: tls = "none" is for this machine alone; use "implicit" or "starttls"')
        return None
    try:
        changed = Path(server.ca_file).stat().st_mtime_ns if server.ca_file is not None else 0
        return _verifying(server.ca_file, changed)
    except (OSError, ssl.SSLError):
        raise Permanent(f"{server.place}: ca_file {server.ca_file} cannot be read as certificates") from None


@lru_cache(maxsize=16)
def _verifying(ca_file: str | None, changed: int) -> ssl.SSLContext:  # noqa: ARG001  # a file that changed is read anew
    """One for all accounts: the system's authorities are half a megabyte and 20 ms each time."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def keep_alive(sock: socket.socket) -> None:
    """Let the kernel notice a peer that vanished without a word (a NAT box that forgot us), and send at once what is
    written: else a final dot waits until the other side has confirmed the text before it.
    """
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 4)):  # seconds, seconds, probes
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


_ANOTHER_NAME = "its certificate is for another name; nothing was sent to it; check host"
_CERTIFICATE = {  # by X509_V_ERR_… of OpenSSL's x509_vfy.h
    62: _ANOTHER_NAME,  # HOSTNAME_MISMATCH
    64: _ANOTHER_NAME,  # IP_ADDRESS_MISMATCH
    10: "its certificate has expired; nothing was sent to it; whoever runs it must renew it, "
    "unless this machine's clock is wrong",
    9: "its certificate is not valid yet; nothing was sent to it; check this machine's clock",
}
_NO_TLS = "it speaks no TLS there; nothing was sent to it; check port and tls"
_OLD_TLS = "it speaks only TLS older than 1.2; nothing was sent to it; it needs newer software"
_TLS = {  # by OpenSSL's reasons
    "TLSV1_ALERT_PROTOCOL_VERSION": _OLD_TLS,
    "UNSUPPORTED_PROTOCOL": _OLD_TLS,
    "WRONG_VERSION_NUMBER": _NO_TLS,
    "RECORD_LAYER_FAILURE": _NO_TLS,
    "HTTP_REQUEST": _NO_TLS,
}


def connection_trouble(error: Exception) -> str:
    """One plain phrase for what broke a connection, without whatever the other side wrote."""
    match error:
        case ssl.SSLCertVerificationError():
            why = error.verify_message.strip(". ")
            untrusted = (
                f"its certificate is not to be trusted ({why}); nothing was sent to it; a private CA goes into ca_file"
            )
            return _CERTIFICATE.get(error.verify_code, untrusted)
        case ssl.SSLError():
            return _TLS.get(error.reason or "", "the TLS connection failed; check port and tls")
        case socket.gaierror():
            return "its name cannot be looked up; check host, and the DNS of this machine"
        case TimeoutError():
            return "it did not answer in time; check host and port, or a firewall between"
        case ConnectionRefusedError():
            return "it refused the connection; check host and port"
        case OSError() if error.strerror:
            return f"the connection broke ({error.strerror})"
        case OSError():
            return "the connection broke"
        case _:
            return "it gave an answer that cannot be read"
