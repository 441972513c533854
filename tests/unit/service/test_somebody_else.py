"""The operator names somebody else to write to: who was never written to is asked first, and is told nothing untrue."""

from datetime import timedelta

from tests.mails import COMPLAINANT, answer, bounce, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import LetterKind, Reason, State
from noticed.service import decisions

COUNSEL = "e.lind@lawfirm.example"
DAY = timedelta(days=1)


def resumed(world: World, address: str) -> str:
    """What the new address gets."""
    name = world.case().case
    decisions.correct(world.context, name, {"complainant_emails": address})
    decisions.resume(world.context, name, "")
    world.once()
    (letter,) = world.arrived(address)
    return str(letter.get_content())


def test_whom_they_name_gets_the_question_not_a_reminder_of_what_he_never_got() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(5 * DAY)
    letter = world.arrived(COMPLAINANT)[-1]
    world.receive(answer(letter, date=world.clock.now(), text=f"Please write to our lawyers instead: {COUNSEL}"))
    text = resumed(world, COUNSEL)
    assert "we wrote to you" not in text
    assert "we are Acme Home Goods" in text
    assert (world.case().cadence, world.case().attempts) == ("quiet", 3)
    world.sleep(20 * DAY)
    later = str(world.arrived(COUNSEL)[1].get_content())
    assert "we wrote to you on 29 Nov and have not" in later, "the letters to others are none to him"


def test_after_a_returned_letter_the_right_address_is_asked_as_if_for_the_first_time() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    (letter,) = world.arrived(COMPLAINANT)
    world.receive(bounce(letter, COMPLAINANT, date=START))
    assert world.case().reason is Reason.BOUNCED
    assert "we wrote to you" not in resumed(world, "ip@brand-holding.example")
    assert world.case().state is State.WITH_COMPLAINANT
    sent = [x.kind for x in world.letters()]
    assert sent == [LetterKind.INQUIRY, LetterKind.INQUIRY]
