"""Business days and sending hours, where the complainant is.

Instants are UTC; days and hours are counted in the zone of the place. A local time that daylight saving
skips becomes the next instant that exists, a doubled one the first (PEP 495 fold 0).
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from noticed.core.case.duration import Duration
from noticed.core.values import Value

if TYPE_CHECKING:
    import holidays


class Place(Value):
    """Where somebody works: an ISO 3166 country (holidays) and an IANA zone (hours)."""

    country: str
    timezone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Hours(Value):
    """Local hours in which follow-ups may leave: from ``start`` (in) to ``end`` (out)."""

    start: time
    end: time


def parse_hours(text: str) -> Hours | None:
    """``"09:00-17:00"`` → hours, ``"any"`` → None. Raises ``ValueError`` for anything else."""
    if text.strip() == "any":
        return None
    start, _, end = text.partition("-")
    try:
        hours = Hours(start=time.fromisoformat(start.strip()), end=time.fromisoformat(end.strip()))
    except ValueError:
        hours = None
    if hours is None or hours.start >= hours.end:
        raise ValueError(f'"{text}" are no sending hours: write 09:00-17:00, or any')
    return hours


@lru_cache(maxsize=64)
def _holidays(country: str) -> "holidays.HolidayBase":
    import holidays  # slow to import: most commands ask for no day

    try:
        return holidays.country_holidays(country)
    except NotImplementedError:  # a country the library does not know: Monday to Friday
        return holidays.HolidayBase()


def is_business_day(day: date, place: Place) -> bool:
    """Whether people work there on that day."""
    return bool(_holidays(place.country).is_working_day(day))


def after(start: datetime, duration: Duration, place: Place) -> datetime:
    """``start`` plus a duration; business days keep the local time of day."""
    if not duration.business_days:
        return start + duration.span
    local = start.astimezone(place.zone)
    day, left = local.date(), duration.business_days
    while left:
        day += timedelta(days=1)
        left -= is_business_day(day, place)
    return _instant(day, local.time(), place)


def next_sending_time(at: datetime, hours: Hours | None, place: Place) -> datetime:
    """The first instant from ``at`` on that lies in the hours of a business day there; ``None``: any time."""
    if hours is None:
        return at
    local = at.astimezone(place.zone)
    day = local.date()
    if is_business_day(day, place) and hours.start <= local.time() < hours.end:
        return at
    if not is_business_day(day, place) or local.time() >= hours.end:
        day += timedelta(days=1)
        while not is_business_day(day, place):
            day += timedelta(days=1)
    return _instant(day, hours.start, place)


def _instant(day: date, at: time, place: Place) -> datetime:
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=place.zone)
    return local.astimezone(UTC)
