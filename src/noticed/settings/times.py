"""Times in settings.toml: how long, when, and by whose clock."""

import re
import warnings
import zoneinfo
from datetime import time, timedelta
from typing import Annotated

import tzlocal
from pydantic import PlainValidator

from noticed.core.case.calendar import Hours, parse_hours
from noticed.core.case.duration import Duration, parse_duration
from noticed.settings.errors import nearest
from noticed.settings.kinds import quoted


def _delay(value: object) -> Duration:
    if value == 0 and isinstance(value, int) and not isinstance(value, bool):
        return Duration()
    if not isinstance(value, str):
        raise ValueError('must be a duration in quotes: "90s", "15m", "48h", "14d" or "4bd"')  # noqa: TRY004  # pydantic collects these
    return parse_duration(value)


def _span(value: object) -> timedelta:
    duration = _delay(value)
    if duration.business_days:
        raise ValueError("cannot be in business days: write s, m, h or d")
    return duration.span


def _some_span(value: object) -> timedelta:
    span = _span(value)
    if not span:
        raise ValueError("must be more than nothing")
    return span


def _time_of_day(value: object) -> time:
    if isinstance(value, time):
        return value
    text = quoted(value, "08:30")
    if not re.fullmatch(r"\d\d:\d\d", text):
        raise ValueError('must be a time of day: "08:30"')
    return time.fromisoformat(text)


def _hours(value: object) -> Hours | None:
    return parse_hours(quoted(value, "09:00-17:00"))


def _zone(value: object) -> zoneinfo.ZoneInfo:
    name = quoted(value, "Asia/Shanghai")
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        known = zoneinfo.available_timezones()
        raise ValueError(f'must be a zone like "Asia/Shanghai" or "UTC"{nearest_zone(name, known)}') from None


def nearest_zone(name: str, known: set[str]) -> str:
    """A hint for a mistyped zone, or nothing."""
    return nearest(name, sorted(known)) or nearest(name.title(), sorted(known))


def system_zone() -> zoneinfo.ZoneInfo:
    """The zone of this machine by name; UTC where none is set up, or only its rules without a name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "no time zone is set up, using UTC": that is what we want
        try:
            return zoneinfo.ZoneInfo(tzlocal.get_localzone().key)
        except (zoneinfo.ZoneInfoNotFoundError, TypeError, ValueError, OSError):
            return zoneinfo.ZoneInfo("UTC")


Span = Annotated[timedelta, PlainValidator(_span)]
SomeSpan = Annotated[timedelta, PlainValidator(_some_span)]
Delay = Annotated[Duration, PlainValidator(_delay)]
TimeOfDay = Annotated[time, PlainValidator(_time_of_day)]
SendingHours = Annotated[Hours | None, PlainValidator(_hours)]
Zone = Annotated[zoneinfo.ZoneInfo, PlainValidator(_zone)]
