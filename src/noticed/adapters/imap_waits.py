"""What one thread waits for: sockets that have something to read, times, and to be woken by other threads.

Every method may be called from any thread but ``heard`` and ``due``, which are the waiting thread's own.
"""

import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Generic, TypeVar

from noticed.adapters.imap_timers import Timers

_LONGEST = 15.0
"""Seconds of one wait, so that the thread shows that it lives."""
_IDLE = 0.5
"""Seconds of one wait while there is nothing to wait for."""
TOGETHER = 0.5
"""What recurs is planned for at multiples of so many seconds: of many, several at once cost less than one by one."""

T = TypeVar("T")


def together(seconds: float, now: float) -> float:
    """So many seconds from ``now``, or up to ``TOGETHER`` less, to an instant that others have too."""
    return seconds - (now + seconds) % TOGETHER if seconds > 2 * TOGETHER else seconds


class Waits(Generic[T]):
    """Sockets and times of things, by thing."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._timers: Timers[T] = Timers()
        self._mutex = threading.Lock()
        """Around timers and selector; nothing is waited for under it."""
        self._thread = 0
        self._waker, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ)

    def heard(self) -> Iterator[T]:
        """Wait for the next thing; those whose sockets have something to read."""
        self._thread = threading.get_ident()
        for key, _ in self._selector.select(self._until_next()):
            if key.data is None:
                with suppress(OSError):
                    self._woken.recv(4096)
            else:
                yield key.data

    def due(self, now: float) -> list[T]:
        """Those whose time has come."""
        with self._mutex:
            return list(self._timers.due(now))

    def plan(self, thing: T, seconds: float) -> None:
        """Its time comes in so many seconds, and not before."""
        at = time.monotonic() + seconds
        with self._mutex:
            first = self._timers.first
            self._timers.plan(thing, at)
        if (first is None or at < first) and threading.get_ident() != self._thread:
            self.wake()

    def listen(self, sock: socket.socket, thing: T) -> None:
        """Hear what comes on its socket."""
        with self._mutex:
            self._selector.register(sock, selectors.EVENT_READ, thing)

    def forget(self, sock: socket.socket) -> None:
        """Hear it no more."""
        with self._mutex, suppress(KeyError, ValueError, RuntimeError):  # RuntimeError: it is closed already
            self._selector.unregister(sock)

    def wake(self) -> None:
        """End the wait."""
        with suppress(OSError):
            self._waker.send(b"!")

    def close(self) -> None:
        """When the thread has ended."""
        with self._mutex:
            self._selector.close()
            self._waker.close()
            self._woken.close()

    def _until_next(self) -> float:
        with self._mutex:
            first = self._timers.first
        return _IDLE if first is None else min(max(first - time.monotonic(), 0.0), _LONGEST)
