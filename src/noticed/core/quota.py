"""When a login may send its next letter, by what its provider lets out in a day, an hour, and between two. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def next_at(times: Sequence[datetime], now: datetime, *, per_day: int, per_hour: int, interval: timedelta) -> datetime:
    """``now``, or when the quota has room again. ``times``: of the letters of the last day, ascending; 0 or no time:
    no limit."""
    at = now
    for most, span in ((per_day, DAY), (per_hour, HOUR)):
        recent = [time for time in times if now - time < span]
        if most and len(recent) >= most:
            at = max(at, recent[-most] + span)
    return max(at, times[-1] + interval) if times else at
