"""A letter is changed before it leaves: the new version waits, binds, and leaves word for word."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.mails import COMPLAINANT, answer, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import LetterKind, Reason, State
from noticed.ports import Answer, Letter, LetterStatus, Refused
from noticed.service import decisions, letterbox
from noticed.service.account import Mode
from noticed.service.in_your_words import reading


def held(world: World) -> Letter:
    """The one letter that waits."""
    (waiting,) = [x for x in world.letters() if x.status is LetterStatus.HELD]
    return waiting


def begun(**changes: Any) -> World:
    """A notice has come in, and its inquiry waits for approval."""
    world = World(mode=Mode.APPROVE, **changes)
    world.receive(signed(notice(date=START)))
    return world


def test_a_changed_letter_takes_the_place_of_the_first_and_leaves_word_for_word() -> None:
    world = begun()
    first = held(world)
    fresh = letterbox.change(world.context, first.letter, first.subject, first.body.replace("Hello,", "Dear team,"))
    assert fresh.letter == f"{world.case().case}.2"
    assert fresh.message_id != first.message_id
    assert world.case().awaited == fresh.letter
    world.once()
    assert world.arrived(COMPLAINANT) == [], "it waits for an approval of its own"
    letterbox.approve(world.context, fresh.letter)
    world.once()
    (arrived,) = world.arrived(COMPLAINANT)
    assert arrived.get_content().startswith("Dear team,")
    assert world.case().attempts == 1
    assert [x.status for x in world.letters()] == [LetterStatus.CANCELLED, LetterStatus.SUBMITTED]


def test_all_that_wait_for_a_word_alone_are_approved_at_once_and_what_is_odd_is_not() -> None:
    world = begun()
    world.receive(signed(notice(date=START, complaint="11111111111", asins=("B0C7654321",), complainant="b@b.example")))
    world.receive(signed(notice(date=START, complaint="22222222222", asins=("B0C2222222",), complainant="c@c.example")))
    odd = world.letters()[-1]
    with world.store.write() as tx:
        tx.outbox.save(replace(odd, hold_reason="limits.account_per_day = 50 is reached"))
    names = letterbox.waiting(world.context, "acme", LetterKind.INQUIRY)
    assert names == tuple(x.letter for x in world.letters()[:-1])
    assert letterbox.waiting(world.context, None, LetterKind.FOLLOW_UP) == ()
    with pytest.raises(Refused, match="not in the settings"):
        letterbox.waiting(world.context, "nobody", None)


def test_our_reference_stays_in_subject_and_last_line() -> None:
    world = begun()
    fresh = letterbox.change(world.context, held(world).letter, "Which right?", "Hello,\r\n\r\nwhich right is it?")
    ref = world.case().case
    assert fresh.subject == f"Which right? [{ref}]"
    assert fresh.body == f"Hello,\n\nwhich right is it?\n\nReference {ref}\n"


def test_what_was_not_read_is_not_approved() -> None:
    world = begun()
    first = held(world)
    seen = letterbox.mark(first)
    fresh = letterbox.change(world.context, first.letter, first.subject, "Hello, which one?", seen)
    with pytest.raises(Refused, match="has changed since you read it"):
        letterbox.approve(world.context, fresh.letter, seen)
    with pytest.raises(Refused, match="cancelled"):
        letterbox.approve(world.context, first.letter, seen)
    letterbox.approve(world.context, fresh.letter, letterbox.mark(fresh))


def test_facts_that_change_under_your_words_ask_for_a_new_word() -> None:
    world = begun()
    fresh = letterbox.change(world.context, held(world).letter, "Which right?", "Hello, which right is it?")
    letterbox.approve(world.context, fresh.letter)
    decisions.correct(world.context, world.case().case, {"complainant_emails": "legal@brand.example"})
    world.once()
    assert held(world).hold_reason == "the facts changed since you approved it: read it again"
    assert held(world).body.startswith("Hello, which right is it?")
    letterbox.approve(world.context, fresh.letter)
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_refused_copy_asks_again_before_your_words_leave_without_it() -> None:
    world = begun()
    fresh = letterbox.change(world.context, held(world).letter, "Which right?", "Hello, which right is it?")
    world.submission.answers[fresh.cc[0]] = Answer(code=550, text="5.1.1 no such user")
    letterbox.approve(world.context, fresh.letter)
    world.once()
    waiting = held(world)
    assert (waiting.cc, waiting.body) == ((), fresh.body)
    letterbox.approve(world.context, waiting.letter)
    world.once()
    assert [m["Cc"] for m in world.arrived(COMPLAINANT)] == [None]


def test_no_reading_claims_to_tell_what_you_changed() -> None:
    world = begun(operator_language="zh")
    first = held(world)
    with world.store.read() as tx:
        assert reading(tx, world.context, first)
    fresh = letterbox.change(world.context, first.letter, "Which right?", "Hello, which right is it?")
    with world.store.read() as tx:
        assert reading(tx, world.context, fresh) == ""


@pytest.mark.parametrize(
    ("subject", "body", "why"),
    [
        ("x" * 300, "Hello", "the subject"),
        ("Hello", "  \n ", "needs words"),
        ("Hello", "x" * 30_000, "the text"),
        ("Hello \u202e", "Hello", "direction"),
        ("Hello", "bell \x07", "control character"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_at_once_and_change_nothing(subject: str, body: str, why: str) -> None:
    world = begun()
    before = world.letters()
    with pytest.raises(Refused, match=why):
        letterbox.change(world.context, held(world).letter, subject, body)
    assert world.letters() == before


def test_an_answer_that_came_since_is_read_first_and_what_left_stays() -> None:
    world = begun()
    letter = held(world)
    letterbox.approve(world.context, letter.letter)
    world.once()
    with pytest.raises(Refused, match="too late"):
        letterbox.change(world.context, letter.letter, "Hello", "Hello")
    world.receive(answer(world.arrived(COMPLAINANT)[0], date=world.clock.now() + timedelta(hours=1)))
    assert world.case().reason is Reason.REPLIED


def test_a_rejection_is_noted_with_its_reason() -> None:
    world = begun()
    letterbox.reject(world.context, held(world).letter, "we have\nfound the invoice")
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.LETTER_REJECTED)
    name = world.case().case
    with world.store.read() as tx:
        lines = [line.text for line in tx.journal.of_case(name)]
    assert any("(inquiry): we have found the invoice" in line for line in lines)
