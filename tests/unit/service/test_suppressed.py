"""Whoever asked not to be written to, or cannot be reached, is never written to again: in no case, after no restart."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.mails import AMAZON, COMPLAINANT, SELLER, answer, bounce, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Disposition, LetterKind, Reason, State
from noticed.ports import LetterStatus, Refused
from noticed.service import decisions, digest, letterbox, suppression
from noticed.service.extra import Extra
from noticed.service.steps import last_look
from noticed.service.submit import submit

DAY = timedelta(days=1)


def asked(world: World) -> EmailMessage:
    """A notice came, and the inquiry went out."""
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    return inquiry


def suppressed(world: World) -> list[str | None]:
    return [row.address for row in suppression.listed(world.context)]


def another_notice(world: World) -> None:
    """Another matter of the same complainant."""
    raw = notice(date=world.clock.now(), complaint="10987654399", asins=["B0C7654321"])
    world.receive(signed(raw))


@pytest.mark.parametrize(
    "text",
    [
        "You have the wrong address. We know nothing of this.",
        "I never filed anything with Amazon.",
        "Please do not contact us again.",
        "Stop emailing me!",
        "unsubscribe",
        "Stop.",
        "Please remove me from your list.",
    ],
)
def test_who_asks_not_to_be_written_to_is_suppressed_and_the_operator_told(text: str) -> None:
    world = World()
    world.receive(answer(asked(world), date=START, text=text))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.SUPPRESSED)
    assert suppressed(world) == [COMPLAINANT]
    assert any("do_not_write" in m["Subject"] for m in world.arrived(BOSS))
    assert world.case().case in digest.as_text(world.context)
    world.sleep(30 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "It is trademark 7311902. Please take the listing down.",
        "Stop selling this product at once.",
        "We will not withdraw.\n\n--\nTo stop these mails use the unsubscribe link on our page at any time you like.",
    ],
)
def test_other_answers_suppress_nobody(text: str) -> None:
    world = World()
    world.receive(answer(asked(world), date=START, text=text))
    assert suppressed(world) == []
    assert world.case().state is State.WITH_OPERATOR


def test_a_suppressed_address_gets_no_letter_in_another_case_or_after_a_restart(tmp_path: Path) -> None:
    world = World()
    world.on(f"sqlite:///{tmp_path / 'noticed.db'}")
    world.receive(answer(asked(world), date=START, text="Wrong address."))
    decisions.close(world.context, world.case().case, Disposition.ABANDONED, "")
    world.store.close()
    world.on(f"sqlite:///{tmp_path / 'noticed.db'}")
    another_notice(world)
    assert (world.cases()[1].state, world.cases()[1].reason) == (State.WITH_OPERATOR, Reason.SUPPRESSED)
    world.sleep(30 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1


@pytest.mark.parametrize(
    ("written_to", "answers", "named"),
    [
        ("jane.oak@gmail.com", "jane.oak@gmail.com", "jane.oak+amazon@gmail.com"),
        ("jane.oak@gmail.com", "jane.oak@gmail.com", "janeoak@googlemail.com"),
        ("ip+amazon@brand.example", "ip@brand.example", "ip@brand.example"),
    ],
)
def test_who_asked_not_to_be_written_to_is_not_reached_by_another_spelling(
    written_to: str, answers: str, named: str
) -> None:
    world = World()
    world.receive(signed(notice(date=START, complainant=written_to)))
    (inquiry,) = world.arrived(written_to)
    world.receive(answer(inquiry, date=START, sender=answers, text="You have the wrong address. Stop."))
    assert world.case().reason is Reason.SUPPRESSED
    world.receive(signed(notice(date=START, complaint="10987654399", asins=["B0C7654321"], complainant=named)))
    world.sleep(30 * DAY)
    assert world.cases()[-1].reason is Reason.SUPPRESSED
    assert [x.letter for x in world.letters() if x.submitted_at] == [inquiry["X-Noticed-Letter"].rpartition(".")[0]]


def test_what_is_no_address_is_refused_and_not_kept_as_if_it_held() -> None:
    world = World()
    for typed in ("Jane Oak <jane@oak.example>", "jane@oak", "jane@oak.example, ip@brand.example"):
        with pytest.raises(Refused, match="only a complainant"):
            suppression.add(world.context, "acme", typed)


def test_letters_of_other_cases_stop_too_those_that_are_queued_and_those_that_are_approved() -> None:
    world = World(hold=timedelta(hours=1))
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(hours=2))
    (inquiry,) = world.arrived(COMPLAINANT)
    letter = world.letters()[0]
    with world.store.write() as tx:  # a letter of an older case to the same person, approved long ago
        tx.outbox.add(
            replace(
                letter,
                letter="N-OLD.9",
                case=None,
                approved=True,
                status=LetterStatus.QUEUED,
                due_at=START + DAY,
                raw=None,
            )
        )
    world.receive(answer(inquiry, date=world.clock.now(), text="Do not write to me again."))
    world.sleep(2 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1
    with world.store.read() as tx:
        old = tx.outbox.get("N-OLD.9")
    assert old is not None
    assert (old.status, "is suppressed" in (old.answer or "")) == (LetterStatus.CANCELLED, True)


def test_a_word_that_comes_during_the_dialogue_stops_it_before_data() -> None:
    world = World(hold=timedelta(hours=1))
    world.receive(signed(notice(date=START)))
    world.clock.set(START + timedelta(hours=2))
    context = world.context

    def look(*_: object) -> bool:
        return True

    real = context.submission("acme")

    class Slow:
        """Another process reads the word while this one says RCPT."""

        def connect(self) -> object:
            suppression.add(context, "acme", COMPLAINANT)
            return real.connect()

    world.context = type(context)(**{**vars(context), "submission": lambda _: Slow()})
    submit(world.context, look)
    world.context = context
    submit(context, last_look)
    assert world.arrived(COMPLAINANT) == []
    assert world.letters()[0].status is LetterStatus.CANCELLED
    assert world.case().reason is Reason.SUPPRESSED


def test_the_operators_own_letter_is_refused_in_one_line_until_the_address_is_dropped() -> None:
    world = World()
    world.receive(answer(asked(world), date=START, text="Wrong address."))
    name = world.case().case
    with pytest.raises(Refused, match="suppressed"):
        decisions.write_to_complainant(world.context, name, LetterKind.FOLLOW_UP, Extra())
    with pytest.raises(Refused, match="suppressed"):
        decisions.resume(world.context, name, "")
    suppression.drop(world.context, "acme", COMPLAINANT.upper())
    decisions.write_to_complainant(world.context, name, LetterKind.FOLLOW_UP, Extra())
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 2


def test_a_held_letter_to_a_suppressed_address_cannot_be_approved() -> None:
    world = World()
    world.receive(answer(asked(world), date=START, text="We hereby retract the complaint."))
    coach = next(x for x in world.letters() if x.kind is LetterKind.RETRACTION_STEPS)
    suppression.add(world.context, "acme", COMPLAINANT)
    with pytest.raises(Refused, match="noticed suppressed drop"):
        letterbox.approve(world.context, coach.letter)


@pytest.mark.parametrize("how", ["a stranger", "a colleague", "no letter of ours named"])
def test_nobody_can_suppress_an_address_but_who_was_written_to_and_yet_the_ladder_stops(how: str) -> None:
    world = World()
    inquiry = asked(world)
    sender = {"a stranger": "x@else.example", "a colleague": "boss@brand.example"}.get(how, COMPLAINANT)
    letter = None if how == "no letter of ours named" else inquiry
    world.receive(answer(letter, date=START, sender=sender, text="Stop writing to us."))
    assert suppressed(world) == []
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.REPLIED)


def test_a_machine_suppresses_nobody() -> None:
    world = World()
    robot = [("Auto-Submitted", "auto-replied")]
    world.receive(answer(asked(world), date=START, text="Wrong address. Do not contact us.", headers=robot))
    assert suppressed(world) == []
    assert world.case().state is State.WITH_COMPLAINANT


def test_two_letters_that_came_back_for_good_suppress_and_one_that_came_back_twice_does_not() -> None:
    world = World()
    inquiry = asked(world)
    for _ in range(2):
        world.receive(bounce(inquiry, COMPLAINANT, date=START))
    assert world.case().reason is Reason.BOUNCED
    assert suppressed(world) == []
    decisions.write_to_complainant(world.context, world.case().case, LetterKind.FOLLOW_UP, Extra())
    world.sleep(3 * DAY)
    second = world.arrived(COMPLAINANT)[1]
    world.receive(bounce(second, COMPLAINANT, date=world.clock.now()))
    assert suppressed(world) == [COMPLAINANT]
    another_notice(world)
    world.sleep(10 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 2


def test_a_tag_that_a_server_does_not_know_silences_nobody_but_itself() -> None:
    """Whoever complains may name an address with a tag that does not exist: the mailbox beside it had no letter."""
    world, person = World(), "bob@brand.example"
    tagged = person.replace("@", "+nowhere@")
    world.receive(signed(notice(date=START, complainant=tagged)))
    for _ in range(2):
        world.receive(bounce(world.arrived(tagged)[-1], tagged, date=world.clock.now()))
        if world.case().reason is Reason.BOUNCED and not suppressed(world):
            decisions.write_to_complainant(world.context, world.case().case, LetterKind.FOLLOW_UP, Extra())
            world.sleep(3 * DAY)
    assert suppressed(world) == [tagged]
    with world.store.read() as tx:
        assert (tx.suppressed.get("acme", tagged) is None, tx.suppressed.get("acme", person)) == (False, None)


def test_amazon_and_the_seller_are_never_suppressed() -> None:
    world = World()
    inquiry = asked(world)
    world.receive(bounce(inquiry, AMAZON, date=START))
    world.sleep(4 * DAY)
    world.receive(bounce(world.arrived(COMPLAINANT)[1], AMAZON, date=world.clock.now()))
    assert suppressed(world) == []
    for address in (AMAZON, SELLER, BOSS, "nobody"):
        with pytest.raises(Refused, match="only a complainant"):
            suppression.add(world.context, "acme", address)


def test_a_second_complaint_adds_no_address_that_must_not_be_written_to() -> None:
    world = World()
    asked(world)
    raw = notice(
        date=START,
        complaint="10987654399",
        asins=["B0C7654321"],
        complainant=f"{COMPLAINANT}, postmaster@brand.example",
    )
    world.receive(signed(raw))
    world.sleep(4 * DAY)
    assert world.case().complainant_emails == (COMPLAINANT,)
    assert world.arrived("postmaster@brand.example") == []
    assert "10987654399" in world.case().complaint_ids
