"""The table: what it says, what it refuses, and that the documentation shows it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.case.beginnings import Start
from noticed.core.case.cadence import Cadence, Policy, Step
from noticed.core.case.calendar import Place
from noticed.core.case.decide import decide
from noticed.core.case.diagram import as_markdown
from noticed.core.case.duration import Duration, parse_duration
from noticed.core.case.events import Event, EventKind, ImpossibleEvent
from noticed.core.case.model import Case, Disposition, LetterKind, Outcome, Plan, Reason, State
from noticed.core.case.perceive import clock
from noticed.core.case.transitions import STRICT, TABLE, Do
from noticed.core.marketplace import Marketplace

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
US = Marketplace(
    code="US", domain="amazon.com", country="US", timezone="America/New_York", language="en", dispute_address=None
)


def a_policy(attempts: int = 3) -> Policy:
    letters = [LetterKind.INQUIRY, *[LetterKind.FOLLOW_UP] * (attempts - 2), LetterKind.FINAL_NOTICE][:attempts]
    steps = tuple(
        Step(after=Duration() if i == 0 else parse_duration("4d"), letter=kind) for i, kind in enumerate(letters)
    )
    cadence = Cadence(name="standard", steps=steps, flag_after=parse_duration("4d"))
    home = Place(country="CN", timezone="Asia/Shanghai")
    return Policy(cadences={"standard": cadence}, sending_hours=None, marketplaces={"US": US}, home=home)


def a_case(state: State = State.WITH_COMPLAINANT, reason: Reason | None = None) -> Case:
    return Case(
        case="N-7K3F",
        account="acme",
        state=state,
        reason=reason,
        marketplace="US",
        complainant_emails=("ip@brand.example",),
        opened_at=NOW,
        changed_at=NOW,
    )


def an_event(kind: EventKind) -> Event:
    return Event(
        kind=kind,
        text="it happened",
        reason=Reason.LEGAL,
        disposition=Disposition.RETRACTED,
        letter=LetterKind.AMAZON_REASON_UNKNOWN,
        outcome=Outcome.REASON_UNKNOWN,
        until=NOW + timedelta(days=30),
    )


def test_the_documentation_shows_the_table_as_it_is() -> None:
    page = Path(__file__).parents[3] / "docs" / "case-states.md"
    assert page.read_text(encoding="utf-8") == as_markdown()


OURS = {kind for kind in EventKind if kind.value.startswith("operator_")} - {EventKind.OPERATOR_WROTE_ELSEWHERE}
CLOCKS = {
    EventKind(name)
    for name in [
        "step_due",
        "cadence_exhausted",
        "answer_overdue",
        "retraction_overdue",
        "deadline_near",
        "clock_alarm",
        "clock_shortened",
        "amazon_silent",
    ]
}


def test_the_operators_and_the_clocks_events_are_refused_where_they_make_no_sense() -> None:
    assert STRICT == OURS | CLOCKS
    begin = {kind for kind in EventKind if None in TABLE[kind]}
    assert begin == {EventKind(f"notice_{name}") for name in ("complete", "doubtful", "stop", "confirmed")}, (
        "nothing else begins a case"
    )
    for kind in set(EventKind) - begin:
        with pytest.raises(ImpossibleEvent, match="there is no case"):
            decide(a_case(), an_event(kind), a_policy(), NOW, new=True)


STARTED = {
    EventKind.RETRACTION_CLAIMED: Start.RETRACTION,
    EventKind.OPERATOR_SUBMITTED: Start.SUBMISSION,
    EventKind.AMAZON_ANSWER: Start.REFUSED,
}


@pytest.mark.parametrize("kind", EventKind)
def test_only_some_events_start_a_clock(kind: EventKind) -> None:
    event = replace(an_event(kind), letter=LetterKind.FOLLOW_UP)
    for state in State:
        if state in TABLE[kind] or kind not in STRICT:
            began = decide(a_case(state), event, a_policy(), NOW).case.began
            assert [(b.what, b.at) for b in began] == ([(STARTED[kind], NOW)] if kind in STARTED else [])


def test_a_stop_starts_the_clock_of_its_reason_and_a_letter_to_amazon_that_of_a_submission() -> None:
    starts = {Reason.EVALUATION: [Start.EVALUATION], Reason.ACCOUNT: [Start.ACCOUNT]}
    for reason in Reason:
        stop = replace(an_event(EventKind.NOTICE_STOP), reason=reason)
        began = decide(a_case(), stop, a_policy(), NOW).case.began
        assert [b.what for b in began] == starts.get(reason, [])
    to_amazon = ["amazon_reason_unknown", "non_infringement", "own_rights", "plan_of_action", "never_listed", "fixed"]
    for letter in LetterKind:
        sent = replace(an_event(EventKind.LETTER_SUBMITTED), letter=letter, at=NOW + timedelta(days=1))
        began = decide(a_case(State.WITH_AMAZON), sent, a_policy(), NOW).case.began
        assert [(b.what, b.at) for b in began] == ([(Start.SUBMISSION, NOW)] if letter in to_amazon else [])


def test_what_closes_a_case_says_how_and_when_and_what_opens_it_again_forgets_that() -> None:
    for kind in (EventKind.AMAZON_CLEARED, EventKind.OPERATOR_CLOSES):
        closed = decide(a_case(), an_event(kind), a_policy(), NOW).case
        assert (closed.disposition, closed.closed_at, closed.reason) == (Disposition.RETRACTED, NOW, None)
        again = decide(closed, an_event(EventKind.NOTICE_RETURNED), a_policy(), NOW).case
        assert (again.disposition, again.closed_at, again.reason) == (None, None, Reason.REOPENED)


LETTERS = {
    EventKind.OPERATOR_DECIDED_MAIL: (LetterKind.FIXED, True, False, False),
    EventKind.OPERATOR_WRITES: (LetterKind.FIXED, True, False, False),
    EventKind.OPERATOR_DECIDED_PASTE: (LetterKind.FIXED, True, True, False),
    EventKind.RETRACTION_CLAIMED: (LetterKind.RETRACTION_STEPS, False, False, True),
    EventKind.RETRACTION_OVERDUE: (LetterKind.RETRACTION_STEPS, False, False, True),
    EventKind.STEP_DUE: (LetterKind.INQUIRY, False, False, False),
}


@pytest.mark.parametrize("kind", EventKind)
def test_what_is_written_and_whose_word_it_needs(kind: EventKind) -> None:
    """A command is its own approval, the coach letter waits for one in every mode, a text to paste is never sent."""
    if State.WITH_COMPLAINANT not in TABLE[kind] and kind in STRICT:
        return
    event = replace(an_event(kind), letter=LetterKind.FIXED, outcome=Outcome.FIXED)
    decision = decide(a_case(), event, a_policy(), NOW)
    orders = [(o.kind, o.approved, o.to_paste, o.for_approval) for o in decision.orders]
    assert orders == ([LETTERS[kind]] if kind in LETTERS else [])
    if kind in {EventKind.OPERATOR_DECIDED_MAIL, EventKind.OPERATOR_DECIDED_PASTE, EventKind.OPERATOR_WRITES}:
        assert decision.case.outcome is Outcome.FIXED
        with pytest.raises(ImpossibleEvent, match="no letter"):
            decide(a_case(), replace(event, letter=None), a_policy(), NOW)


def test_a_letter_to_the_complainant_leaves_what_was_decided() -> None:
    decided = replace(a_case(State.WITH_AMAZON), outcome=Outcome.OWN_RIGHTS)
    wrote = replace(an_event(EventKind.OPERATOR_WRITES), outcome=None)
    assert decide(decided, wrote, a_policy(), NOW).case.outcome is Outcome.OWN_RIGHTS


@pytest.mark.parametrize(
    ("kind", "state", "by_hand", "plan", "days"),
    [
        (EventKind.ATTEMPT_SUBMITTED, State.WITH_COMPLAINANT, False, Plan.STEP, 4),
        (EventKind.ATTEMPT_SUBMITTED, State.WITH_COMPLAINANT, True, Plan.ANSWER, 4),
        (EventKind.LETTER_SUBMITTED, State.WITH_COMPLAINANT, False, Plan.ANSWER, 4),
        (EventKind.LETTER_SUBMITTED, State.WITH_AMAZON, False, Plan.AMAZON, 15),
        (EventKind.LETTER_SUBMITTED, State.WITH_AMAZON, True, Plan.AMAZON, 15),
        (EventKind.COACH_SUBMITTED, State.WITH_COMPLAINANT, False, Plan.RETRACTION, 8),
        (EventKind.COACH_SUBMITTED, State.WITH_OPERATOR, False, Plan.RETRACTION, 8),
        (EventKind.REPLY, State.WITH_COMPLAINANT, False, Plan.IDLE, 3),
        (EventKind.REPLY, State.WITH_AMAZON, True, Plan.IDLE, 3),
        (EventKind.OPERATOR_SUBMITTED, State.WITH_OPERATOR, False, Plan.AMAZON, 15),
        (EventKind.OPERATOR_WAITS, State.WITH_OPERATOR, False, Plan.WAIT, 30),
        (EventKind.OPERATOR_WRITES, State.WITH_COMPLAINANT, False, None, None),
        (EventKind.OPERATOR_WRITES, State.WITH_AMAZON, False, Plan.FLAG, 9),
        (EventKind.LETTER_SETTLED, State.WITH_COMPLAINANT, False, Plan.FLAG, 9),
        (EventKind.CLOCK_SHORTENED, State.WITH_COMPLAINANT, False, Plan.STEP, 4),
    ],
)
def test_what_is_waited_for_next(
    kind: EventKind, state: State, by_hand: bool, plan: Plan | None, days: int | None
) -> None:
    case = replace(a_case(state), plan=Plan.FLAG, plan_at=NOW + timedelta(days=9), step=1)
    case = replace(case, step=0, attempted_at=None) if kind is EventKind.ATTEMPT_SUBMITTED else case
    found = decide(case, replace(an_event(kind), by_hand=by_hand), a_policy(), NOW).case
    due = None if days is None else NOW + timedelta(days=days)  # business days lie around Thanksgiving
    assert (found.plan, found.plan_at) == (plan, due)


def test_what_has_no_time_is_not_moved() -> None:
    waits = replace(an_event(EventKind.OPERATOR_WAITS), until=None)
    assert decide(a_case(State.WITH_OPERATOR), waits, a_policy(), NOW).case.plan_at == NOW
    planned = replace(a_case(), plan=Plan.STEP, plan_at=NOW + timedelta(days=4), step=1)
    away = replace(an_event(EventKind.AWAY_UNTIL), until=None)
    assert decide(planned, away, a_policy(), NOW).case.plan_at == planned.plan_at
    for plan in set(Plan) - {Plan.STEP, Plan.FLAG}:
        other = replace(planned, plan=plan, plan_at=NOW + timedelta(days=9))
        sooner = decide(other, an_event(EventKind.CLOCK_SHORTENED), a_policy(), NOW).case
        assert (sooner.plan, sooner.plan_at) == (plan, other.plan_at), "only the ladder hurries"
    bare = decide(replace(planned, plan_at=None), an_event(EventKind.CLOCK_SHORTENED), a_policy(), NOW).case
    assert bare.plan_at is None


def test_after_the_last_step_a_case_that_is_resumed_waits_for_the_flag_again() -> None:
    used_up = replace(a_case(State.WITH_OPERATOR), step=3, attempted_at=NOW - timedelta(days=30))
    resumed = decide(used_up, an_event(EventKind.OPERATOR_RESUMES), a_policy(), NOW)
    assert resumed.orders == ()
    assert (resumed.case.plan, resumed.case.plan_at) == (Plan.FLAG, NOW + timedelta(days=4))
    assert resumed.case.attempted_at == used_up.attempted_at, "nothing was sent"
    first = decide(a_case(State.WITH_OPERATOR), an_event(EventKind.OPERATOR_RESUMES), a_policy(), NOW)
    assert [(o.kind, o.step) for o in first.orders] == [(LetterKind.INQUIRY, 0)]
    counted = decide(a_case(), an_event(EventKind.ATTEMPT_SUBMITTED), a_policy(), NOW).case
    assert (counted.attempts, counted.step, counted.attempted_at) == (1, 1, NOW)


def test_the_journal_says_where_a_case_went_and_nothing_where_it_stayed() -> None:
    step = Event(kind=EventKind.REPLY, text="an answer")
    assert decide(a_case(), step, a_policy(), NOW).text == "an answer → with_operator (replied)"
    replied = a_case(State.WITH_OPERATOR, Reason.REPLIED)
    assert decide(replied, step, a_policy(), NOW).text == "an answer"
    flagged = a_case(State.WITH_OPERATOR, Reason.NO_REPLY)
    assert decide(flagged, step, a_policy(), NOW).text == "an answer → with_operator (replied)"
    first = Event(kind=EventKind.NOTICE_COMPLETE, text="a notice")
    assert decide(a_case(), first, a_policy(), NOW, new=True).text == "a notice → opened, with_complainant"


@pytest.mark.parametrize("kind", sorted(STRICT))
@pytest.mark.parametrize("state", State)
def test_an_operators_or_the_clocks_event_in_an_empty_cell_changes_nothing(kind: EventKind, state: State) -> None:
    if state in TABLE[kind]:
        decide(a_case(state), an_event(kind), a_policy(), NOW)
        return
    with pytest.raises(ImpossibleEvent):
        decide(a_case(state), an_event(kind), a_policy(), NOW)


@given(st.sampled_from(sorted(set(EventKind) - STRICT)), st.sampled_from(State))
def test_a_mail_event_never_raises_on_a_case_we_hold(kind: EventKind, state: State) -> None:
    decide(a_case(state), an_event(kind), a_policy(), NOW)


@given(st.lists(st.sampled_from(EventKind), max_size=30))
def test_only_amazon_or_the_operator_closes_a_case(kinds: list[EventKind]) -> None:
    closers = {EventKind.AMAZON_CLEARED, EventKind.OPERATOR_CLOSES}
    case = a_case()
    for kind in kinds:
        try:
            case = decide(case, an_event(kind), a_policy(), NOW).case
        except ImpossibleEvent:
            continue
        if kind in closers:
            return
        assert case.state is not State.CLOSED


@given(st.lists(st.sampled_from(sorted(set(EventKind) - {EventKind.OPERATOR_DECIDED_MAIL})), max_size=20))
def test_nothing_goes_to_amazon_alone_without_a_decision(kinds: list[EventKind]) -> None:
    case = a_case()
    for kind in kinds:
        try:
            decision = decide(case, replace(an_event(kind), letter=LetterKind.FOLLOW_UP), a_policy(), NOW)
        except ImpossibleEvent:
            continue
        assert all(order.kind is not LetterKind.AMAZON_REASON_UNKNOWN for order in decision.orders)
        case = decision.case


@pytest.mark.parametrize("attempts", range(1, 7))
def test_silence_ends_with_the_case_flagged_after_n_attempts(attempts: int) -> None:
    policy, now = a_policy(attempts), NOW
    first = Event(kind=EventKind.NOTICE_COMPLETE, text="a notice")
    decision = decide(replace(a_case(), state=State.WITH_OPERATOR), first, policy, now, new=True)
    written = [order.kind for order in decision.orders]
    case = decision.case
    for _ in range(50):
        case = decide(case, Event(kind=EventKind.ATTEMPT_SUBMITTED, text="submitted"), policy, now).case
        assert case.wake_at is not None
        now = case.wake_at
        event = clock(case, policy, now)
        assert event is not None
        decision = decide(case, event, policy, now)
        case = decision.case
        written += [order.kind for order in decision.orders]
        if case.state is State.WITH_OPERATOR:
            break
    assert (case.reason, case.attempts, len(written)) == (Reason.NO_REPLY, attempts, attempts)
    assert written[0] is LetterKind.INQUIRY
    assert attempts == 1 or written[-1] is LetterKind.FINAL_NOTICE


def test_the_deadline_comes_before_the_end_of_the_cadence() -> None:
    case = replace(a_case(), attempts=1, step=1, deadline_at=NOW + timedelta(days=3), plan=Plan.STEP)
    case = replace(case, plan_at=NOW + timedelta(days=4))
    due = NOW + timedelta(days=1)
    event = clock(case, a_policy(), due)
    assert event is not None
    decision = decide(case, event, a_policy(), due)
    assert (decision.case.state, decision.case.reason) == (State.WITH_OPERATOR, Reason.DEADLINE)
    assert decision.cancel
    assert decision.alert
    assert clock(decision.case, a_policy(), due) is None, "it is warned of once"


def test_an_out_of_office_reply_moves_the_next_step_and_never_brings_it_forward() -> None:
    case = replace(a_case(), plan=Plan.STEP, plan_at=NOW + timedelta(days=4))
    until = NOW + timedelta(days=10)
    away = Event(kind=EventKind.AWAY_UNTIL, until=until, text="away")
    assert decide(case, away, a_policy(), NOW).case.wake_at == until
    soon = replace(away, until=NOW + timedelta(days=1))
    assert decide(case, soon, a_policy(), NOW).case.wake_at == case.plan_at


def test_a_reply_stops_the_ladder_also_after_the_flag() -> None:
    flagged = a_case(State.WITH_OPERATOR, Reason.NO_REPLY)
    decision = decide(flagged, Event(kind=EventKind.REPLY, text="an answer"), a_policy(), NOW)
    assert decision.case.reason is Reason.REPLIED
    assert Do.CANCEL in TABLE[EventKind.REPLY][State.WITH_OPERATOR].does
