"""What every server of the tests that is made here has in common: where it listens, and a thread for each client."""

import socket
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self


class Listener:
    """Listens from its making on, by a loopback ``port`` where no socket is given; subclasses ``serve``. A context
    manager.
    """

    def __init__(self, listener: socket.socket | None = None) -> None:
        self._listener = listener or socket.create_server(("127.0.0.1", 0))
        Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

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
