"""No credentials before verified TLS: what both adapters do with servers that cannot prove who they are.

It stands here for IMAP as well: ``adapters.server`` decides for both.
"""

import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from tests.e2e import config
from tests.e2e.script import Peer, Play, ScriptedServer, imap, server_context, smtp
from tests.e2e.servers import MailServers

from noticed.adapters.imap import ImapMail
from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission
from noticed.ports import Permanent, Transient


class Protocol(NamedTuple):
    """One of our two protocols, as a client and as a scripted server."""

    connect: Callable[[Server], AbstractContextManager[object]]
    plain: Play
    without_greeting: Play
    starttls: Callable[[Play], Play]


def imap_starttls(after: Play) -> Play:
    def play(peer: Peer) -> None:
        peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready")
        for line in peer.lines():
            tag, _, command = line.decode("latin-1").partition(" ")
            if command.startswith("CAPABILITY"):
                peer.say("* CAPABILITY IMAP4rev1 STARTTLS", f"{tag} OK done")
            elif command.startswith("STARTTLS"):
                peer.say(f"{tag} OK begin")
                after(peer)
                return
            else:
                peer.say(f"{tag} OK done")

    return play


def smtp_starttls(after: Play) -> Play:
    def begin(peer: Peer) -> None:
        peer.say("220 begin")
        after(peer)

    return smtp({"EHLO": b"250-ready\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", "STARTTLS": begin})


PROTOCOLS = {
    "imap": Protocol(lambda server: ImapMail(server).connect(), imap({}), imap({}, greet=False), imap_starttls),
    "smtp": Protocol(lambda server: SmtpSubmission(server).connect(), smtp({}), smtp({"GREETING": b""}), smtp_starttls),
}
TLS: tuple[Literal["implicit", "starttls"], ...] = ("implicit", "starttls")


@pytest.fixture(params=sorted(PROTOCOLS))
def protocol(request: pytest.FixtureRequest) -> Protocol:
    return PROTOCOLS[request.param]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    config.write_authority(folder)
    config.write_certificate(folder, "good", "DNS:localhost,IP:127.0.0.1")
    config.write_certificate(folder, "otherwise", "DNS:imap.elsewhere.test")
    config.write_certificate(folder, "itself", "DNS:localhost,IP:127.0.0.1", signed=False)
    return folder


def to(port: int, tls: Literal["implicit", "starttls"], ca_file: Path | None) -> Server:
    return Server(
        host="localhost",
        port=port,
        tls=tls,
        username="seller@shop.test",
        secret=lambda: "hunter2",
        ca_file=str(ca_file) if ca_file else None,
        timeout=2,
    )


def with_certificate(protocol: Protocol, certificates: Path, name: str, tls: str) -> Play:
    context = server_context(str(certificates / f"{name}.pem"), str(certificates / f"{name}.key"))

    def shake_hands(peer: Peer) -> None:
        peer.secure(context)
        (protocol.plain if tls == "implicit" else protocol.without_greeting)(peer)

    return shake_hands if tls == "implicit" else protocol.starttls(shake_hands)


@pytest.mark.parametrize("tls", TLS)
@pytest.mark.parametrize(("name", "trusted"), [("otherwise", True), ("itself", True), ("good", False)])
def test_a_server_that_cannot_prove_who_it_is_hears_no_credentials(
    protocol: Protocol, certificates: Path, name: str, trusted: bool, tls: Literal["implicit", "starttls"]
) -> None:
    with ScriptedServer(with_certificate(protocol, certificates, name, tls)) as server:
        where = to(server.port, tls, certificates / "ca.pem" if trusted else None)
        with pytest.raises(Transient, match="certificate"), protocol.connect(where):
            pass
        assert not any(word in server.heard.upper() for word in (b"LOGIN", b"AUTH", b"HUNTER2", b"SELLER"))


@pytest.mark.parametrize("tls", TLS)
def test_a_server_that_proves_who_it_is_is_logged_in_to(
    protocol: Protocol, certificates: Path, tls: Literal["implicit", "starttls"]
) -> None:
    with (
        ScriptedServer(with_certificate(protocol, certificates, "good", tls)) as server,
        protocol.connect(to(server.port, tls, certificates / "ca.pem")),
    ):
        assert server.heard


def test_a_server_without_starttls_hears_no_credentials(protocol: Protocol) -> None:
    with ScriptedServer(protocol.plain) as server:
        with pytest.raises(Permanent, match="STARTTLS"), protocol.connect(to(server.port, "starttls", None)):
            pass
        assert not any(word in server.heard.upper() for word in (b"LOGIN", b"AUTH", b"HUNTER2", b"SELLER"))


def test_a_server_that_breaks_off_the_handshake_hears_no_credentials(protocol: Protocol) -> None:
    for tls, play in (("implicit", protocol.plain), ("starttls", protocol.starttls(protocol.plain))):
        with ScriptedServer(play) as server:
            with pytest.raises(Transient), protocol.connect(to(server.port, tls, None)):  # type: ignore[arg-type]
                pass
            assert b"hunter2" not in server.heard


def test_old_tls_is_not_spoken(protocol: Protocol, certificates: Path) -> None:
    context = server_context(str(certificates / "good.pem"), str(certificates / "good.key"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with ScriptedServer(lambda peer: peer.secure(context)) as server:
        where = to(server.port, "implicit", certificates / "ca.pem")
        with pytest.raises(Transient), protocol.connect(where):
            pass


def test_a_ca_file_that_cannot_be_read_is_permanent(protocol: Protocol, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for name in ("empty.pem", "missing.pem"):
        with pytest.raises(Permanent, match=name), protocol.connect(to(1, "implicit", tmp_path / name)):
            pass


def test_neither_secret_nor_address_is_printed() -> None:
    printed = repr(to(993, "implicit", None))
    assert "hunter2" not in printed
    assert "@" not in printed


@pytest.mark.parametrize("tls", TLS)
def test_real_servers_are_spoken_to_over_tls(servers: MailServers, tls: Literal["implicit", "starttls"]) -> None:
    smtp_port = servers.ports["submissions" if tls == "implicit" else "submission"]
    imap_port = servers.ports["imaps" if tls == "implicit" else "imap"]
    sender, reader = (to(port, tls, servers.ca_file) for port in (smtp_port, imap_port))
    for connect, server in ((SmtpSubmission, sender), (ImapMail, reader)):
        with pytest.raises(Permanent, match="password"), connect(server).connect():
            pass
