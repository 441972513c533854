"""Mail that takes its time: what goes to ``…@late….example`` waits a while between Postfix and Dovecot."""

import random
import socket
import time
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self

from tests.e2e.servers import MailServers


class Late:
    """Up to ``most`` seconds; without it such mail stays in Postfix's queue. A context manager."""

    def __init__(self, servers: MailServers, most: float, seed: int) -> None:
        self._most = most
        self._random = random.Random(seed)  # delays, not secrets
        self._target = str(servers.folder / "run" / "lmtp")
        self._path = servers.folder / "run" / "late"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._path))
        self._path.chmod(0o666)
        self._listener.listen(100)

    def __enter__(self) -> Self:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._path.unlink()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                delay = self._random.uniform(0, self._most)
                Thread(target=self._through, args=(sock, delay), daemon=True).start()

    def _through(self, sock: socket.socket, delay: float) -> None:
        time.sleep(delay)
        with sock, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._target)
            back = Thread(target=_pump, args=(server, sock), daemon=True)
            back.start()
            _pump(sock, server)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while octets := source.recv(65536):
            target.sendall(octets)
        target.shutdown(socket.SHUT_WR)
