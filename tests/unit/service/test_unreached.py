"""A letter whose dialogue ended before anything was accepted: it is made of the facts there are when it leaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.mails import COMPLAINANT, SELLER, notice, signed
from tests.unit.service.interrupted import Interrupted
from tests.unit.service.world import START, World

from noticed.adapters.memory import MemorySubmission, MemorySubmitting
from noticed.ports import Answer, LetterStatus, Refused, Transient, nothing
from noticed.service import decisions, letterbox, suppression
from noticed.service.extra import Extra

RIGHT = "right@other.example"
HOUR = timedelta(hours=1)


class Down(MemorySubmission):
    """Nobody answers there, until it is up."""

    is_up = False

    @contextmanager
    def connect(self) -> Iterator[MemorySubmitting]:
        if not self.is_up:
            raise Transient("connection refused")
        yield MemorySubmitting(self)


def greylisted(world: World) -> Callable[[], None]:
    world.submission.answers[COMPLAINANT] = Answer(code=450, text="4.7.1 greylisted")
    return world.submission.answers.clear


def paused(world: World) -> Callable[[], None]:
    world.submission = server = Interrupted(world, lambda: letterbox.pause(world.context, None))

    def end() -> None:
        server.happens = nothing
        letterbox.resume(world.context, None)

    return end


def killed(world: World) -> Callable[[], None]:
    def dies() -> None:
        raise KeyboardInterrupt

    world.submission = server = Interrupted(world, dies)

    def end() -> None:
        server.happens = nothing
        world.context = replace(world.context, owner="another")

    return end


def not_at_the_dot(world: World) -> Callable[[], None]:
    world.submission.data_answers = [Answer(code=451, text="4.3.0 try again later")]
    return nothing


BREAKS = [greylisted, paused, killed, not_at_the_dot]
Break = Callable[[World], Callable[[], None]]


def begun(how: Break) -> tuple[World, Callable[[], None]]:
    """A letter that was begun, and not accepted; and what lets the next one through."""
    world = World()
    end = how(world)
    world.server.deliver(world.seller, signed(notice(date=START)))
    with suppress(KeyboardInterrupt):
        world.once()
    assert world.arrived(COMPLAINANT) == []
    return world, end


def test_an_address_that_is_set_right_while_the_server_is_down_counts() -> None:
    world = World()
    world.submission = server = Down(world.server)
    world.receive(signed(notice(date=START)))
    for _ in range(3):
        world.sleep(HOUR)
    (letter,) = world.letters()
    assert (letter.status, letter.tries, letter.answer) == (LetterStatus.QUEUED, 0, "connection refused")
    decisions.correct(world.context, world.case().case, {"complainant_emails": RIGHT})
    server.is_up = True
    world.sleep(HOUR)
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(RIGHT))) == (0, 1)


@pytest.mark.parametrize("how", BREAKS)
def test_an_address_that_is_set_right_after_a_letter_was_begun_counts(how: Break) -> None:
    world, end = begun(how)
    decisions.correct(world.context, world.case().case, {"complainant_emails": RIGHT})
    end()
    for _ in range(3):
        world.sleep(HOUR)
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(RIGHT))) == (0, 1)
    old, new = world.letters()
    assert (old.status, old.answer) == (LetterStatus.CANCELLED, f"{new.letter} takes its place")
    assert (new.status, world.case().attempts, world.case().awaited) == (LetterStatus.SUBMITTED, 1, new.letter)


@pytest.mark.parametrize("how", BREAKS)
def test_where_no_fact_changed_the_same_bytes_leave(how: Break) -> None:
    world, end = begun(how)
    (before,) = world.letters()
    end()
    for _ in range(3):
        world.sleep(HOUR)
    (after,) = world.letters()
    assert (after.status, after.raw) == (LetterStatus.SUBMITTED, before.raw)
    assert len(world.arrived(COMPLAINANT)) == 1


def test_an_address_that_is_set_right_is_held_against_every_rule() -> None:
    world, end = begun(greylisted)
    decisions.correct(world.context, world.case().case, {"complainant_emails": RIGHT})
    suppression.add(world.context, "acme", RIGHT)
    end()
    world.sleep(HOUR)
    assert (world.arrived(COMPLAINANT), world.arrived(RIGHT)) == ([], [])
    assert world.letters()[-1].status is LetterStatus.CANCELLED


def test_what_somebody_approved_waits_for_a_new_word() -> None:
    world, end = begun(greylisted)
    (letter,) = world.letters()
    with world.store.write() as tx:
        tx.outbox.save(replace(letter, approved=True))
    decisions.correct(world.context, world.case().case, {"complainant_emails": RIGHT})
    end()
    world.sleep(HOUR)
    new = world.letters()[-1]
    assert (new.status, new.to, world.arrived(COMPLAINANT)) == (LetterStatus.HELD, (RIGHT,), [])
    letterbox.approve(world.context, new.letter)
    world.sleep(HOUR)
    assert (len(world.arrived(COMPLAINANT)), len(world.arrived(RIGHT))) == (0, 1)


def in_doubt(*, resend: bool = False) -> World:
    """A letter whose answer was lost, and of which no copy is to be found."""
    world = World(resend_unknown=resend)
    world.submission.lose_answers, world.submission.keep_copies = 1, True
    world.receive(signed(notice(date=START)))
    assert len(world.arrived(COMPLAINANT)) == 1
    return world


def test_what_was_perhaps_sent_goes_again_as_it_was_or_not_at_all() -> None:
    """By the operator's settings it goes again; a greylisting, and another address, come between."""
    world = in_doubt(resend=True)
    world.submission.answers[COMPLAINANT] = Answer(code=450, text="4.7.1 greylisted")
    world.sleep(timedelta(minutes=20))
    decisions.correct(world.context, world.case().case, {"complainant_emails": RIGHT})
    world.submission.answers.clear()
    world.sleep(HOUR)
    (letter,) = world.letters()
    assert letter.status is LetterStatus.SUBMITTED
    first, second = world.arrived(COMPLAINANT)
    assert (first.as_bytes(), world.arrived(RIGHT)) == (second.as_bytes(), [])


def test_a_question_that_was_perhaps_sent_is_not_asked_again_by_going_on() -> None:
    world = in_doubt()
    world.sleep(HOUR)
    (letter,) = world.letters()
    assert letter.status is LetterStatus.HELD
    letterbox.reject(world.context, letter.letter)
    case = world.case().case
    with pytest.raises(Refused, match=f"{letter.letter} was perhaps sent"):
        decisions.resume(world.context, case, "")
    world.sleep(timedelta(days=3))
    assert len(world.arrived(COMPLAINANT)) == 1
    decisions.write_to_complainant(world.context, case, None, Extra())
    world.sleep(timedelta(days=3))
    assert len(world.arrived(COMPLAINANT)) == 2, "by the operator's word"


def test_what_was_perhaps_sent_and_is_refused_for_amazon_now_waits_for_a_person() -> None:
    world = in_doubt(resend=True)
    (copy,) = world.letters()[0].cc
    world.submission.answers[copy] = Answer(code=550, text="5.1.1 no such user")
    for _ in range(3):
        world.sleep(timedelta(minutes=20))
    (letter,) = world.letters()
    assert (letter.status, len(world.arrived(COMPLAINANT))) == (LetterStatus.HELD, 1)
    assert "perhaps sent before" in (letter.hold_reason or "")


def test_a_question_that_was_perhaps_sent_and_then_given_up_is_not_asked_again_by_going_on() -> None:
    world = in_doubt(resend=True)
    world.submission.answers[COMPLAINANT] = Answer(code=450, text="4.7.1 greylisted")
    for _ in range(8):
        world.sleep(timedelta(hours=20))
    (letter,) = world.letters()
    assert letter.status is LetterStatus.REFUSED
    world.submission.answers.clear()
    with pytest.raises(Refused, match=f"{letter.letter} was perhaps sent"):
        decisions.resume(world.context, world.case().case, "")


def test_the_copy_of_a_letter_is_found_however_long_the_machine_was_off() -> None:
    world = World(resend_unknown=True)
    world.submission.keep_copies = True
    accept = world.submission.accept

    def dies(letter: Any) -> None:
        accept(letter)
        if COMPLAINANT in letter.recipients:
            world.server.deliver(SELLER, world.submission.kept[-1], "All Mail")
            world.submission.accept = accept  # type: ignore[method-assign]
            raise KeyboardInterrupt

    world.submission.accept = dies  # type: ignore[method-assign]
    world.server.deliver(world.seller, signed(notice(date=START)))
    with suppress(KeyboardInterrupt):
        world.once()
    world.context = replace(world.context, owner="another")
    world.sleep(timedelta(days=4))
    for _ in range(3):
        world.sleep(timedelta(minutes=20))
    assert world.letters()[0].status is LetterStatus.SUBMITTED
    assert (
        sum(str(m["X-Noticed-Letter"]).startswith(world.letters()[0].letter) for m in world.arrived(COMPLAINANT)) == 1
    )
