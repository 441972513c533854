"""Experiment: servers that cannot prove who they are, over real sockets; not one octet of credentials reaches them.

Each malice against IMAP and submission, with TLS from the first octet and by STARTTLS. What the other side heard
is searched for user name and password, plain and as SASL codes them, and what the operator is told must name what
is wrong and the cure. By itself, ``--count`` rounds of all of them:

    python -m tests.faults.tls --count 20
"""

import base64
import re
import ssl
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, NamedTuple

from tests.e2e import config
from tests.e2e.script import Peer, Play, ScriptedServer, imap, server_context, smtp
from tests.faults.ledger import Ledger, command

from noticed.adapters.imap import ImapMail
from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission
from noticed.ports import Permanent, Transient

USER, PASSWORD = "seller@shop.test", "hunter2-and-more"
Tls = Literal["implicit", "starttls"]
BOTH: tuple[Tls, ...] = ("implicit", "starttls")
_OPEN: tuple[Tls, ...] = ("starttls",)


class Protocol(NamedTuple):
    """One of our two protocols: the client, and what a server of it says."""

    connect: Callable[[Server], AbstractContextManager[object]]
    plain: Play
    """An obliging server without TLS."""
    inside: Play
    """The same after the handshake of STARTTLS, where there is no greeting."""
    starttls: Callable[[Play, bytes], Play]
    """A server that offers STARTTLS, says something more in the same breath as its consent, and goes on."""


def _imap_starttls(after: Play, more: bytes = b"") -> Play:
    def play(peer: Peer) -> None:
        peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready")
        for line in peer.lines():
            tag, _, words = line.decode("latin-1").partition(" ")
            if words.startswith("CAPABILITY"):
                peer.say("* CAPABILITY IMAP4rev1 STARTTLS", f"{tag} OK done")
            elif words.startswith("STARTTLS"):
                peer.send(f"{tag} OK begin\r\n".encode() + more)
                after(peer)
                return
            else:
                peer.say(f"{tag} OK done")

    return play


def _smtp_starttls(after: Play, more: bytes = b"") -> Play:
    def begin(peer: Peer) -> None:
        peer.send(b"220 begin\r\n" + more)
        after(peer)

    return smtp({"EHLO": b"250-ready\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", "STARTTLS": begin})


PROTOCOLS = {
    "imap": Protocol(lambda server: ImapMail(server).connect(), imap({}), imap({}, greet=False), _imap_starttls),
    "smtp": Protocol(
        lambda server: SmtpSubmission(server).connect(), smtp({}), smtp({"GREETING": b""}), _smtp_starttls
    ),
}


class Malice(NamedTuple):
    """One way to be no trustworthy server, and what the operator must read of it."""

    modes: tuple[Tls, ...]
    play: Callable[["Rig", Protocol, Tls], Play]
    says: str
    """A pattern of the line: what is wrong, then the cure."""
    trusted: bool = True
    """Whether the settings name our authority as ``ca_file``."""


class Rig:
    """The certificates, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        config.write_authority(folder)
        config.write_certificate(folder, "good", "DNS:localhost,IP:127.0.0.1")
        config.write_certificate(folder, "otherwise", "DNS:imap.elsewhere.test")
        config.write_certificate(folder, "itself", "DNS:localhost,IP:127.0.0.1", signed=False)
        self._dated("expired", "20200101000000Z", "20200201000000Z")
        self._dated("tomorrow", "20990101000000Z", "20990201000000Z")

    def _dated(self, name: str, begins: str, ends: str) -> None:
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key"]
        dates = ["-not_before", begins, "-not_after", ends, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        authority = ["-CA", "ca.pem", "-CAkey", "ca.key", "-subj", f"/CN={name}", "-out", f"{name}.pem"]
        subprocess.run(
            ["openssl", "req", "-x509", *key, *dates, *authority], cwd=self.folder, check=True, capture_output=True
        )

    def context(self, name: str) -> ssl.SSLContext:
        """What a server with this certificate shows."""
        return server_context(str(self.folder / f"{name}.pem"), str(self.folder / f"{name}.key"))


def _shows(name: str) -> Callable[[Rig, Protocol, Tls], Play]:
    return lambda rig, protocol, tls: _handshake(rig.context(name), protocol, tls)


def _handshake(context: ssl.SSLContext, protocol: Protocol, tls: Tls, more: bytes = b"") -> Play:
    def shake_hands(peer: Peer) -> None:
        peer.secure(context)
        (protocol.plain if tls == "implicit" else protocol.inside)(peer)

    return shake_hands if tls == "implicit" else protocol.starttls(shake_hands, more)


def _old(rig: Rig, protocol: Protocol, tls: Tls) -> Play:
    context = rig.context("good")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return _handshake(context, protocol, tls)


def _refuses(rig: Rig, protocol: Protocol, tls: Tls) -> Play:
    """STARTTLS is offered, and refused when asked for."""
    if protocol is PROTOCOLS["smtp"]:
        return smtp(
            {"EHLO": b"250-ready\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", "STARTTLS": b"454 4.7.0 not available\r\n"}
        )
    return imap({"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n", "STARTTLS": b"TAG NO not available\r\n"})


def _no_hello(rig: Rig, protocol: Protocol, tls: Tls) -> Play:
    """EHLO is refused: smtplib's own ``login`` would say HELO then, after which no STARTTLS is offered."""
    if protocol is PROTOCOLS["smtp"]:
        return smtp({"EHLO": b"500 what\r\n", "HELO": b"250 AUTH PLAIN\r\n"})
    return imap({"CAPABILITY": b"TAG BAD what\r\n"})


def _preauth(rig: Rig, protocol: Protocol, tls: Tls) -> Play:
    """IMAP's PREAUTH forbids STARTTLS: whoever stands between would be read from. SMTP greets with an extension."""
    if protocol is PROTOCOLS["smtp"]:
        return smtp({"GREETING": b"220 ready AUTH PLAIN\r\n", "EHLO": b"250-ready\r\n250 AUTH PLAIN\r\n"})

    def play(peer: Peer) -> None:
        peer.say("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome")
        imap({}, greet=False)(peer)

    return play


MALICES = {
    "stripped": Malice(_OPEN, lambda _, protocol, __: protocol.plain, r"no STARTTLS.*check port and tls"),
    "refused": Malice(_OPEN, _refuses, r"STARTTLS: 454.*nothing was sent.*check|refused a command"),
    "no_hello": Malice(_OPEN, _no_hello, r"EHLO: 500.*nothing was sent.*check|refused a command"),
    "preauth": Malice(_OPEN, _preauth, r"no STARTTLS.*nothing was sent.*check"),
    "plain_text": Malice(("implicit",), lambda _, protocol, __: protocol.plain, r"speaks no TLS.*check port and tls"),
    "plain_text_inside": Malice(
        _OPEN, lambda _, protocol, __: protocol.starttls(protocol.inside, b"nonsense\r\n"), r"in time|TLS"
    ),
    "self_signed": Malice(BOTH, _shows("itself"), r"certificate.*not to be trusted.*self-signed.*ca_file"),
    "unknown_authority": Malice(BOTH, _shows("good"), r"certificate.*not to be trusted.*ca_file", trusted=False),
    "wrong_name": Malice(BOTH, _shows("otherwise"), r"certificate.*another name.*check host"),
    "expired": Malice(BOTH, _shows("expired"), r"certificate has expired.*renew.*clock"),
    "not_yet_valid": Malice(BOTH, _shows("tomorrow"), r"certificate is not valid yet.*clock"),
    "old_tls": Malice(BOTH, _old, r"older than 1\.2.*newer software"),
}


def attempt(rig: Rig, protocol: Protocol, malice: Malice, tls: Tls) -> tuple[str, bytes]:
    """One connection; what the operator is told ("" where it was logged in) and everything the server heard."""
    with ScriptedServer(malice.play(rig, protocol, tls)) as server:
        where = Server(
            host="localhost",
            port=server.port,
            tls=tls,
            username=USER,
            secret=lambda: PASSWORD,
            ca_file=str(rig.folder / "ca.pem") if malice.trusted else None,
            timeout=2,
        )
        try:
            with protocol.connect(where):
                return "", bytes(server.heard)
        except (Transient, Permanent) as error:
            return str(error), bytes(server.heard)


def injected(rig: Rig, name: str) -> tuple[bool, bytes, bytes]:
    """A server that smuggles an answer in before the handshake: whether it was logged in to, all it heard, and what
    the smuggled answer would have made the client say."""
    protocol = PROTOCOLS[name]
    smuggled = b"250-ready\r\n250 AUTH LOGIN\r\n" if name == "smtp" else b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n"
    offers = smtp({"GREETING": b"", "EHLO": b"250-ready\r\n250 AUTH PLAIN\r\n"}) if name == "smtp" else protocol.inside

    def shake_hands(peer: Peer) -> None:
        peer.secure(rig.context("good"))
        offers(peer)

    with ScriptedServer(protocol.starttls(shake_hands, smuggled)) as server:
        where = Server(
            host="localhost",
            port=server.port,
            tls="starttls",
            username=USER,
            secret=lambda: PASSWORD,
            ca_file=str(rig.folder / "ca.pem"),
            timeout=2,
        )
        try:
            with protocol.connect(where):
                return True, bytes(server.heard), b"AUTH LOGIN"
        except (Transient, Permanent):
            return False, bytes(server.heard), b"AUTH LOGIN"


def credentials_in(heard: bytes) -> bool:
    """Whether anything of user name or password, or the command that precedes them, is in what a server heard."""
    words = {USER.encode(), PASSWORD.encode(), *(base64.b64encode(w.encode())[:-4] for w in (USER, PASSWORD))}
    words |= {base64.b64encode(f"\0{USER}\0{PASSWORD}".encode())[:20], b"hunter2"}
    return any(word in heard for word in words) or bool(
        re.search(rb"(?m)^(\w+ LOGIN|AUTH|\w+ AUTHENTICATE|HELO)", heard)
    )


def experiment(ledger: Ledger, rounds: int) -> None:
    """Every malice ``rounds`` times."""
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        for _ in range(rounds):
            for name, protocol in PROTOCOLS.items():
                for what, malice in MALICES.items():
                    for tls in malice.modes:
                        told, heard = attempt(rig, protocol, malice, tls)
                        where = f"{what} {name} {tls}"
                        ledger.check("I17", not credentials_in(heard), f"{where}: heard {heard[:200]!r}")
                        ledger.check("I17", bool(re.search(malice.says, told)), f"{where}: told {told!r}")
                _, heard, smuggled = injected(rig, name)
                ledger.check("I17", smuggled not in heard, f"injection {name}: the smuggled answer was believed")
    ledger.figures |= {"malices": len(MALICES) + 1, "rounds": rounds}


if __name__ == "__main__":
    sys.exit(command("tls", 20, experiment, __doc__))
