"""The engine of the clocks, with rows made for the test: when one begins, runs, tells and ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.case.test_transitions import a_case

from noticed.core.case.beginnings import Began, Start, with_began
from noticed.core.case.calendar import Place
from noticed.core.case.clocks import About, Alarm, Binds, Clock, Running, alarming, binding, next_alarm, started
from noticed.core.case.clocks import running as clocks_running
from noticed.core.case.duration import parse_duration
from noticed.core.case.model import Case, Disposition, Reason, State
from noticed.core.case.removal import Done, Item
from noticed.core.notice.model import NoticeAction, NoticeKind

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)


def case(**facts: Any) -> Case:
    base = replace(a_case(), state=State.WITH_OPERATOR, opened_at=NOW, notice_date=NOW, marketplace="US")
    return replace(base, **facts)


def a_clock(**facts: Any) -> Clock:
    usual: dict[str, Any] = {"name": "c", "starts": Start.NOTICE, "length": parse_duration("5d")}
    return Clock(**{**usual, "binds": Binds.SELLER, **facts})


def run(of: Case, *rows: Clock, country: str = "US") -> list[Running]:
    there = Place(country="US", timezone="America/New_York")
    return list(clocks_running(of, rows, lambda _: there, country))


def test_alarms_stand_in_order_and_none_after_the_end() -> None:
    alarms = (
        Alarm(before=parse_duration("1d")),
        Alarm(after=parse_duration("9d")),
        Alarm(after=parse_duration("5d")),
        Alarm(part=0.5),
        Alarm(after=parse_duration("2d")),
        Alarm(),
        Alarm(part=0.0),
    )
    (found,) = run(case(), a_clock(alarms=alarms))
    assert [(at - NOW) / DAY for at in found.alarms] == [0, 2, 2.5, 4, 5]


@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        ({}, True),
        ({"countries": ("US",)}, True),
        ({"countries": ("DE", "FR")}, False),
        ({"states": (State.WITH_AMAZON,)}, False),
        ({"about": About.LISTING}, True),
        ({"about": About.ACCOUNT}, False),
        ({"starts": Start.MEDIATION}, False),
        ({"ends": (Start.MEDIATION,)}, True),
        ({"ends": (Start.MEDIATION, Start.DSA_BODY)}, False),
        ({"ends": (Start.DSA_COMPLAINT,)}, True),
        ({"ends": (Start.REFUSED,)}, False),
        ({"length": None, "within": parse_duration("3d")}, True),
        ({"length": None, "within": parse_duration("2d")}, True),
        ({"length": None, "within": parse_duration("1d")}, False),
        ({"length": None}, True),
    ],
)
def test_a_clock_runs_where_its_row_says(facts: dict[str, Any], runs: bool) -> None:
    began = (
        Began(what=Start.DSA_COMPLAINT, at=NOW - DAY),
        Began(what=Start.DSA_BODY, at=NOW + DAY),
        Began(what=Start.REFUSED, at=NOW),
    )
    assert bool(run(case(began=began, deadline_at=NOW + 3 * DAY), a_clock(**facts))) is runs


def test_a_case_about_the_account_has_the_clocks_of_accounts() -> None:
    rows = (a_clock(name="account", about=About.ACCOUNT), a_clock(name="listing", about=About.LISTING))
    every: list[dict[str, Any]] = [
        {"action": NoticeAction.ACCOUNT_DEACTIVATED},
        {"kind": NoticeKind.ACCOUNT_SUSPENSION},
        {"reason": Reason.ACCOUNT},
    ]
    for facts in every:
        assert [each.clock.name for each in run(case(**facts), *rows)] == ["account"]
    assert [each.clock.name for each in run(case(), *rows)] == ["listing"]


def test_the_first_to_end_stands_first_and_the_first_that_binds_the_seller_is_the_deadline() -> None:
    late, soon = a_clock(name="late"), a_clock(name="soon", length=parse_duration("2d"), binds=Binds.RECORD)
    twin = a_clock(name="even")
    found = run(case(), late, soon, twin)
    assert [each.clock.name for each in found] == ["soon", "even", "late"]
    bound = binding(found)
    assert bound is not None
    assert bound.clock.name == "even"
    assert binding(run(case(), soon)) is None
    printed = a_clock(name="printed", length=None)
    assert not run(case(), printed), "nothing is printed"
    both = run(case(deadline_at=NOW + DAY), printed, a_clock(name="second", length=None), late)
    assert [each.clock.name for each in both] == ["printed", "late"]


@pytest.mark.parametrize(
    ("what", "facts", "at"),
    [
        (Start.NOTICE, {}, NOW),
        (Start.NOTICE, {"notice_date": NOW - DAY}, NOW - DAY),
        (Start.NOTICE, {"notice_date": NOW + DAY}, NOW),
        (Start.NOTICE, {"notice_date": None}, NOW),
        (Start.DEADLINE, {}, None),
        (Start.DEADLINE, {"deadline_at": NOW + DAY}, NOW),
        (Start.REMOVED, {}, None),
        (Start.REMOVED, {"action": NoticeAction.LISTING_AT_RISK}, None),
        (Start.REMOVED, {"action": NoticeAction.LISTING_REMOVED}, NOW),
        (Start.REMOVED, {"action": NoticeAction.CONTENT_REMOVED}, NOW),
        (Start.REMOVED, {"action": NoticeAction.ACCOUNT_DEACTIVATED}, NOW),
        (Start.ASKED, {}, None),
        (Start.ASKED, {"attempted_at": NOW + DAY}, NOW + DAY),
        (Start.ACCOUNT, {}, None),
        (Start.ACCOUNT, {"kind": NoticeKind.ACCOUNT_SUSPENSION}, NOW),
        (Start.EVALUATION, {}, None),
        (Start.EVALUATION, {"kind": NoticeKind.PATENT_EVALUATION}, NOW),
        (Start.EVALUATION, {"reason": Reason.EVALUATION}, NOW),
        (Start.EVALUATION, {"kind": NoticeKind.PATENT_EVALUATION, "authentic": False}, None),
        (Start.STOCK, {}, None),
        (Start.STOCK, {"removal": (Done(item=Item.OFFER, at=NOW),)}, None),
        (Start.STOCK, {"removal": (Done(item=Item.OFFER, at=NOW), Done(item=Item.STOCK, at=NOW + DAY))}, NOW + DAY),
        (Start.MEDIATION, {}, None),
        (Start.NOTICE, {"began": (Began(what=Start.MEDIATION, at=NOW + DAY),)}, NOW),
        (Start.NOTICE, {"began": (Began(what=Start.NOTICE, at=NOW + DAY),)}, NOW + DAY),
    ],
)
def test_when_a_clock_began(what: Start, facts: dict[str, Any], at: datetime | None) -> None:
    assert started(case(**facts), what) == at


def test_an_alarm_is_told_once_it_is_due_and_only_where_it_is_mailed() -> None:
    loud = a_clock(alert=True, alarms=(Alarm(after=parse_duration("1d")), Alarm(after=parse_duration("3d"))))
    one = case()
    found = run(one, loud, a_clock(name="quiet", alarms=(Alarm(after=parse_duration("2h")),)))
    assert next_alarm(one, found) == NOW + DAY
    assert alarming(one, found, NOW + timedelta(hours=23)) is None
    due = alarming(one, found, NOW + DAY)
    assert due is not None
    assert due.clock.name == "c"
    told = replace(one, alarmed_at=NOW + DAY)
    assert alarming(told, found, NOW + DAY) is None
    assert next_alarm(told, found) == NOW + 3 * DAY
    assert next_alarm(replace(one, alarmed_at=NOW + 3 * DAY), found) is None


def test_what_is_told_again_counts_from_the_last_and_a_stop_from_the_first() -> None:
    at = (Began(what=Start.MEDIATION, at=NOW), Began(what=Start.DSA_BODY, at=NOW))
    for other, first, expected in ((NOW + DAY, False, NOW + DAY), (NOW + DAY, True, NOW), (NOW - DAY, True, NOW - DAY)):
        told = with_began(at, Start.MEDIATION, other, first=first)
        assert {b.what: b.at for b in told} == {Start.DSA_BODY: NOW, Start.MEDIATION: expected}
        assert len(told) == 2
    assert with_began((), Start.MEDIATION, NOW, first=True) == (Began(what=Start.MEDIATION, at=NOW),)
    earlier = (Began(what=Start.DSA_BODY, at=NOW - DAY),)
    assert with_began(earlier, Start.MEDIATION, NOW, first=True) == (*earlier, Began(what=Start.MEDIATION, at=NOW))


def test_a_clock_runs_whoever_is_to_move_until_the_case_is_closed() -> None:
    runs = {state.value: bool(run(case(state=state, disposition=Disposition.ABANDONED), a_clock())) for state in State}
    assert runs == {"with_complainant": True, "with_operator": True, "with_amazon": True, "closed": False}
    outliving = a_clock(outlives=True)
    assert run(case(state=State.CLOSED, disposition=Disposition.ABANDONED), outliving)
    assert not run(case(state=State.CLOSED, disposition=Disposition.DUPLICATE), outliving)
