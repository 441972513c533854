"""What the operator may correct of a case, field by field."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.case.test_transitions import a_case

from noticed.core.case.corrections import with_fields
from noticed.core.case.model import Case, CaseAsin, CaseComplaint
from noticed.core.notice.model import IpType
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
    case = with_fields(replace(a_case(), deadline_warned=True), {"deadline": f" {value} "}, FIRMS)
    assert case.deadline_at == at
    assert not case.deadline_warned


def test_addresses_are_lower_case_and_one_that_is_none_is_refused() -> None:
    case = with_fields(a_case(), {"complainant_emails": "IP@Brand.example, b@brand.example"}, FIRMS)
    assert case.complainant_emails == ("ip@brand.example", "b@brand.example")
    for bad in ("", "nobody", "a@b@c", "ä@brand.example"):
        with pytest.raises(ValueError, match="name@domain"):
            with_fields(a_case(), {"complainant_emails": bad}, FIRMS)


ONE = CaseComplaint(
    complaint_id="10987654321",
    ip_type=IpType.TRADEMARK,
    ip_numbers=("US88123456",),
    owner="Brand Ltd",
    asins=(CaseAsin(asin="B0C1234567", marketplace="US"),),
)
TWO = CaseComplaint(complaint_id="10987654331", ip_type=IpType.COPYRIGHT, owner="Painter")


def _with_two(**fields: str) -> Case:
    return with_fields(replace(a_case(), complaints=(ONE, TWO), marketplace="US"), fields, FIRMS)


def test_what_is_corrected_of_the_first_complaint_leaves_the_second_as_it_is() -> None:
    asins = (CaseAsin(asin="B0C7654321", marketplace="US"), CaseAsin(asin="B0C7654322", marketplace="US"))
    assert _with_two(asins="b0c7654321 B0C7654322").complaints == (replace(ONE, asins=asins), TWO)
    numbers = ("EP 1 234 567", "DE 5")
    assert _with_two(ip_numbers="EP 1 234 567; DE 5;").complaints == (replace(ONE, ip_numbers=numbers), TWO)
    both = tuple(replace(x, ip_type=IpType.COUNTERFEIT) for x in (ONE, TWO))
    assert _with_two(ip_type="Counterfeit").complaints == both


def test_corrected_complaint_ids_keep_what_is_known_of_each_complaint() -> None:
    right = replace(ONE, complaint_id="10987654329")
    assert _with_two(complaint_ids="10987654329, 10987654331").complaints == (right, TWO)
    assert _with_two(complaint_ids="10987654331 10987654321").complaints == (TWO, ONE)
    third = CaseComplaint(complaint_id="10987654341", ip_type=ONE.ip_type, owner=ONE.owner)
    assert _with_two(complaint_ids="10987654321 10987654331 10987654341").complaints == (ONE, TWO, third)
    assert _with_two(complaint_ids="10987654331").complaints == (TWO,)
    assert _with_two(complaint_ids="").complaints == (replace(ONE, complaint_id=None),)


def test_an_emptied_field_is_unknown_and_a_word_is_told_apart_from_no() -> None:
    emptied = _with_two(marketplace="", rights_owner_name="", amazon_cc="")
    assert (emptied.marketplace, emptied.rights_owner_name, emptied.amazon_cc) == (None, None, None)
    named = _with_two(marketplace="de", rights_owner_name="Brand Ltd", amazon_cc="Notice-Dispute@amazon.com")
    assert (named.marketplace, named.rights_owner_name) == ("DE", "Brand Ltd")
    assert named.amazon_cc == "notice-dispute@amazon.com"
    assert [_with_two(reason_stated=word).reason_stated for word in ("Yes", "true", "1", "no", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]


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


def test_a_case_without_complaints_gets_one_of_what_is_said_of_it() -> None:
    def told(**fields: str) -> CaseComplaint:
        (only,) = with_fields(replace(a_case(), complaints=(), marketplace="US"), fields, FIRMS).complaints
        return only

    assert told(asins="b0c1234567") == CaseComplaint(asins=(CaseAsin(asin="B0C1234567", marketplace="US"),))
    assert told(ip_type="patent") == CaseComplaint(ip_type=IpType.PATENT)
    assert told(ip_numbers="US1") == CaseComplaint(ip_numbers=("US1",))
    assert told(complaint_ids="10987654321") == CaseComplaint(complaint_id="10987654321")
    assert told(ip_type="patent", asins="b0c1234567").ip_type is IpType.PATENT


def test_a_complaint_without_an_id_keeps_what_is_known_of_it() -> None:
    unnamed = replace(ONE, complaint_id=None)
    for ids, named in (("", unnamed), ("10987654321", ONE)):
        case = with_fields(replace(a_case(), complaints=(unnamed,)), {"complaint_ids": ids}, FIRMS)
        assert case.complaints == (named,)


def test_what_the_operator_says_again_of_a_clock_counts_as_he_said_it_last() -> None:
    case = a_case()
    for told in ("2026-11-20", "2026-12-05", "2026-11-25"):
        case = with_fields(case, {"counter_notice": told}, FIRMS)
    assert [(b.what.value, b.at) for b in case.began] == [("counter_notice", datetime(2026, 11, 25, tzinfo=UTC))]
