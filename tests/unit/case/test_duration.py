"""Spans of time and business days, as the settings write them."""

from datetime import timedelta

import pytest

from noticed.core.case.duration import Duration, parse_duration


@pytest.mark.parametrize("text", ["1s", "90s", "15m", "90m", "1h", "36h", "1d", "14d", "4bd", "86401s"])
def test_a_duration_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_duration(text)) == text


@pytest.mark.parametrize(
    ("text", "plainly"), [("60s", "1m"), ("120m", "2h"), ("24h", "1d"), ("0d", "0s"), (" 2 d ", "2d")]
)
def test_a_duration_is_written_in_its_largest_unit(text: str, plainly: str) -> None:
    assert str(parse_duration(text)) == plainly


@pytest.mark.parametrize("text", ["", "4", "bd", "-1d", "1.5h", "1w", "1000000d", "1d2h"])
def test_what_is_no_duration_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(ValueError, match=r"write 90s, 15m, 48h, 14d or 4bd"):
        parse_duration(text)


def test_no_time_at_all_is_false() -> None:
    assert not Duration()
    assert Duration(span=timedelta(seconds=1))
    assert Duration(business_days=1)
