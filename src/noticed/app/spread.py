"""After a gap in time much may be due at once: a laptop slept, a daemon was down, a clock jumped. For an hour an
account's letters leave one at a time then, a minute apart, so that no provider takes the seller for a spammer.

Nothing that matters lives here: a restart in that hour sees no gap, and sends what is due.
"""

import time
from collections.abc import Callable
from datetime import timedelta

GAP = timedelta(minutes=15)
"""So long between two recorded times is no tick."""
_HOUR = 3600.0
APART = timedelta(minutes=1)


class Spread:
    """How many letters of an account may leave now. ``clock``: seconds that only go forward."""

    def __init__(self, apart: timedelta = APART, clock: Callable[[], float] = time.monotonic) -> None:
        self._apart, self._clock = apart.total_seconds(), clock
        self._until = clock()
        self._next: dict[str, float] = {}

    def passed(self, gap: timedelta) -> None:
        """So much time passed since the last tick, by the wall clock."""
        if gap >= GAP:
            self._until = self._clock() + _HOUR

    def most(self, account: str) -> int | None:
        """None: as many as are due; else 1 or, soon after another, 0."""
        now = self._clock()
        if now >= self._until:
            return None
        return 1 if now >= self._next.get(account, now) else 0

    def left(self, account: str) -> None:
        """A letter of the account has left."""
        self._next[account] = self._clock() + self._apart
