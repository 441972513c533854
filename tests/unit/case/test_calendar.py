"""Business days and hours where the complainant is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.case.calendar import Place, after, is_business_day, next_sending_time, parse_hours
from noticed.core.case.duration import parse_duration

US = Place(country="US", timezone="America/New_York")
CHINA = Place(country="CN", timezone="Asia/Shanghai")
times = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_thanksgiving_is_no_business_day() -> None:
    wednesday = datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert after(wednesday, parse_duration("1bd"), US) == datetime(2026, 11, 27, 15, tzinfo=UTC)
    assert after(wednesday, parse_duration("5bd"), US).date().isoformat() == "2026-12-03"


def test_the_national_holiday_week_is_skipped_in_china() -> None:
    start = datetime(2026, 9, 30, 2, tzinfo=UTC)
    assert after(start, parse_duration("5bd"), CHINA).date().isoformat() == "2026-10-13"


def test_a_country_nobody_knows_works_from_monday_to_friday() -> None:
    place = Place(country="", timezone="UTC")
    assert is_business_day(datetime(2026, 11, 27, tzinfo=UTC).date(), place)
    assert not is_business_day(datetime(2026, 11, 28, tzinfo=UTC).date(), place)


@given(times, st.integers(0, 12), st.sampled_from([US, CHINA]))
def test_business_days_never_go_back_and_keep_their_number(start: datetime, days: int, place: Place) -> None:
    end = after(start, parse_duration(f"{days}bd"), place)
    assert end >= start - timedelta(hours=1)  # a clock change may move the local time by an hour
    between = (start.astimezone(place.zone).date() + timedelta(days=n) for n in range(1, 60))
    worked = sum(is_business_day(d, place) for d in between if d <= end.astimezone(place.zone).date())
    assert worked == days


@given(times, st.sampled_from([US, CHINA]))
def test_a_sending_time_lies_in_the_hours_of_a_business_day(at: datetime, place: Place) -> None:
    hours = parse_hours("09:00-17:00")
    assert hours is not None
    leaves = next_sending_time(at, hours, place).astimezone(place.zone)
    assert is_business_day(leaves.date(), place)
    assert hours.start <= leaves.time() < hours.end
    assert leaves >= at


@pytest.mark.parametrize("text", ["", "9", "17:00-09:00", "09:00-09:00", "09:00", "always"])
def test_hours_that_are_none_are_refused_with_the_form(text: str) -> None:
    with pytest.raises(ValueError, match="09:00-17:00"):
        parse_hours(text)


def test_any_hour_is_any_hour() -> None:
    night = datetime(2026, 11, 28, 3, tzinfo=UTC)
    assert next_sending_time(night, parse_hours("any"), US) == night


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 16:59", "2026-11-23 16:59"),
        ("2026-11-23 17:00", "2026-11-24 09:00"),
        ("2026-11-27 17:00", "2026-11-30 09:00"),
        ("2026-11-28 12:00", "2026-11-30 09:00"),
        ("2026-11-29 08:00", "2026-11-30 09:00"),
        ("2026-11-26 12:00", "2026-11-27 09:00"),
    ],
)
def test_the_hours_begin_with_their_first_minute_and_end_before_their_last(at: str, leaves: str) -> None:
    """In New York: a Monday, the end of the week, Thanksgiving."""
    local = datetime.fromisoformat(at).replace(tzinfo=US.zone)
    found = next_sending_time(local, parse_hours(" 09:00 - 17:00 "), US)
    assert f"{found.astimezone(US.zone):%Y-%m-%d %H:%M}" == leaves


def test_an_hour_that_comes_twice_is_the_first_and_one_that_is_skipped_the_next() -> None:
    """Sunday is a day of work in Israel, and clocks change on it or, in spring, on the Friday before."""
    israel = Place(country="IL", timezone="Asia/Jerusalem")
    thursday = datetime(2026, 10, 22, 1, 30, tzinfo=israel.zone)
    assert after(thursday, parse_duration("1bd"), israel) == datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
