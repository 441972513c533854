"""A TCP proxy for the tests that breaks connections where it is told to.

It stands between a client and a server on loopback. Texts can only be watched for on connections without TLS.
"""

import random
import socket
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Literal, NamedTuple

from tests.e2e.listener import Listener

FINAL_DOT = b"\r\n.\r\n"


class Rule(NamedTuple):
    """When ``text`` passes from client to server, do something, once."""

    text: bytes
    do: Literal["cut", "lose answer", "silence"]


class Proxy(Listener):
    """Passes everything between its own ``port`` and ``target`` until a rule is met; a context manager.

    ``cut``: the text does not reach the server, and both sides are reset. ``lose answer``: the text reaches the
    server, whose next answer is swallowed and the client reset. ``silence``: the text reaches the server, and
    nothing passes any more, yet nothing is closed.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._lock = Lock()
        self._rules: list[Rule] = []
        self.lies: list[Lie] = []
        """What the next connections make of the server's words, one each."""
        self.passed = 0
        """Octets of the server that went through on the last connection."""
        self.flights = 0
        """How often a client spoke after its server had: round trips, where it waits for the answers."""
        self.open = 0
        """Clients that have not hung up."""
        self._spoke: socket.socket | None = None
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        super().__init__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.cut()

    def once(self, rule: Rule) -> None:
        """Let ``rule`` hold for the next connection that meets it."""
        with self._lock:
            self._rules.append(rule)

    def cut(self) -> None:
        """Reset every connection now."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            _reset(*pair)

    def serve(self, sock: socket.socket) -> None:
        """Connect one client through."""
        try:
            server = socket.create_connection(("127.0.0.1", self._target), 5)
        except OSError:
            _reset(sock)
            return
        server.settimeout(None)
        with self._lock:
            self._pairs.append((sock, server))
            lie = self.lies.pop(0) if self.lies else None
            self.open += 1
        pump = _Pump(sock, server, self, lie)
        Thread(target=pump.downstream, daemon=True).start()
        try:
            self._upstream(pump)
        finally:
            with self._lock:
                self.open -= 1

    def _upstream(self, pump: "_Pump") -> None:
        tail = b""
        with suppress(OSError):
            while octets := pump.client.recv(65536):
                self.speaks(pump.client, client=True)
                seen = tail + octets
                rule = self._met(seen)
                tail = seen[-64:]
                if rule is not None:
                    tail = b""
                if rule is not None and rule.do == "cut":
                    _reset(pump.client, pump.server)
                    return
                if rule is not None:
                    pump.fate = rule.do
                pump.server.sendall(octets)
        with suppress(OSError):
            pump.server.shutdown(socket.SHUT_WR)

    def _answering(self) -> None:
        """Before what the server said is passed on."""

    def speaks(self, sock: socket.socket, *, client: bool) -> None:
        """Count a turn of the dialogue."""
        with self._lock:
            self.flights += client and self._spoke is not sock
            self._spoke = sock

    def _met(self, seen: bytes) -> Rule | None:
        with self._lock:
            rule = next((rule for rule in self._rules if rule.text in seen), None)
            if rule is not None:
                self._rules.remove(rule)
            return rule


class Losing(Proxy):
    """An SMTP server behind it takes every letter, and ``share`` of its answers to the final dot never come back."""

    def __init__(self, target: int, share: float, seed: int) -> None:
        self._share = share
        self._random = random.Random(seed)  # accidents, not secrets
        self.lost = 0
        self._steps = 0
        self._hold: Literal["", "words", "answer"] = ""
        self._reached, self._free = Event(), Event()
        super().__init__(target)

    def await_step(self, step: int, seconds: float, hold: Literal["", "words", "answer"]) -> None:
        """Return when a client has said so many things from now on, or after ``seconds``. What it said, or what the
        server answers, is held until ``go_on``.
        """
        self._reached.clear()
        self._free.clear()
        self._hold, self._steps = hold, step
        self._reached.wait(seconds)

    def go_on(self) -> None:
        """Whoever is held goes on."""
        self._hold = ""
        self._free.set()

    def _answering(self) -> None:
        if self._hold == "answer" and self._steps <= 0:
            self._reached.set()
            self._free.wait(20)

    def _met(self, seen: bytes) -> Rule | None:
        self._steps -= 1
        if self._steps == 0 and self._hold != "answer":
            self._reached.set()
            if self._hold:
                self._free.wait(20)
        if not seen.endswith(FINAL_DOT) or self._random.random() >= self._share:
            return None
        self.lost += 1
        return Rule(FINAL_DOT, "lose answer")


class _Pump:
    """One connection."""

    def __init__(self, client: socket.socket, server: socket.socket, proxy: Proxy, lie: "Lie | None") -> None:
        self.client = client
        self.server = server
        self.fate = ""
        self._proxy = proxy
        self._lie = lie
        proxy.passed = 0

    def downstream(self) -> None:
        with suppress(OSError):
            while octets := self.server.recv(65536):
                self._proxy._answering()  # one class in two
                self._proxy.speaks(self.server, client=False)
                if self.fate == "lose answer":
                    _reset(self.client, self.server)
                    return
                if self.fate != "silence":
                    self._pass(octets)
        if self.fate != "silence":
            with suppress(OSError):
                self.client.shutdown(socket.SHUT_WR)

    def _pass(self, octets: bytes) -> None:
        for piece in self._lie(self._proxy.passed, octets) if self._lie else (octets,):
            if piece is None:
                _reset(self.client, self.server)
                raise ConnectionResetError
            self.client.sendall(piece)
        self._proxy.passed += len(octets)


Lie = Callable[[int, bytes], Iterable[bytes | None]]
"""What the client gets in place of some octets of the server, before which so many went through; None hangs up."""


def _reset(*sockets: socket.socket) -> None:
    for sock in sockets:
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()
