"""What never goes out, whoever asks: stops stay stops, one submission at a time, nothing twice, nothing unproved."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.mails import AMAZON, COMPLAINANT, answer, notice, signed
from tests.papers import PNG, file
from tests.unit.render.letter_words import ADMITS, SOLD
from tests.unit.service.world import START, World

from noticed.core.case import tasks
from noticed.core.case.decide import Order
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import AMAZON_LETTERS, LetterKind, Outcome, Reason, State
from noticed.ports import JournalLine, Letter, LetterStatus, Refused
from noticed.service import checklist, decisions, letterbox
from noticed.service.apply import apply
from noticed.service.explain import options, outcomes
from noticed.service.extra import Extra
from noticed.service.options import choices
from noticed.service.write import write_letter

DAY = timedelta(days=1)
COURT = "We filed a complaint in the United States District Court, case no. 1:26-cv-01234. A summons follows."
ANALYSIS = file("analysis.png", PNG)
PROVED = Extra(slots={"attest": "yes"}, files=(ANALYSIS,))


def begun(**more: Any) -> World:
    """A complaint, and a first letter that has left."""
    world = World(attempts=1)
    world.receive(signed(notice(date=START, **more)))
    return world


def happens(world: World, kind: EventKind, reason: Reason | None = None) -> None:
    """Amazon writes, and triage made this of it."""
    with world.store.write() as tx:
        apply(tx, world.context, tx.cases.all()[0], Event(kind=kind, reason=reason, text=f"Amazon: {kind.value}"))
    world.once()


def decide(world: World, outcome: Outcome, extra: Extra = PROVED) -> Letter | None:
    done = decisions.decide(world.context, world.case().case, outcome, "", extra)
    world.once()
    return done.letter


def court(world: World) -> None:
    """The complainant names a court."""
    (letter,) = world.arrived(COMPLAINANT)[:1]
    world.receive(answer(letter, date=world.clock.now(), text=COURT))


STOPPED = r"nothing is sent in this case|own forms and clock"
STOPS: dict[Reason, Callable[[World], None]] = {
    Reason.LEGAL: court,
    Reason.EVALUATION: lambda world: happens(world, EventKind.NOTICE_STOP, Reason.EVALUATION),
    Reason.ACCOUNT: lambda world: happens(world, EventKind.NOTICE_STOP, Reason.ACCOUNT),
}


@pytest.mark.parametrize("reason", STOPS)
def test_a_stop_holds_also_when_something_else_has_happened_since(reason: Reason) -> None:
    world = begun()
    STOPS[reason](world)
    assert world.case().reason is reason
    (letter,) = world.arrived(COMPLAINANT)
    world.receive(answer(letter, date=world.clock.now(), text="The complaint was a mistake. We will retract it."))
    assert world.case().reason is not reason, "the case has moved on, and is stopped all the same"
    before = len(world.arrived(COMPLAINANT)), len(world.arrived(AMAZON))
    for held in [x for x in world.letters() if x.status is LetterStatus.HELD]:
        with pytest.raises(Refused, match=STOPPED):
            letterbox.approve(world.context, held.letter)
    with pytest.raises(Refused, match=STOPPED):
        decisions.write_to_complainant(world.context, world.case().case, None, Extra())
    if reason is Reason.ACCOUNT:
        written = decide(world, Outcome.INFRINGING)
        assert written is not None
        assert (written.to, written.status) == ((), LetterStatus.WRITTEN), "only as text to paste"
    else:
        with pytest.raises(Refused, match="lawyer"):
            decide(world, Outcome.NOT_INFRINGING)
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(AMAZON))) == before


def test_a_letter_that_is_queued_when_its_case_is_stopped_never_leaves() -> None:
    world = begun()
    world.context = type(world.context)(**{**vars(world.context), "hold": timedelta(hours=1)})
    world.sleep(5 * DAY)
    with world.store.write() as tx:  # a stop that came in between the look and the dialogue
        case = tx.cases.all()[0]
        letter = write_letter(tx, world.context, case, Order(kind=LetterKind.RETRACTION_STEPS, approved=True))
        facts: dict[str, object] = {"reason": "legal"}
        tx.journal.add(JournalLine(at=START, case=case.case, event="notice_stop", text="court", facts=facts))
    world.sleep(DAY)
    with world.store.read() as tx:
        kept = tx.outbox.get(letter.letter)
    assert kept is not None
    assert (kept.status, kept.hold_reason) == (
        LetterStatus.HELD,
        "court signs: nothing is sent in this case; give the export to a lawyer first",
    )


def test_one_submission_at_a_time_and_after_an_answer_only_with_something_new() -> None:
    world = begun()
    world.sleep(5 * DAY)
    first = decide(world, Outcome.NOT_INFRINGING)
    assert first is not None
    assert world.case().state is State.WITH_AMAZON
    more = Extra(slots={"attest": "yes", "analysis": "It has no hinge."}, files=(ANALYSIS,))
    with pytest.raises(Refused, match="a submission about this complaint is open since 29 Nov 2026"):
        decide(world, Outcome.NOT_INFRINGING, more)
    happens(world, EventKind.AMAZON_ANSWER)
    with pytest.raises(Refused, match=f"{first.letter} has told Amazon exactly this"):
        decide(world, Outcome.NOT_INFRINGING)
    assert world.case().reason is Reason.AMAZON_ANSWERED, "nothing was changed"
    decide(world, Outcome.NOT_INFRINGING, more)
    assert len([m for m in world.arrived(AMAZON) if m["To"] == AMAZON]) == 2


def test_what_was_pasted_counts_as_said_and_as_open() -> None:
    world = begun(dispute=None, kind="Trademark")
    world.context = type(world.context)(**{**vars(world.context), "mode": type(world.context.mode).SHADOW})
    name = world.case().case
    decide(world, Outcome.NOT_INFRINGING)
    assert world.case().reason is Reason.TO_PASTE
    decisions.submitted(world.context, name, "")
    with pytest.raises(Refused, match="is open since"):
        decide(world, Outcome.NEVER_LISTED)
    happens(world, EventKind.AMAZON_ANSWER)
    with pytest.raises(Refused, match="has told Amazon exactly this"):
        decide(world, Outcome.NOT_INFRINGING)


def test_after_an_admission_nothing_is_contested_by_the_program() -> None:
    world = begun()
    plan = {"root_cause": "a", "actions_taken": "b", "prevention": "c"}
    decide(world, Outcome.INFRINGING, Extra(slots={**plan, "attest": "yes"}, files=(ANALYSIS,)))
    happens(world, EventKind.AMAZON_ANSWER)
    for outcome in (Outcome.NOT_INFRINGING, Outcome.OWN_RIGHTS, Outcome.NEVER_LISTED):
        with pytest.raises(Refused, match=f"{outcome.value} contradicts it; ask a lawyer"):
            decide(world, outcome)


def test_options_say_what_is_sent_what_is_missing_and_until_when() -> None:
    world = begun(kind="Trademark", deadline=10)
    world.sleep(5 * DAY)
    case = world.case()
    with world.store.read() as tx:
        found = {choice.outcome: choice for choice in choices(tx, world.context, case)}
        lines = "\n".join(options(world.context, tx, case))
        line = outcomes(world.context, tx, case)
    assert next(iter(found)) is Outcome.REASON_UNKNOWN
    assert Outcome.FIXED in found, "a trademark on a page is corrected first"
    contest = found[Outcome.NOT_INFRINGING]
    assert (contest.variant, contest.to, contest.missing) == ("trademark", (AMAZON,), ("analysis", "attest"))
    assert contest.choose_by == START + 10 * DAY
    assert (
        "(trademark), by mail to notice-dispute@amazon.com · still missing: Why it does not infringe (analysis); "
        in lines
    )
    assert "Since 24 Nov you are on notice of this right; ask a lawyer before you sell on elsewhere" in lines
    assert "not_infringing (analysis, attest)" in line
    assert len(line.splitlines()) == 1


LINES = ("snapshot", "offer", "siblings", "stock", "owner")
MOVES = (
    *(
        "court",
        "account",
        "evaluation",
        "reply",
        "retracts",
        "answer",
        "silence",
        "approve",
        "submitted",
        "day",
        "done",
    ),
    *(f"done {line}" for line in LINES),
    *(f"undone {line}" for line in LINES),
    *Outcome,
)
extras = st.builds(
    lambda slots, files: Extra(slots=slots, files=files),
    st.dictionaries(
        st.sampled_from(
            ["attest", "analysis", "own_number", "own_since", "supply", "root_cause", "prevention", "edits", "nonsense"]
        ),
        st.sampled_from(["yes", "no", "It has no hinge.", "5,123,456", "3 May 2021", "2031-01-01", "", "{{ ref }}"]),
    ),
    st.sampled_from([(), (ANALYSIS,), (ANALYSIS, file("more.png", PNG + b"2"))]),
)


def mark(world: World, what: str) -> None:
    """Something is done of the checklist, or was not."""
    verb, _, line = what.partition(" ")
    case, change = world.case(), checklist.take_back if verb == "undone" else checklist.mark
    with world.store.write() as tx:
        change(tx, world.context, case, [line] if line else LINES)


def move(world: World, what: str, extra: Extra) -> None:
    name = world.case().case
    letter = world.arrived(COMPLAINANT)[0]
    match what:
        case "court":
            court(world)
        case "account" | "evaluation":
            happens(world, EventKind.NOTICE_STOP, Reason(what))
        case "reply" | "retracts":
            text = "Please take it down." if what == "reply" else "It was a mistake. We will retract the complaint."
            world.receive(answer(letter, date=world.clock.now(), text=text))
        case "answer":
            happens(world, EventKind.AMAZON_ANSWER)
        case "silence":
            world.sleep(20 * DAY)
        case "day":
            world.sleep(DAY)
        case "submitted":
            decisions.submitted(world.context, name, "")
        case "approve":
            for held in [x for x in world.letters() if x.status is LetterStatus.HELD]:
                letterbox.approve(world.context, held.letter)
        case _:
            decide(world, Outcome(what), extra)


RIGHTS = ("Trademark", "Counterfeit", "Copyright", "Utility patent", "Design patent", "Patent", "Trade dress", "")
PLAN_SLOTS = {"root_cause": "a", "prevention": "c"}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(MOVES), extras), min_size=3, max_size=8), st.sampled_from(RIGHTS))
@example([("done", Extra()), (Outcome.INFRINGING, Extra(slots=PLAN_SLOTS))], "Trademark")
@example([("done", Extra()), ("undone stock", Extra()), (Outcome.INFRINGING, Extra(slots=PLAN_SLOTS))], "Trademark")
@example([(Outcome.NOT_INFRINGING, PROVED), ("answer", Extra()), (Outcome.NOT_INFRINGING, PROVED)], "Trademark")
@example(
    [("evaluation", Extra()), ("retracts", Extra()), ("approve", Extra()), (Outcome.NEVER_LISTED, PROVED)], "Trademark"
)
def test_nothing_passes_a_guard_whatever_happens_in_whatever_order(life: list[tuple[str, Extra]], right: str) -> None:
    world = begun(kind=right)
    world.sleep(5 * DAY)
    stopped = None
    for what, extra in life:
        world.sleep(timedelta(minutes=1))
        before = world.letters()
        unmarked = tasks.unfinished(checklist.of_case(world.context, world.case()))
        with suppress(Refused):
            mark(world, what) if "done" in what else move(world, what, extra)
        for plan in (x for x in world.letters()[len(before) :] if x.kind is LetterKind.PLAN_OF_ACTION):
            assert not unmarked or (extra.files and extra.slots.get("attest") == "yes")
            quoted = plan.body.count(" (UTC+08:00): ")
            assert quoted == len(world.case().removal), plan.body
        name = world.case().case
        with world.store.read() as tx:
            stops = [line for line in tx.journal.of_case(name) if line.event == "notice_stop"]
        stopped = stopped or (stops[0].at if stops else None)
    world.once()
    sent = [x for x in world.letters() if x.submitted_at]
    assert not [x for x in sent if stopped and x.submitted_at and x.submitted_at > stopped]
    told = [x for x in sent if x.kind in AMAZON_LETTERS]
    said = [(x.body, tuple(f.content for f in x.files)) for x in told]
    assert len(set(said)) == len(said)
    for letter in told:
        assert "{" not in letter.body.replace("{{ ref }}", ""), "what the operator writes is no template"
        assert "None" not in letter.body
        assert "2031" not in letter.body, "a day that has not come"
        assert "are true" in letter.body or letter.kind is not LetterKind.NON_INFRINGEMENT
        attested = "are true" in letter.body
        assert attested or letter.files or letter.kind not in {LetterKind.OWN_RIGHTS, LetterKind.NEVER_LISTED}
    admitted = [x for x in told if re.search(ADMITS["en"], x.body)]
    assert all(x.kind is LetterKind.PLAN_OF_ACTION for x in admitted)
    assert not [x for x in sent if x.kind not in AMAZON_LETTERS and re.search(SOLD["en"], x.body)]
    name = world.case().case
    with world.store.read() as tx:
        lines = tx.journal.of_case(name)
    opened = False
    for line in lines:
        ours = line.event == "letter_submitted" and line.text.partition(" ")[0] in {x.letter for x in told}
        if ours or (line.event == "operator_submitted" and not opened):
            assert not opened
            opened = True
        elif line.event in {"amazon_answer", "amazon_silent"}:
            opened = False
