"""The store is lost: the mailboxes tell what was, and no letter goes twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, answer, bounce, clearance, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Case, LetterKind, Outcome, Reason, State
from noticed.ports import LetterStatus, Permanent, Refused, Transient
from noticed.service import decisions, letterbox, suppression
from noticed.service.context import Limits
from noticed.service.extra import Extra
from noticed.service.rebuild import rebuild

DAY = timedelta(days=1)
SETTLE = timedelta(minutes=16)


def seen(world: World) -> list[tuple[object, ...]]:
    """What a person sees of every case, and what the clock will do where it is somebody else's turn."""
    return [
        (c.case, c.state, c.reason, c.disposition, c.attempts, c.step, c.outcome, c.complaint_ids, c.asins)
        + ((c.plan, c.plan_at) if c.state is not State.WITH_OPERATOR else ())
        for c in world.cases()
    ]


def notice_of(world: World, number: int) -> bytes:
    return signed(
        notice(
            date=world.clock.now(),
            complaint=f"1098765430{number}",
            asins=[f"B0C123456{number}"],
            complainant=f"ip@brand{number}.example",
        )
    )


def lived(world: World) -> None:
    """Six cases: silent to the end and decided, answered, bounced, cleared, asking to be left alone, still asked."""
    for number in range(6):
        world.receive(notice_of(world, number))
        world.sleep(timedelta(minutes=1))
    letters = [world.arrived(f"ip@brand{number}.example")[0] for number in range(6)]
    world.sleep(DAY)
    world.receive(answer(letters[1], date=world.clock.now(), sender="ip@brand1.example"))
    world.receive(bounce(letters[2], "ip@brand2.example", date=world.clock.now()))
    world.receive(clearance(date=world.clock.now(), complaint="10987654303", asin="B0C1234563"))
    world.receive(signed(clearance(date=world.clock.now(), complaint="10987654303", asin="B0C1234563")))
    world.receive(answer(letters[4], date=world.clock.now(), sender="ip@brand4.example", text="Wrong address."))
    for _ in range(3):
        world.sleep(4 * DAY)
    decisions.decide(world.context, world.cases()[0].case, Outcome.REASON_UNKNOWN, "they never answered", Extra())
    world.once()
    world.receive(notice_of(world, 6))
    world.sleep(4 * DAY)


def lost(world: World, folder: Path) -> None:
    """Nothing is left of the store."""
    world.on(f"sqlite:///{folder / 'new.db'}")


def test_cases_attempts_and_references_come_out_the_same_and_no_letter_goes_twice(tmp_path: Path) -> None:
    world = World()
    lived(world)
    before = seen(world)
    arrived = {n: len(world.arrived(f"ip@brand{n}.example")) for n in range(7)}
    to_amazon = len(world.arrived(AMAZON))
    lost(world, tmp_path)
    done = rebuild(world.context)
    assert (len(done.cases), done.held, done.unread) == (7, (), 0)
    world.once()
    world.sleep(SETTLE)
    assert seen(world) == before
    assert {n: len(world.arrived(f"ip@brand{n}.example")) for n in range(7)} == arrived
    assert len(world.arrived(AMAZON)) == to_amazon
    assert [row.address for row in suppression.listed(world.context)] == ["ip@brand4.example"]

    world.sleep(4 * DAY)  # the ladder of the last one goes on
    assert len(world.arrived("ip@brand6.example")) == arrived[6] + 1
    assert all(len(world.arrived(f"ip@brand{n}.example")) == arrived[n] for n in range(6))


def test_a_store_that_holds_something_is_not_rebuilt() -> None:
    world = World()
    with pytest.raises(Refused, match="holds something"):
        rebuild(world.context)


def test_a_letter_that_left_no_copy_waits_for_a_person(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    for message in world.server.messages(SELLER):
        if b"X-Noticed-Letter: N-" in message.raw:
            world.server.remove(SELLER, message.uid)
    lost(world, tmp_path)
    done = rebuild(world.context)
    assert done.held == (f"{world.case().case}.1",)
    world.sleep(DAY)
    assert len(world.arrived(COMPLAINANT)) == 1
    letterbox.approve(world.context, done.held[0])
    world.sleep(DAY)
    assert len(world.arrived(COMPLAINANT)) == 2


def test_a_case_whose_notice_was_deleted_is_found_by_its_letters_and_not_written_to_again(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    name = world.case().case
    first = next(m for m in world.server.messages(SELLER) if b"Policy Warning" in m.raw)
    world.server.remove(SELLER, first.uid)
    lost(world, tmp_path)
    rebuild(world.context)
    assert (world.case().case, world.case().reason, world.case().attempts) == (name, Reason.UNVERIFIED, 1)
    assert "10987654321" in world.case().complaint_ids
    assert world.case().complainant_emails == (COMPLAINANT,)
    world.sleep(20 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1
    world.receive(signed(notice(date=world.clock.now())))  # Amazon says it again: the ladder goes on, not anew
    world.sleep(DAY)
    assert (world.case().case, world.case().state) == (name, State.WITH_COMPLAINANT)
    letters = world.arrived(COMPLAINANT)
    assert len(letters) == 2
    assert letters[1]["Subject"].startswith("Re:")


def test_a_rebuild_that_broke_off_goes_on_and_nothing_leaves_meanwhile(tmp_path: Path) -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    before = seen(world)
    lost(world, tmp_path)
    for calls in (5, 9, 14):
        world.server.break_after = calls
        with pytest.raises(Transient):
            rebuild(world.context)
        world.server.break_after = None
        with pytest.raises(Permanent, match="half rebuilt"):
            world.once()
    rebuild(world.context)
    world.once()
    world.sleep(SETTLE)
    assert seen(world) == before
    assert len(world.arrived(COMPLAINANT)) == 1


def test_the_first_letters_after_going_live_are_not_counted_again(tmp_path: Path) -> None:
    world = World(limits=Limits(probation=1))
    with world.store.write() as tx:
        tx.facts.set("live_since", START.isoformat())
    world.receive(signed(notice(date=START)))
    letterbox.approve(world.context, world.letters()[0].letter)
    world.once()
    lost(world, tmp_path)
    rebuild(world.context)
    world.once()
    world.sleep(SETTLE)
    world.sleep(4 * DAY)
    assert [x.status for x in world.letters()] == [LetterStatus.SUBMITTED] * 2
    assert world.letters()[1].kind is LetterKind.FOLLOW_UP
    assert isinstance(world.case(), Case)
