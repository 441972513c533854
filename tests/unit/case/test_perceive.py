"""What a notice, an answer, a delivery report and the clock are to a case: one event each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.case.test_transitions import a_case, a_policy

from noticed.core.case.model import Case, CaseAsin, CaseComplaint, Plan, Reason, State
from noticed.core.case.perceive import (
    CLEARING,
    NOT_RESUMABLE,
    Sight,
    answer,
    bounce,
    clearance,
    clock,
    known_matter,
    new_matter,
    stop_reason,
)
from noticed.core.mail.model import Bounce, FailedRecipient, Reply, ReplyKind
from noticed.core.notice.model import Complaint, IpType, Notice, NoticeAction, NoticeKind

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def a_sight(kind: NoticeKind = NoticeKind.COMPLAINT, **more: Any) -> Sight:
    seen: dict[str, Any] = {"auto": True, "dated_at": NOW}
    seen |= {name: more.pop(name) for name in ("auto", "problem", "suppressed", "dated_at") if name in more}
    facts: dict[str, Any] = {
        "asins": ("B0C1234567",),
        "complaint_ids": ("10987654321",),
        "rights_owner_emails": ("ip@brand.example",),
        "marketplace": "US",
    }
    return Sight(notice=Notice(kind=kind, **{**facts, **more}), why="row 2", told_at=NOW, **seen)


NOBODY: dict[str, Any] = {"rights_owner_emails": ()}
NOTHING: dict[str, Any] = {"asins": (), "complaint_ids": ()}


@pytest.mark.parametrize(
    ("sight", "said"),
    [
        (a_sight(), "notice_complete: complaint 10987654321, B0C1234567; row 2"),
        (a_sight(asins=()), "notice_complete: complaint 10987654321; row 2"),
        (a_sight(complaint_ids=()), "notice_complete: complaint B0C1234567; row 2"),
        (
            a_sight(action=NoticeAction.LISTING_REMOVED),
            "notice_complete: complaint 10987654321, B0C1234567 (listing removed); row 2",
        ),
        (
            a_sight(asins=("B0C1234561", "B0C1234562", "B0C1234563", "B0C1234564")),
            "notice_complete: complaint 10987654321, B0C1234561, B0C1234562, B0C1234563; row 2",
        ),
        (a_sight(auto=False), "notice_doubtful unverified: complaint 10987654321, B0C1234567: row 2"),
        (
            a_sight(problem="a free-mail address"),
            "notice_doubtful incomplete: complaint 10987654321, B0C1234567: a free-mail address",
        ),
        (
            a_sight(problem="said stop", suppressed=True),
            "notice_doubtful suppressed: complaint 10987654321, B0C1234567: said stop",
        ),
        (
            a_sight(**NOBODY),
            "notice_doubtful incomplete: complaint 10987654321, B0C1234567: no address of the complainant",
        ),
        (
            a_sight(**NOBODY, asins=()),
            "notice_doubtful incomplete: complaint 10987654321: no address of the complainant",
        ),
        (
            a_sight(**NOBODY, complaint_ids=()),
            "notice_doubtful incomplete: complaint B0C1234567: no address of the complainant",
        ),
        (a_sight(**NOTHING), "notice_doubtful incomplete: complaint: no ASIN and no complaint id"),
        (
            a_sight(**NOBODY, **NOTHING),
            "notice_doubtful incomplete: complaint: no address of the complainant; no ASIN and no complaint id",
        ),
        (
            a_sight(NoticeKind.SUSPECTED),
            "notice_doubtful suspected: suspected 10987654321, B0C1234567: Amazon's own finding: there is no "
            "complainant to write to",
        ),
        (
            a_sight(NoticeKind.RETRACTION),
            "notice_doubtful incomplete: retraction 10987654321, B0C1234567: a notice of kind retraction "
            "without a case",
        ),
        (a_sight(court_signs=("TRO",)), "notice_stop legal: complaint 10987654321, B0C1234567: legal; row 2"),
        (
            a_sight(NoticeKind.PATENT_EVALUATION),
            "notice_stop evaluation: patent evaluation 10987654321, B0C1234567: evaluation; row 2",
        ),
        (
            a_sight(NoticeKind.ACCOUNT_SUSPENSION),
            "notice_stop account: account suspension 10987654321, B0C1234567: account; row 2",
        ),
        (
            a_sight(NoticeKind.PATENT_EVALUATION, auto=False),
            "notice_doubtful unverified: patent evaluation 10987654321, B0C1234567: row 2",
        ),
    ],
)
def test_a_notice_without_a_case(sight: Sight, said: str) -> None:
    event = new_matter(sight)
    assert f"{event.kind.value} {event.reason.value if event.reason else ''}".strip() + f": {event.text}" == said


def held(reason: Reason, state: State = State.WITH_OPERATOR, **facts: Any) -> Case:
    complaint = CaseComplaint(complaint_id="10987654321", asins=(CaseAsin(asin="B0C1234567"),))
    return replace(a_case(state, reason), complaints=(complaint,), **facts)


CLOSED = held(Reason.NO_REPLY, State.CLOSED, closed_at=NOW)


@pytest.mark.parametrize(
    ("case", "sight", "same", "kind"),
    [
        (held(Reason.UNVERIFIED), a_sight(), True, "notice_confirmed"),
        (held(Reason.INCOMPLETE), a_sight(), True, "notice_confirmed"),
        (held(Reason.UNVERIFIED), a_sight(), False, "complaint_added"),
        (held(Reason.REPLIED), a_sight(), True, "notice_repeated"),
        (held(Reason.UNVERIFIED, State.WITH_AMAZON), a_sight(), True, "notice_repeated"),
        (held(Reason.UNVERIFIED), a_sight(auto=False), True, "notice_doubtful"),
        (held(Reason.UNVERIFIED), a_sight(**NOBODY), True, "notice_repeated"),
        (held(Reason.UNVERIFIED), a_sight(problem="a free-mail address"), True, "notice_repeated"),
        (held(Reason.REPLIED), a_sight(), False, "complaint_added"),
        (held(Reason.REPLIED), a_sight(court_signs=("TRO",)), True, "notice_stop"),
        (held(Reason.REPLIED), a_sight(NoticeKind.APPEAL_RESPONSE), True, "amazon_answer"),
        (held(Reason.REPLIED), a_sight(deadline_days=3), True, "clock_shortened"),
        (held(Reason.REPLIED), a_sight(deadline_days=30), True, "notice_repeated"),
        (CLOSED, a_sight(dated_at=NOW + DAY), True, "notice_returned"),
        (CLOSED, a_sight(dated_at=NOW), True, "notice_repeated"),
        (CLOSED, a_sight(dated_at=NOW - DAY), True, "notice_repeated"),
    ],
)
def test_a_notice_of_a_case_we_hold(case: Case, sight: Sight, same: bool, kind: str) -> None:
    assert known_matter(case, sight, same=same).kind.value == kind


def test_a_stop_is_dated_by_its_notice() -> None:
    stop = a_sight(NoticeKind.PATENT_EVALUATION, dated_at=NOW - DAY)
    assert (new_matter(stop).at, known_matter(held(Reason.REPLIED), stop, same=True).at) == (NOW - DAY, NOW - DAY)
    kinds = {kind: stop_reason(Notice(kind=kind)) for kind in NoticeKind}
    assert {kind for kind, reason in kinds.items() if reason} == {
        NoticeKind.PATENT_EVALUATION,
        NoticeKind.ACCOUNT_SUSPENSION,
    }


@pytest.mark.parametrize("reason", Reason)
def test_what_was_stopped_or_never_believed_is_not_resumed(reason: Reason) -> None:
    never = {"unverified", "legal", "evaluation", "account", "suppressed"}
    assert (reason in NOT_RESUMABLE) is (reason.value in never)


@pytest.mark.parametrize("kind", NoticeKind)
def test_amazon_clears_by_two_kinds_of_notice(kind: NoticeKind) -> None:
    assert (kind in CLEARING) is (kind.value in {"retraction", "reinstatement"})


@pytest.mark.parametrize(
    ("kind", "cleared", "said"),
    [
        (NoticeKind.RETRACTION, True, "amazon_cleared retracted"),
        (NoticeKind.REINSTATEMENT, True, "amazon_cleared reinstated"),
        (NoticeKind.RETRACTION, False, "amazon_cleared_partly None"),
    ],
)
def test_amazon_clears_a_case_when_nothing_is_left(kind: NoticeKind, cleared: bool, said: str) -> None:
    case = held(Reason.REPLIED)
    case = replace(case, complaints=(replace(case.complaints[0], cleared=cleared),))
    event = clearance(case, Notice(kind=kind), "row 1")
    assert f"{event.kind.value} {event.disposition}" == said


AWAY = Reply(reply_kind=ReplyKind.AUTO_REPLY, away_until=NOW + DAY)


@pytest.mark.parametrize(
    ("reply", "verified", "suppressed", "said"),
    [
        (Reply(reply_kind=ReplyKind.REFUSES), True, False, "reply: answer from a@b.example: refuses"),
        (
            Reply(reply_kind=ReplyKind.REFUSES), False, False,
            "reply: answer from a@b.example (sender unverified): refuses",
        ),
        (
            Reply(reply_kind=ReplyKind.REFUSES, unsure=True), True, False,
            "reply: answer from a@b.example: refuses, as far as its words tell",
        ),
        (
            Reply(reply_kind=ReplyKind.UNRELATED, unsure=True), True, False,
            "reply: answer from a@b.example: unrelated",
        ),
        (
            Reply(reply_kind=ReplyKind.RETRACTS), True, False,
            "retraction_claimed: answer from a@b.example: says the complaint is or will be retracted",
        ),
        (
            Reply(reply_kind=ReplyKind.RETRACTS), True, True,
            "do_not_write: answer from a@b.example: not to be written to again",
        ),
        (
            Reply(reply_kind=ReplyKind.RETRACTS, court_signs=("TRO",)), True, True,
            "notice_stop: answer from a@b.example: court signs",
        ),
        (
            AWAY, True, False,
            "away_until: automatic answer from a@b.example: away until 25 Nov 2026",
        ),
        (
            AWAY, False, False,
            "auto_reply: automatic answer from a@b.example (sender unverified)",
        ),
        (
            Reply(reply_kind=ReplyKind.AUTO_REPLY, court_signs=("TRO",)), True, True,
            "auto_reply: automatic answer from a@b.example",
        ),
    ],
)  # fmt: skip
def test_an_answer(reply: Reply, verified: bool, suppressed: bool, said: str) -> None:
    event = answer(reply, "a@b.example", verified=verified, suppressed=suppressed)
    assert f"{event.kind.value}: {event.text}" == said


def a_report(*dead: str, soft: tuple[str, ...] = ()) -> Bounce:
    gone = [FailedRecipient(address=a, permanent=True, status="5.1.1", text="unknown") for a in dead]
    full = [FailedRecipient(address=a, permanent=False, status="", text="full") for a in soft]
    return Bounce(recipients=(*gone, *full))


@pytest.mark.parametrize(
    ("awaited", "complainants", "report", "kind"),
    [
        (None, ("a@x.example",), a_report("a@x.example"), "bounced"),
        ("L2", ("a@x.example",), a_report("a@x.example", "cc@amazon.com"), "bounced"),
        ("L1", ("a@x.example",), a_report("a@x.example"), "bounce_other"),
        ("L2", ("a@x.example", "b@x.example"), a_report("a@x.example"), "bounce_other"),
        ("L2", ("a@x.example", "b@x.example"), a_report("a@x.example", "b@x.example"), "bounced"),
        ("L2", ("a@x.example",), a_report("cc@amazon.com"), "bounce_other"),
        ("L2", ("a@x.example",), a_report(soft=("a@x.example",)), "bounce_other"),
        ("L2", (), a_report("a@x.example"), "bounce_other"),
    ],
)
def test_only_a_letter_that_reached_nobody_it_waits_for_has_bounced(
    awaited: str | None, complainants: tuple[str, ...], report: Bounce, kind: str
) -> None:
    event = bounce(replace(a_case(), awaited=awaited), "L2", complainants, report)
    assert (event.kind.value, event.letter_id) == (kind, "L2")


def test_a_delivery_report_is_told_by_address_and_code() -> None:
    text = bounce(a_case(), "L2", (), a_report("a@x.example", soft=("b@x.example",))).text
    assert text == "delivery report about L2: a@x.example: 5.1.1 unknown; b@x.example: no code full"
    assert len(bounce(a_case(), "L2", (), a_report(*["a@x.example"] * 50)).text) == 500


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan.STEP, "step_due: no answer: step 2 is due"),
        (Plan.FLAG, "cadence_exhausted: no answer to 3 letters"),
        (Plan.ANSWER, "answer_overdue no_reply: no answer to your letter"),
        (Plan.RETRACTION, "retraction_overdue: Amazon has not confirmed the promised retraction"),
        (Plan.AMAZON, "amazon_silent: Amazon has not answered"),
        (Plan.IDLE, "operator_idle: the case waits for you"),
        (Plan.WAIT, "operator_idle: the case waits for you"),
    ],
)
def test_what_is_due_is_what_was_planned(plan: Plan, said: str) -> None:
    case = replace(a_case(), plan=plan, plan_at=NOW, step=1, attempts=3)
    event = clock(case, a_policy(), NOW)
    assert event is not None
    assert f"{event.kind.value} {event.reason or ''}".strip() + f": {event.text}" == said
    assert clock(case, a_policy(), NOW - timedelta(seconds=1)) is None
    assert clock(replace(case, plan_at=None), a_policy(), NOW) is None
    assert clock(replace(case, state=State.CLOSED, deadline_at=NOW), a_policy(), NOW) is None
    near = clock(replace(case, deadline_at=NOW + DAY), a_policy(), NOW + DAY)
    assert near is not None
    assert near.text == "Amazon's deadline is near: 25 Nov 2026", "it goes before the plan"


def test_a_complaint_of_counterfeit_hurries_only_with_a_clock() -> None:
    complaint = Complaint(complaint_id="10987654321", ip_type=IpType.COUNTERFEIT)
    sight = a_sight(complaints=(complaint,), ip_type=IpType.COUNTERFEIT)
    assert known_matter(held(Reason.REPLIED), sight, same=True).kind.value == "notice_repeated"
