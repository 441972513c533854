"""Durations as the settings write them: ``90s`` ``15m`` ``48h`` ``14d`` and ``4bd`` (business days)."""

import re
from datetime import timedelta

from noticed.core.values import Value

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Duration(Value):
    """Either a span of time or a number of business days."""

    span: timedelta = timedelta()
    business_days: int = 0

    def __str__(self) -> str:
        if self.business_days:
            return f"{self.business_days}bd"
        seconds = int(self.span.total_seconds())
        for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
            if seconds and seconds % size == 0:
                return f"{seconds // size}{unit}"
        return f"{seconds}s"

    def __bool__(self) -> bool:
        return bool(self.span) or bool(self.business_days)


def parse_duration(text: str) -> Duration:
    """Read ``15m`` or ``4bd``. Raises ``ValueError`` for anything else, with the forms that are allowed."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*(s|m|h|d|bd)\s*", text)
    if not found:
        raise ValueError(f'"{text}" is no duration: write 90s, 15m, 48h, 14d or 4bd (business days)')
    number, unit = int(found[1]), found[2]
    if unit == "bd":
        return Duration(business_days=number)
    return Duration(span=timedelta(**{_UNITS[unit]: number}))
