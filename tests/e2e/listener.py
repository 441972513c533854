"""What every server of the tests that is made here has in common: a loopback port, and a thread for each client."""

import socket
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self


class Listener:
    """Listens on a loopback ``port`` from its making on; subclasses ``serve``. A context manager."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def serve(self, sock: socket.socket) -> None:
        """One client, in a thread of its own."""
        raise AssertionError(f"{type(self).__name__} serves nobody")

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self.serve, args=(sock,), daemon=True).start()
