"""Which account is polled, or sent for, when; side by side and fairly: first come, first served, each by one thread at
a time, and of one server only a few at once, so that one that stalls leaves threads for the others.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping

THREADS = 16
OF_ONE_SERVER = 6


class Turns:
    """``act`` is called with the name of an account that is due; it raises nothing. ``servers``: account → server."""

    def __init__(self, act: Callable[[str], None], servers: Mapping[str, str], name: str) -> None:
        self._act = act
        self._name = name
        self._servers = servers
        self._changed = threading.Condition()
        self._due: dict[str, None] = {}
        self._running: set[str] = set()
        self._at: Counter[str] = Counter()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        """Threads that wait, those that were woken and have not run yet among them: each takes one account."""
        self._stopped = False

    def add(self, account: str) -> None:
        """This account is due; once, however often it is said."""
        with self._changed:
            self._due.setdefault(account)
            if len(self._due) > self._idle and len(self._threads) < THREADS and not self._stopped:
                name = f"{self._name}-{len(self._threads)}"
                self._threads.append(threading.Thread(target=self._run, name=name, daemon=True))
                self._threads[-1].start()
            self._changed.notify()

    def stop(self, seconds: float | None) -> tuple[str, ...]:
        """Begin no more; wait so long for those that are under way, None: until they end. Those that are left."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._running, seconds)
            return tuple(sorted(self._running))

    def _run(self) -> None:
        while (account := self._next()) is not None:
            try:
                self._act(account)
            finally:
                with self._changed:
                    self._running.discard(account)
                    self._at[self._servers[account]] -= 1
                    self._changed.notify_all()

    def _next(self) -> str | None:
        with self._changed:
            while not self._stopped:
                for account in self._due:
                    server = self._servers[account]
                    if account not in self._running and self._at[server] < OF_ONE_SERVER:
                        del self._due[account]
                        self._running.add(account)
                        self._at[server] += 1
                        return account
                self._idle += 1
                self._changed.wait()
                self._idle -= 1
            return None
