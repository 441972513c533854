"""How soon the next message to the operator may leave: the first at once, then ever fewer. Pure.

What comes up in the meantime waits, and goes together: a flood is a few mails, and nothing of it is lost.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

_HOUR = timedelta(hours=1)
_GAPS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20))
"""After the first, second … message within an hour."""
MOST = len(_GAPS) + 1
"""Messages within an hour."""


def next_at(times: Sequence[datetime], now: datetime) -> datetime:
    """When the next one may leave; ``times``: of those before it, in their order."""
    recent = [at for at in times if now - at < _HOUR]
    if not recent:
        return now
    if len(recent) >= MOST:
        return max(now, recent[-MOST] + _HOUR)
    return max(now, recent[-1] + _GAPS[len(recent) - 1])
