"""A submission server that knows the truth: what it took responsibility for, whatever it managed to say about it."""

import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field
from typing import Literal

from tests.e2e.listener import Listener

from noticed.core.values import Value

_USUAL = {
    "GREETING": b"220 ready\r\n",
    "EHLO": b"250-ready\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n",
    "AUTH": b"235 ok\r\n",
    "DATA": b"354 go ahead\r\n",
    "QUIT": b"221 bye\r\n",
}


def usual(verb: str) -> bytes:
    """What an obliging server answers."""
    return _USUAL.get(verb, b"250 ok\r\n")


class Play(Value):
    """How one connection goes. What is not said here goes as it should."""

    answers: Mapping[str, bytes] = field(default_factory=dict)
    """By verb; RCPT 1, RCPT 2, … and DOT are verbs here. A message refused at DOT is not taken."""
    octets: int | None = None
    """Said by the server before the connection ends, as ``end`` says."""
    heard: int | None = None
    """Octets of the message heard before the connection ends."""
    end: Literal["close", "reset", "stall"] = "close"
    takes: bool = True
    """Whether it takes what it answers DOT with anything but a refusal for; a machine may die before."""


class _End(Exception):
    """The connection ends here."""


class Receiver(Listener):
    """Listens on a loopback ``port`` at once; each connection takes the ``play`` of the moment. A context manager."""

    def __init__(self, deliver: Callable[[str, bytes], object]) -> None:
        self.play = Play()
        self.taken: list[tuple[tuple[str, ...], bytes]] = []
        """Recipients and message of everything it took responsibility for."""
        self.connections = 0
        self.logins = 0
        self.said = 0
        """Octets said in the last connection."""
        self._deliver = deliver
        super().__init__()

    def take(self, recipients: tuple[str, ...], raw: bytes) -> None:
        """From now on the message is this server's to deliver."""
        self.taken.append((recipients, raw))
        for address in recipients:
            self._deliver(address, raw)

    def serve(self, sock: socket.socket) -> None:
        """One connection, by the play of the moment."""
        self.connections += 1
        play = self.play
        connection = _Connection(self, sock, play)
        try:
            connection.talk()
        except _End:
            if play.end == "stall":
                with suppress(OSError):
                    while sock.recv(65536):
                        pass
            if play.end == "reset":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        sock.close()


class _Connection:
    def __init__(self, receiver: Receiver, sock: socket.socket, play: Play) -> None:
        self._receiver, self._sock, self._play = receiver, sock, play
        self._pending = b""
        self._recipients: list[str] = []
        self._asked = 0
        receiver.said = 0

    def talk(self) -> None:
        self._say("GREETING")
        while line := self._line():
            verb = line.split()[0].upper().decode()
            if verb == "RCPT":
                self._recipient(line)
            elif verb == "DATA":
                self._data()
            else:
                self._receiver.logins += verb == "AUTH"
                if verb in {"MAIL", "RSET"}:
                    self._recipients, self._asked = [], 0
                self._say(verb)
            if verb == "QUIT":
                return

    def _recipient(self, line: bytes) -> None:
        self._asked += 1
        verb = f"RCPT {self._asked}"
        if self._answer(verb).startswith(b"2"):
            self._recipients.append(line.partition(b"<")[2].partition(b">")[0].decode())
        self._say(verb)

    def _data(self) -> None:
        self._say("DATA")
        if not self._answer("DATA").startswith(b"354"):
            return
        message = self._message()
        if self._play.takes and not self._answer("DOT").startswith((b"4", b"5")):
            self._receiver.take(tuple(self._recipients), message)
        self._say("DOT")

    def _answer(self, verb: str) -> bytes:
        return self._play.answers.get(verb, usual(verb))

    def _say(self, verb: str) -> None:
        octets, limit = self._answer(verb), self._play.octets
        if limit is not None and self._receiver.said + len(octets) > limit:
            self._sock.sendall(octets[: limit - self._receiver.said])
            raise _End
        self._sock.sendall(octets)
        self._receiver.said += len(octets)

    def _line(self) -> bytes:
        return self._until(b"\r\n")

    def _message(self) -> bytes:
        if self._play.heard is not None:
            while len(self._pending) < self._play.heard and b"\r\n.\r\n" not in self._pending:
                self._pending += self._some()
            raise _End
        return self._until(b"\r\n.\r\n").replace(b"\r\n..", b"\r\n.")

    def _until(self, end: bytes) -> bytes:
        while end not in self._pending:
            self._pending += self._some()
        found, self._pending = self._pending.split(end, 1)
        return found

    def _some(self) -> bytes:
        octets = self._sock.recv(4096)
        if not octets:
            raise ConnectionAbortedError
        return octets
