"""One complainant, one case: cases put together and taken apart, and what is known of who complains."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mails import COMPLAINANT, answer, clearance, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Disposition, LetterKind, Reason, State
from noticed.ports import LetterStatus, Refused
from noticed.render.phrases import Phrases
from noticed.service import complainants, decisions, regroup, retention

OTHER = "legal@brand-holding.example"
SAY = Phrases("en", "Asia/Shanghai")


def two_cases() -> tuple[World, str, str]:
    """Two addresses of one owner made two cases."""
    world = World()
    world.receive(signed(notice(date=START)))
    late = notice(date=START, complaint="10987654322", asins=["B0C7654321"], complainant=OTHER)
    world.receive(signed(late))
    first, second = world.cases()
    return world, first.case, second.case


def test_two_cases_of_one_complainant_become_one() -> None:
    world, first, second = two_cases()
    kept = regroup.merge(world.context, second, first)
    assert kept.case == first
    assert kept.complaint_ids == ("10987654321", "10987654322")
    assert kept.complainant_emails == (COMPLAINANT, OTHER)
    gone = next(c for c in world.cases() if c.case == second)
    assert (gone.state, gone.disposition) == (State.CLOSED, Disposition.DUPLICATE)
    before = len(world.arrived(OTHER))
    world.sleep(timedelta(days=5))
    follow_up = world.arrived(COMPLAINANT)[-1]
    assert set(follow_up["To"].split(", ")) == {COMPLAINANT, OTHER}
    assert len(world.arrived(OTHER)) == before + 1
    assert [x for x in world.letters() if x.case == second and x.status is LetterStatus.QUEUED] == []


def test_an_answer_to_a_letter_of_the_merged_case_belongs_to_the_one_that_goes_on() -> None:
    world, first, second = two_cases()
    asked = world.arrived(OTHER)[-1]
    regroup.merge(world.context, second, first)
    world.receive(answer(asked, date=START, sender=OTHER, text="It is trademark 1234567."))
    kept = next(c for c in world.cases() if c.case == first)
    assert (kept.state, kept.reason) == (State.WITH_OPERATOR, Reason.REPLIED)


def test_what_is_under_way_is_not_merged() -> None:
    world, first, second = two_cases()
    with world.store.write() as tx:
        letter = tx.outbox.of_case(second)[0]
        doubtful = replace(letter, letter=f"{second}.9", message_id="<9@x.example>", status=LetterStatus.IN_DOUBT)
        tx.outbox.add(replace(doubtful, deliveries=(), submitted_at=None))
    with pytest.raises(Refused, match="under way"):
        regroup.merge(world.context, second, first)
    with pytest.raises(Refused, match="two cases"):
        regroup.merge(world.context, first, first)


def test_a_complaint_is_split_off_and_closes_alone() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(signed(notice(date=START, complaint="10987654322", asins=["B0C7654321"])))
    joined = world.case()
    fresh = regroup.split(world.context, joined.case, ["10987654322"])
    assert (fresh.complaint_ids, fresh.state, fresh.attempts) == (("10987654322",), State.WITH_OPERATOR, 0)
    assert fresh.complainant_emails == joined.complainant_emails
    decisions.resume(world.context, fresh.case, "")
    world.once()
    assert [x.kind for x in world.letters() if x.case == fresh.case] == [LetterKind.INQUIRY]
    world.receive(signed(clearance(date=START, complaint="10987654322", asin="B0C7654321")))
    states = {c.case: c.state for c in world.cases()}
    assert states == {joined.case: State.WITH_COMPLAINANT, fresh.case: State.CLOSED}


@pytest.mark.parametrize("named", [[], ["10987654321"], ["999"]])
def test_a_split_names_some_complaints_and_leaves_some(named: list[str]) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    with pytest.raises(Refused, match="some, not all"):
        regroup.split(world.context, world.case().case, named)


def test_the_file_of_a_complainant_tells_what_came_of_earlier_cases() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(days=3))
    world.receive(answer(world.arrived(COMPLAINANT)[-1], date=world.clock.now(), text="It was a mistake."))
    world.receive(signed(clearance(date=world.clock.now())))
    world.receive(signed(notice(date=world.clock.now(), complaint="10987654329", asins=["B0C7654399"])))
    case = world.cases()[-1]
    with world.store.read() as tx:
        known = complainants.file_of(tx, world.context, case)
    assert known is not None
    assert (known.cases, known.asked, known.answered, known.retracted) == (2, 2, 1, 1)
    assert complainants.in_words(known, SAY).startswith(
        "cases with them: 2 · answered in 1 of 2 · days to answer (median): 3"
    )


def test_accounts_do_not_learn_of_each_others_complainants_unless_told() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    account = world.context.accounts["acme"]
    case = world.case()
    with world.store.write() as tx:
        tx.cases.add(replace(case, case="N-OTHR", account="other"))
    both = replace(world.context, accounts={"acme": account, "other": replace(account, name="other")})
    with world.store.read() as tx:
        alone = complainants.file_of(tx, both, case)
        shared = complainants.file_of(tx, replace(both, share_history=True), case)
    assert alone is not None
    assert shared is not None
    assert (alone.cases, shared.cases) == (1, 2)


COURT = "You are hereby served with a summons in a civil action. Temporary restraining order attached."


def served(world: World, case: str) -> None:
    """The complainant of this case names a court, and something else happens to the case afterwards."""
    (letter,) = [m for m in world.arrived(OTHER) if case in m["Subject"]]
    world.receive(answer(letter, date=START, sender=OTHER, text=COURT))
    world.receive(answer(letter, date=START, sender=OTHER, text="Please call me tomorrow."))


def test_a_court_stops_the_case_that_its_case_is_merged_into() -> None:
    world, first, second = two_cases()
    served(world, second)
    kept = regroup.merge(world.context, second, first)
    assert (kept.state, kept.reason) == (State.WITH_OPERATOR, Reason.LEGAL)
    before = len(world.arrived(COMPLAINANT)), len(world.arrived(OTHER))
    world.sleep(timedelta(days=10))
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(OTHER))) == before
    with pytest.raises(Refused, match="legal"):
        decisions.resume(world.context, first, "")
    decisions.close(world.context, first, Disposition.RESOLVED, "")
    with pytest.raises(Refused, match="court signs"):
        retention.forget(world.context, COMPLAINANT)


def test_a_court_stops_the_case_that_is_split_from_its_case() -> None:
    world, first, second = two_cases()
    served(world, second)
    kept = regroup.merge(world.context, first, second)
    fresh = regroup.split(world.context, kept.case, ["10987654321"])
    assert (fresh.state, fresh.reason) == (State.WITH_OPERATOR, Reason.LEGAL)
    with pytest.raises(Refused, match="legal"):
        decisions.resume(world.context, fresh.case, "")


def test_what_is_not_believed_is_not_merged_into_what_is() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    forwarded = notice(date=START, complaint="10987654322", asins=["B0C7654321"], complainant=OTHER, to="x@y.example")
    world.receive(signed(forwarded))
    believed, held = world.cases()
    assert held.reason is Reason.UNVERIFIED
    with pytest.raises(Refused, match="not believed"):
        regroup.merge(world.context, held.case, believed.case)
    world.sleep(timedelta(days=10))
    assert world.arrived(OTHER) == []
