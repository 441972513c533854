"""The operator writes to a complainant from his own mail program: the ladder stops where he took over, and only there.

Known by the copy in his Sent, by the thread he writes in, by whom he writes to. Anybody can write his name into From.
"""

from datetime import timedelta

from tests.mails import AMAZON, COMPLAINANT, SELLER, answer, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Outcome, Reason, State
from noticed.service import decisions, regroup
from noticed.service.extra import Extra

OTHER = "ceo@brand.example"
WEEK = timedelta(days=7)


def two_of_one_complainant() -> tuple[World, str, str]:
    """One complainant, two cases that go on: taken apart by the operator."""
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(signed(notice(date=START, complaint="10987654322", asins=["B0C7654321"])))
    first = world.case().case
    second = regroup.split(world.context, first, ["10987654322"]).case
    decisions.resume(world.context, second, "")
    world.sleep(timedelta(days=3))  # two letters to one complainant keep their distance
    return world, first, second


def states(world: World) -> dict[str, tuple[State, Reason | None]]:
    return {case.case: (case.state, case.reason) for case in world.cases()}


def test_a_letter_in_the_thread_of_one_case_takes_over_that_case_alone() -> None:
    world, first, second = two_of_one_complainant()
    of_second = [m for m in world.arrived(COMPLAINANT) if second in m["Subject"]][-1]
    world.receive(answer(of_second, date=START, sender=SELLER, to=COMPLAINANT, text="Please call me."), "Sent")
    found = states(world)
    assert found[second] == (State.WITH_OPERATOR, Reason.TAKEN_OVER)
    assert found[first][0] is State.WITH_COMPLAINANT


def test_a_letter_of_its_own_takes_over_every_case_of_whom_it_is_to() -> None:
    world, first, second = two_of_one_complainant()
    world.receive(answer(None, date=START, sender=SELLER, to=COMPLAINANT, text="Please call me."), "Sent")
    assert set(states(world).values()) == {(State.WITH_OPERATOR, Reason.TAKEN_OVER)}
    before = len(world.arrived(COMPLAINANT))
    world.sleep(4 * WEEK)
    assert len(world.arrived(COMPLAINANT)) == before
    assert {first, second} == set(states(world))


def test_somebody_else_at_the_complainants_own_domain_is_the_complainant_too() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(answer(None, date=START, sender=SELLER, to=OTHER, text="Please call me."), "Sent")
    assert world.case().reason is Reason.TAKEN_OVER


def test_what_goes_to_amazon_to_himself_or_to_a_stranger_takes_nothing_over() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    for to in (AMAZON, SELLER, "me@my-lawyer.example"):
        world.receive(answer(inquiry, date=START, sender=SELLER, to=to, text="What do you think?"), "Sent")
    assert world.case().state is State.WITH_COMPLAINANT
    world.sleep(WEEK)
    assert len(world.arrived(COMPLAINANT)) == 2


def test_what_he_writes_while_amazon_decides_is_noted_and_moves_nothing() -> None:
    world = World(attempts=1)
    world.receive(signed(notice(date=START)))
    world.sleep(WEEK)
    name = world.case().case
    decisions.decide(world.context, name, Outcome.REASON_UNKNOWN, "", Extra())
    world.once()
    assert world.case().state is State.WITH_AMAZON
    world.receive(answer(None, date=START, sender=SELLER, to=COMPLAINANT, text="Please call me."), "Sent")
    assert world.case().state is State.WITH_AMAZON
    with world.store.read() as tx:
        assert any("you wrote to" in line.text for line in tx.journal.of_case(name))
