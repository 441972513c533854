"""Where the complainant is, and when the next letter may leave there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.case.test_transitions import a_case, a_policy, an_event

from noticed import data
from noticed.adapters import packaged
from noticed.core.case.cadence import (
    Policy,
    answer_overdue_at,
    cadence_of,
    choose,
    deadline_near,
    is_counsel,
    next_letter,
    place_of,
    plan,
    postponed,
    retraction_overdue_at,
    wake_at,
)
from noticed.core.case.calendar import Place, parse_hours
from noticed.core.case.decide import decide
from noticed.core.case.events import EventKind
from noticed.core.case.model import Plan, State
from noticed.core.notice.model import IpType
from noticed.data import firms

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def policy() -> Policy:
    places = tuple((end, Place(country=where, timezone=zone)) for end, (where, zone) in data.places().items())
    stores = {market.code: market for market in packaged.marketplaces()}
    return replace(a_policy(), places=places, marketplaces=stores, sending_hours=parse_hours("09:00-17:00"))


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("ip@brand.de", "DE"),
        ("ip@brand.co.uk", "GB"),
        ("ip@kanzlei.at", "AT"),
        ("ip@brand.com.cn", "CN"),
        ("1234567@qq.com", "CN"),
        ("a@web.de", "DE"),
        ("a@mail.163.com", "CN"),
        ("ip@brand.example", "US"),
        ("ip@brand.com", "US"),
    ],
)
def test_the_complainant_is_where_the_address_says_else_where_the_store_is(address: str, country: str) -> None:
    assert place_of(replace(a_case(), complainant_emails=(address,)), policy()).country == country


def test_every_place_has_a_zone_and_holidays_are_known_there() -> None:
    for country, zone in data.places().values():
        assert Place(country=country, timezone=zone).zone.key == zone


def test_after_an_absence_a_letter_waits_for_hours_of_work_there() -> None:
    away = replace(an_event(EventKind.AWAY_UNTIL), until=datetime(2026, 11, 29, tzinfo=UTC))  # a Sunday
    case = replace(a_case(), step=1, plan=Plan.STEP, plan_at=NOW, complainant_emails=("ip@brand.de",))
    changed = decide(case, away, policy(), NOW).case
    assert changed.plan_at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)  # Monday, nine o'clock in Berlin


def test_an_absence_postpones_by_a_month_at_most_and_never_brings_a_letter_forward() -> None:
    case = replace(a_case(), step=1, plan=Plan.STEP, plan_at=NOW + timedelta(days=8))
    long = replace(an_event(EventKind.AWAY_UNTIL), until=NOW + timedelta(days=300))
    short = replace(an_event(EventKind.AWAY_UNTIL), until=NOW + timedelta(days=1))
    at_once = replace(policy(), sending_hours=None)
    assert decide(case, long, at_once, NOW).case.plan_at == NOW + timedelta(days=30)
    assert decide(case, short, at_once, NOW).case.plan_at == NOW + timedelta(days=8)


@pytest.mark.parametrize(
    ("days", "right", "complainant", "name"),
    [
        (0, None, "ip@brand.example", "critical"),
        (3, None, "ip@brand.example", "critical"),
        (3, IpType.COUNTERFEIT, "ip@brand-law.example", "critical"),
        (4, None, "ip@brand.example", "urgent"),
        (14, None, "ip@brand-law.example", "urgent"),
        (15, None, "ip@brand.example", "standard"),
        (15, IpType.COUNTERFEIT, "ip@brand.example", "urgent"),
        (None, IpType.COUNTERFEIT, "ip@brand.example", "urgent"),
        (None, IpType.TRADEMARK, "ip@brand.example", "standard"),
        (15, None, "ip@smith-law.example", "quiet"),
        (None, None, "ip@smith-law.example", "quiet"),
    ],
)
def test_the_cadence_goes_by_deadline_counterfeit_and_counsel(
    days: int | None, right: IpType | None, complainant: str, name: str
) -> None:
    assert choose(deadline_days=days, ip_type=right, counsel=is_counsel([complainant], firms())) == name


def test_a_case_without_a_known_store_is_at_the_operator_s_place() -> None:
    rules = policy()
    case = replace(a_case(), complainant_emails=("ip@brand.example",), marketplace="ZZ")
    assert place_of(case, rules) == rules.home
    assert place_of(replace(case, marketplace=None), rules) == rules.home
    assert place_of(replace(case, marketplace="JP"), rules).country == "JP"


def test_a_cadence_that_is_used_up_has_no_next_letter() -> None:
    rules, case = policy(), a_case()
    steps = cadence_of(case, rules).steps
    letters = [next_letter(replace(case, step=at), rules) for at in range(len(steps) + 2)]
    assert letters == [*(step.letter for step in steps), None, None]


def test_a_cadence_that_left_the_settings_is_the_standard_one() -> None:
    assert cadence_of(replace(a_case(), cadence="gone"), policy()).name == "standard"


SATURDAY = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # in Seattle


@pytest.mark.parametrize(
    ("step", "attempted_at", "due"),
    [
        (0, None, (Plan.STEP, SATURDAY)),
        (1, SATURDAY - timedelta(days=4), (Plan.STEP, MONDAY_AT_NINE)),
        (1, None, (Plan.STEP, datetime(2026, 12, 2, 17, 0, tzinfo=UTC))),
        (3, SATURDAY, (Plan.FLAG, SATURDAY + timedelta(days=4))),
    ],
)
def test_the_first_letter_leaves_at_once_and_every_other_in_hours_of_work(
    step: int, attempted_at: datetime | None, due: tuple[Plan, datetime]
) -> None:
    assert plan(replace(a_case(), step=step, attempted_at=attempted_at), policy(), SATURDAY) == due


@pytest.mark.parametrize(
    ("what", "step", "at"),
    [(Plan.STEP, 1, MONDAY_AT_NINE), (Plan.STEP, 0, SATURDAY), (Plan.FLAG, 1, SATURDAY), (Plan.ANSWER, 1, SATURDAY)],
)
def test_what_is_put_off_waits_for_hours_of_work_only_where_a_later_letter_does(
    what: Plan, step: int, at: datetime
) -> None:
    case = replace(a_case(), plan=what, plan_at=NOW, step=step)
    assert postponed(case, SATURDAY, policy()) == at
    assert postponed(replace(case, plan_at=None), SATURDAY, policy()) is None


def test_the_operator_amazon_and_a_promise_have_so_many_business_days_and_a_closed_case_none() -> None:
    def date(at: datetime | None) -> str:
        return f"{at:%d %b}" if at else "never"

    rules = policy()
    assert {state.value: date(plan(a_case(state), rules, NOW)[1]) for state in set(State)} == {
        "with_complainant": "24 Nov",
        "with_operator": "27 Nov",
        "with_amazon": "09 Dec",
        "closed": "never",
    }, "Thanksgiving lies between"
    assert date(retraction_overdue_at(a_case(), rules, NOW)) == "02 Dec"
    assert answer_overdue_at(a_case(), rules, NOW) == NOW + timedelta(days=4)


@pytest.mark.parametrize(
    ("given", "warned_of"),
    [
        (timedelta(hours=12), timedelta(hours=6)),
        (timedelta(days=2), timedelta(days=1)),
        (timedelta(days=2, hours=1), timedelta(hours=1)),
        (timedelta(days=10), timedelta(days=8)),
    ],
)
def test_a_deadline_is_warned_of_two_days_before_or_when_half_of_a_shorter_time_is_over(
    given: timedelta, warned_of: timedelta
) -> None:
    case, rules = replace(a_case(), deadline_at=NOW + given), policy()
    assert wake_at(case, rules) == NOW + warned_of
    assert deadline_near(case, rules, NOW + warned_of) == NOW + given
    assert deadline_near(case, rules, NOW + warned_of - timedelta(seconds=1)) is None
    warned = replace(case, deadline_warned=True)
    assert (wake_at(warned, rules), deadline_near(warned, rules, NOW + given)) == (None, None)


def test_the_clock_wakes_for_the_earliest_and_never_for_what_is_closed() -> None:
    rules = policy()
    case = replace(a_case(), plan=Plan.STEP, plan_at=NOW + timedelta(days=4), deadline_at=NOW + timedelta(days=10))
    assert wake_at(case, rules) == NOW + timedelta(days=4)
    assert wake_at(replace(case, plan_at=NOW + timedelta(days=9)), rules) == NOW + timedelta(days=8)
    assert wake_at(replace(case, state=State.CLOSED, plan_at=None), rules) is None
