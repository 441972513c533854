"""What the operator may correct of a case, field by field."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.case.test_transitions import a_case

from noticed.core.case.corrections import with_fields
from noticed.data import firms

FIRMS = firms()


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2026-12-01T09:00", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T09:00+08:00", datetime(2026, 12, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_deadline_without_a_zone_is_utc_and_one_with_a_zone_keeps_it(value: str, at: datetime) -> None:
    case = with_fields(a_case(), {"deadline": f" {value} "}, FIRMS)
    assert case.deadline_at == at
    assert not case.deadline_warned


def test_addresses_are_lower_case_and_one_that_is_none_is_refused() -> None:
    case = with_fields(a_case(), {"complainant_emails": "IP@Brand.example, b@brand.example"}, FIRMS)
    assert case.complainant_emails == ("ip@brand.example", "b@brand.example")
    for bad in ("", "nobody", "a@b@c", "ä@brand.example"):
        with pytest.raises(ValueError, match="name@domain"):
            with_fields(a_case(), {"complainant_emails": bad}, FIRMS)


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match='unknown field "colour"'):
        with_fields(a_case(), {"colour": "red"}, FIRMS)
    with pytest.raises(ValueError, match="write a date"):
        with_fields(a_case(), {"deadline": "soon"}, FIRMS)


def test_somebody_else_is_asked_from_the_beginning_and_counsel_is_given_time() -> None:
    case = replace(a_case(), complainant_emails=("ip@brand.example",), step=2, cadence="standard")
    added = with_fields(case, {"complainant_emails": "ip@brand.example, b@brand.example"}, FIRMS)
    assert (added.step, added.cadence) == (2, "standard")
    other = with_fields(case, {"complainant_emails": "b@elsewhere.example"}, FIRMS)
    assert (other.step, other.cadence) == (0, "standard")
    counsel = with_fields(case, {"complainant_emails": "b@lawfirm.example"}, FIRMS)
    assert (counsel.step, counsel.cadence) == (0, "quiet")
    assert with_fields(counsel, {"complainant_emails": "b@brand.example"}, FIRMS).cadence == "standard"
    urgent = replace(case, cadence="urgent")
    assert with_fields(urgent, {"complainant_emails": "b@lawfirm.example"}, FIRMS).cadence == "urgent", (
        "a clock goes first"
    )
