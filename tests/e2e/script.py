"""A server that says what a test tells it to, to see what a client makes of it."""

import re
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress

from tests.e2e.listener import Listener

Play = Callable[["Peer"], None]


class Peer:
    """The client of one connection, as the script sees it. Everything received is kept in ``heard``."""

    def __init__(self, sock: socket.socket, heard: bytearray) -> None:
        self._sock = sock
        self._heard = heard
        self._pending = b""

    def say(self, *lines: str | bytes) -> None:
        """Send lines, each ended by CRLF."""
        for line in lines:
            self.send((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def send(self, octets: bytes) -> None:
        """Send octets as they are."""
        self._sock.sendall(octets)

    def line(self) -> bytes:
        """The next line without its end; empty when the client is gone."""
        while b"\r\n" not in self._pending:
            octets = self._sock.recv(65536)
            if not octets:
                return b""
            self._heard += octets
            self._pending += octets
        line, self._pending = self._pending.split(b"\r\n", 1)
        return line

    def lines(self) -> Iterable[bytes]:
        """Every further line until the client is gone."""
        while line := self.line():
            yield line

    def secure(self, context: ssl.SSLContext) -> None:
        """Take the server's part in a TLS handshake."""
        self._sock = context.wrap_socket(self._sock, server_side=True)


class ScriptedServer(Listener):
    """Listens on a loopback ``port`` and plays ``script`` to every client; a context manager."""

    def __init__(self, script: Play) -> None:
        self._script = script
        self.heard = bytearray()
        super().__init__()

    def serve(self, sock: socket.socket) -> None:
        """Play the script to one client."""
        peer = Peer(sock, self.heard)
        with suppress(OSError):
            self._script(peer)
        with suppress(OSError):
            peer._sock.close()
        sock.close()


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    """What a server shows in its handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def imap(answers: dict[str, bytes | Play], *, greet: bool = True) -> Play:
    """A logged-in, otherwise obliging IMAP server that has special ``answers`` to some commands.

    A key is what a command contains; its answer stands before the tagged OK, or a function takes over.
    """

    def play(peer: Peer) -> None:
        if greet:
            peer.say("* OK [CAPABILITY IMAP4rev1] ready")
        for line in peer.lines():
            tag, _, command = line.decode("latin-1").partition(" ")
            answer = next((value for key, value in answers.items() if key in command), None)
            if callable(answer):
                answer(peer)
                return
            if answer is not None:
                peer.send(answer.replace(b"TAG", tag.encode()))
                if b"TAG" in answer:
                    continue
            elif command.startswith("CAPABILITY"):
                peer.say("* CAPABILITY IMAP4rev1")
            elif command.startswith("EXAMINE"):
                peer.say("* 3 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 4] ok")
            elif command.startswith("LOGOUT"):
                peer.say("* BYE")
            peer.say(f"{tag} OK [READ-ONLY] done" if command.startswith("EXAMINE") else f"{tag} OK done")

    return play


def smtp(answers: dict[str, bytes | Play]) -> Play:
    """An obliging SMTP server with special ``answers`` to GREETING, a verb, or DOT; a function takes over."""
    usual = {
        "GREETING": b"220 ready\r\n",
        "EHLO": b"250-ready\r\n250 AUTH PLAIN LOGIN\r\n",
        "AUTH": b"235 ok\r\n",
        "DATA": b"354 go ahead\r\n",
        "QUIT": b"221 bye\r\n",
    }

    def answer(peer: Peer, verb: str) -> bool:
        reply = {**usual, **answers}.get(verb, b"250 ok\r\n")
        if callable(reply):
            reply(peer)
            return False
        peer.send(reply)
        return True

    def play(peer: Peer) -> None:
        going = answer(peer, "GREETING")
        while going:
            verb = re.split(rb"\W", peer.line().upper())[0].decode()
            going = bool(verb) and answer(peer, verb)
            if verb == "DATA" and going and "DATA" not in answers:
                while peer.line() != b".":
                    pass
                going = answer(peer, "DOT")

    return play
