"""The packaged clocks of a case: which run, from when, whom they bind, and what the earliest of them does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.case.test_cadence import policy as a_policy
from tests.unit.case.test_transitions import a_case

from noticed.core.case.beginnings import BY_WORD, Began, Start
from noticed.core.case.cadence import Policy, clocks_of, hurried, too_late_at, wake_at
from noticed.core.case.clocks import Running
from noticed.core.case.corrections import with_fields
from noticed.core.case.decide import decide
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, Disposition, LetterKind, Plan, Reason, State
from noticed.core.case.perceive import clock
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.data import firms, table
from noticed.data.clocks import clocks, read

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)

PRACTICE: dict[
    str, dict[str, tuple[str, list[str]]]
] = {  # a row of the playbook's table of clocks: the clocks that stand for it, with length and alarms
    "first contact": {"first_contact": ("24h", ["4h"])},
    "follow-up": {"follow_up": ("5bd", [])},
    "72-hour performance notice": {"performance_notice": ("printed", ["0h"])},
    "documents in 17 days": {"documents": ("printed", ["50%", "80%"]), "amazon_deadline": ("printed", ["50%", "80%"])},
    "patent evaluation": {"patent_evaluation": ("21d", ["0d", "7d", "14d", "18d"])},
    "review of an appeal": {"amazon_review": ("10bd", ["2bd", "5bd", "10bd"])},
    "after a valid retraction": {"retraction": ("5bd", ["2bd", "5bd"])},
    "counter-notice": {"counter_notice_first": ("10bd", ["10bd"]), "counter_notice_last": ("14bd", ["14bd"])},
    "stock": {"stock": ("90d", ["60d", "80d"])},
    "violation on the dashboard": {"violation_on_record": ("180d", [])},
    "DSA, article 20": {"dsa_complaint": ("180d", ["150d"])},
    "DSA, article 21": {"dsa_body": ("90d", ["90d"])},
    "mediation": {
        "mediation": ("180d", ["150d"]),
        "mediation_review": ("10bd", ["10bd"]),
        "mediation_code": ("30d", ["23d", "-2d"]),
    },
    "Account Health Assurance": {"account_health_assurance": ("72h", ["0h", "50%"])},
}

FIRMS = firms()


def policy() -> Policy:
    return replace(a_policy(), clocks=clocks())


def case(**facts: Any) -> Case:
    base = replace(a_case(), state=State.WITH_OPERATOR, opened_at=NOW, notice_date=NOW, marketplace="US")
    return replace(base, **facts)


def running(of: Case) -> dict[str, Running]:
    return {each.clock.name: each for each in clocks_of(of, policy())}


def test_every_clock_that_practice_knows_is_there() -> None:
    wanted = {name: value for rows in PRACTICE.values() for name, value in rows.items()}
    rows = {name: row for name, row in table("clocks.toml").items() if isinstance(row, dict)}
    assert {name: (row["length"], row.get("alarms", [])) for name, row in rows.items()} == wanted


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"starts": "noon"}, "'noon' is not a valid Start"),
        ({"length": "0d"}, "length: no time at all"),
        ({"length": "3 weeks"}, "no duration"),
        ({"binds": "everybody"}, "is not a valid Binds"),
        ({"alarms": ["-2bd"]}, "counted from the beginning"),
        ({"alarms": "7d"}, "a list of texts is expected"),
        ({"basis": "hearsay"}, "basis: one of amazon, practice, statute"),
        ({"lenght": "7d"}, "unknown key lenght"),
    ],
)
def test_a_broken_row_is_named_with_what_is_wrong(row: dict[str, object], why: str) -> None:
    sound = {"starts": "notice", "length": "7d", "binds": "seller", "basis": "amazon"}
    with pytest.raises(ValueError, match=r"clocks\.toml: \[broken\]: .*" + why):
        read({"broken": {**sound, **row}})


def test_a_patent_evaluation_binds_for_three_weeks_and_says_so_four_times() -> None:
    stop = Event(kind=EventKind.NOTICE_STOP, reason=Reason.EVALUATION, at=NOW - DAY, text="an evaluation")
    stopped = decide(case(), stop, policy(), NOW).case
    found = running(stopped)["patent_evaluation"]
    assert (found.since, found.at) == (NOW - DAY, NOW + 20 * DAY)
    assert [(at - found.since) // DAY for at in found.alarms] == [0, 7, 14, 18]
    assert too_late_at(stopped, policy()) == found.at
    again = decide(stopped, replace(stop, at=NOW), policy(), NOW).case
    assert running(again)["patent_evaluation"].at == found.at, "told again, it does not begin anew"


def test_alarms_are_told_one_by_one_and_the_case_stays_where_it_is() -> None:
    stop = Event(kind=EventKind.NOTICE_STOP, reason=Reason.EVALUATION, text="an evaluation")
    one, now, told = decide(case(), stop, policy(), NOW).case, NOW, []
    while now < NOW + 19 * DAY:
        assert one.wake_at is not None
        now = one.wake_at
        event = clock(one, policy(), now)
        assert event is not None
        decision = decide(one, event, policy(), now)
        one = decision.case
        if event.kind is EventKind.CLOCK_ALARM:
            told.append((now - NOW) // DAY)
            assert event.text == "a clock runs out: patent evaluation, on 15 Dec 2026"
            assert (decision.alert, one.reason) == (True, Reason.EVALUATION)
    assert told == [7, 14, 18]


def test_what_was_missed_while_nothing_ran_is_told_once() -> None:
    late = case(began=(Began(what=Start.EVALUATION, at=NOW),), reason=Reason.EVALUATION, deadline_warned=True)
    event = clock(late, policy(), NOW + 15 * DAY)
    assert event is not None
    told = decide(late, event, policy(), NOW + 15 * DAY).case
    assert clock(told, policy(), NOW + 15 * DAY) is None


def test_only_the_first_printed_clock_that_fits_stands() -> None:
    short, long = case(deadline_at=NOW + 3 * DAY), case(deadline_at=NOW + 17 * DAY)
    assert {"performance_notice"} == set(running(short)) & {"performance_notice", "documents", "amazon_deadline"}
    assert {"amazon_deadline"} == set(running(long)) & {"performance_notice", "documents", "amazon_deadline"}
    account = running(replace(long, kind=NoticeKind.ACCOUNT_SUSPENSION))
    assert [(at - NOW) / DAY for at in account["documents"].alarms] == pytest.approx([8.5, 13.6])
    assert account["account_health_assurance"].at == NOW + 3 * DAY


def test_the_earliest_of_the_clocks_that_bind_the_seller_is_the_deadline() -> None:
    both = case(deadline_at=NOW + 17 * DAY, kind=NoticeKind.ACCOUNT_SUSPENSION)
    assert too_late_at(both, policy()) == NOW + 3 * DAY
    answered = replace(both, began=(Began(what=Start.SUBMISSION, at=NOW + DAY),))
    assert too_late_at(answered, policy()) == NOW + 17 * DAY
    assert too_late_at(replace(both, state=State.CLOSED), policy()) is None


def test_courtesy_never_is_a_deadline() -> None:
    asked = case(state=State.WITH_COMPLAINANT, attempted_at=NOW, action=NoticeAction.LISTING_REMOVED, marketplace="DE")
    assert set(running(asked)) == {"follow_up", "stock", "violation_on_record", "dsa_complaint"}
    assert too_late_at(asked, policy()) is None
    assert running(asked)["follow_up"].at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC), "five business days"


def test_the_first_letter_has_a_day_until_it_has_left() -> None:
    fresh = case(state=State.WITH_COMPLAINANT)
    assert running(fresh)["first_contact"].at == NOW + DAY
    assert "first_contact" not in running(replace(fresh, attempted_at=NOW + timedelta(hours=1)))


def test_amazons_review_begins_with_a_submission_and_ends_with_an_answer() -> None:
    sent = Event(kind=EventKind.LETTER_SUBMITTED, letter=LetterKind.NON_INFRINGEMENT, text="sent")
    waiting = decide(case(state=State.WITH_AMAZON), sent, policy(), NOW).case
    assert running(waiting)["amazon_review"].since == NOW
    answered = decide(waiting, Event(kind=EventKind.AMAZON_ANSWER, text="no"), policy(), NOW + DAY).case
    assert "amazon_review" not in running(answered)
    british = running(replace(answered, marketplace="UK"))
    assert british["mediation"].at == NOW + 181 * DAY
    assert "mediation" not in running(answered), "not in the United States"


def test_only_the_operator_knows_of_five_happenings() -> None:
    assert tuple(map(Start, ("counter_notice", "dsa_complaint", "dsa_body", "mediation", "mediation_code"))) == BY_WORD


@pytest.mark.parametrize("what", BY_WORD)
def test_what_only_the_operator_knows_is_set_by_his_word(what: Start) -> None:
    told = with_fields(case(), {what.value: "2026-11-20"}, FIRMS)
    (began,) = told.began
    assert (began.what, began.at) == (what, datetime(2026, 11, 20, tzinfo=UTC))
    with pytest.raises(ValueError, match=f"{what.value}: write a date"):
        with_fields(case(), {what.value: "soon"}, FIRMS)


def test_a_counter_notice_runs_ten_to_fourteen_business_days_of_the_store() -> None:
    told = running(with_fields(case(), {"counter_notice": "2026-11-24"}, FIRMS))
    assert told["counter_notice_first"].at.date().isoformat() == "2026-12-09"
    assert told["counter_notice_last"].at.date().isoformat() == "2026-12-15"


def test_the_record_outlives_a_case_that_amazon_has_not_cleared() -> None:
    taken = case(state=State.CLOSED, action=NoticeAction.LISTING_REMOVED, closed_at=NOW)
    assert set(running(replace(taken, disposition=Disposition.ABANDONED))) == {"violation_on_record"}
    assert not running(replace(taken, disposition=Disposition.RETRACTED))


def test_a_shorter_clock_hurries_the_cadence_and_a_longer_one_never_slows_it() -> None:
    slow = case(cadence="standard")
    assert hurried(replace(slow, deadline_at=NOW + 10 * DAY), NOW).cadence == "urgent"
    assert hurried(replace(slow, deadline_at=NOW + 3 * DAY), NOW).cadence == "critical"
    assert hurried(replace(slow, deadline_at=NOW + 30 * DAY), NOW).cadence == "standard"
    assert hurried(replace(slow, cadence="critical", deadline_at=NOW + 10 * DAY), NOW).cadence == "critical"


def test_with_a_faster_cadence_the_next_step_moves_forward_and_never_back() -> None:
    stepped = case(state=State.WITH_COMPLAINANT, attempted_at=NOW, attempts=1, step=1, plan=Plan.STEP)
    stepped = replace(stepped, plan_at=NOW + 30 * DAY)
    sooner = decide(stepped, Event(kind=EventKind.CLOCK_SHORTENED, text="x"), policy(), NOW + DAY).case
    assert sooner.plan_at is not None
    assert NOW < sooner.plan_at < NOW + 30 * DAY
    early = replace(stepped, plan_at=NOW)
    assert decide(early, Event(kind=EventKind.CLOCK_SHORTENED, text="x"), policy(), NOW).case.plan_at == NOW
    assert wake_at(sooner, policy()) is not None


@pytest.mark.parametrize("disposition", Disposition)
def test_what_stands_on_record_outlives_every_end_but_amazons_clearing(disposition: Disposition) -> None:
    ended = case(state=State.CLOSED, action=NoticeAction.LISTING_REMOVED, closed_at=NOW, disposition=disposition)
    outlives = disposition in {Disposition.ACCEPTED, Disposition.RESOLVED, Disposition.ABANDONED}
    assert set(running(ended)) == ({"violation_on_record"} if outlives else set())
    assert not running(replace(ended, authentic=False)), "a notice that was not believed stands nowhere"
