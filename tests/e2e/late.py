"""Mail that takes its time: what goes to ``…@late….example`` waits a while between Postfix and Dovecot."""

import random
import socket
import time
from contextlib import suppress
from threading import Thread
from types import TracebackType

from tests.e2e.listener import Listener
from tests.e2e.servers import MailServers


class Late(Listener):
    """Up to ``most`` seconds; without it such mail stays in Postfix's queue. A context manager."""

    def __init__(self, servers: MailServers, most: float, seed: int) -> None:
        self._most = most
        self._random = random.Random(seed)  # delays, not secrets
        self._target = str(servers.folder / "run" / "lmtp")
        self._path = servers.folder / "run" / "late"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self._path))
        self._path.chmod(0o666)
        listener.listen(100)
        super().__init__(listener)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self._path.unlink()

    def serve(self, sock: socket.socket) -> None:
        """One mail, after a while."""
        time.sleep(self._random.uniform(0, self._most))
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
