"""A TCP proxy for the tests that breaks connections where it is told to.

It stands between a client and a server on loopback. Texts can only be watched for on connections without TLS.
"""

import socket
import struct
from contextlib import suppress
from threading import Lock, Thread
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
        pump = _Pump(sock, server)
        Thread(target=pump.downstream, daemon=True).start()
        self._upstream(pump)

    def _upstream(self, pump: "_Pump") -> None:
        tail = b""
        with suppress(OSError):
            while octets := pump.client.recv(65536):
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

    def _met(self, seen: bytes) -> Rule | None:
        with self._lock:
            rule = next((rule for rule in self._rules if rule.text in seen), None)
            if rule is not None:
                self._rules.remove(rule)
            return rule


class _Pump:
    """One connection."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client = client
        self.server = server
        self.fate = ""

    def downstream(self) -> None:
        with suppress(OSError):
            while octets := self.server.recv(65536):
                if self.fate == "lose answer":
                    _reset(self.client, self.server)
                    return
                if self.fate != "silence":
                    self.client.sendall(octets)
        if self.fate != "silence":
            with suppress(OSError):
                self.client.shutdown(socket.SHUT_WR)


def _reset(*sockets: socket.socket) -> None:
    for sock in sockets:
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()
