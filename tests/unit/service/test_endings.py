"""How a case ends, and how it does not: a promised retraction is coached, waited for, and asked for again; only
Amazon's word about a listing clears it, and only the listing it names."""

from datetime import timedelta

from tests.mails import COMPLAINANT, SELLER, answer, clearance, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Disposition, LetterKind, Plan, Reason, State
from noticed.ports import InboxStatus, Letter, LetterStatus
from noticed.render.phrases import Phrases
from noticed.service import decisions, digest, letterbox, stuck

WEEK = timedelta(days=7)


def coaches(world: World) -> list[Letter]:
    return [x for x in world.letters() if x.kind is LetterKind.RETRACTION_STEPS]


def told(world: World) -> str:
    """What is said of listings that are stuck."""
    case = world.case()
    with world.store.read() as tx:
        return stuck.in_words(tx, case, Phrases("en", "UTC"))


def promised(world: World) -> None:
    """Two listings are down, and the complainant says he will retract."""
    world.receive(signed(notice(date=START, asins=["B0C1234567", "B0C7654321"])))
    asked = world.arrived(COMPLAINANT)[-1]
    world.receive(answer(asked, date=START, text="This was a mistake. We will withdraw our complaint with Amazon."))


def test_a_promised_retraction_is_coached_waited_for_and_ends_with_amazons_last_word() -> None:
    world = World()
    promised(world)
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.RETRACTION_PROMISED)
    (coach,) = coaches(world)
    assert coach.status is LetterStatus.HELD
    letterbox.approve(world.context, coach.letter)
    world.once()
    assert (world.case().state, world.case().plan) == (State.WITH_COMPLAINANT, Plan.RETRACTION)
    text = str(world.arrived(COMPLAINANT)[-1].get_content())
    assert all(
        word in text for word in ("10987654321", "B0C1234567", "B0C7654321", SELLER, "does not accept conditions")
    )
    world.receive(signed(clearance(date=START, asin="B0C1234567")))
    assert world.case().state is State.WITH_COMPLAINANT
    assert told(world).startswith("still down: B0C7654321, though")
    world.sleep(WEEK + timedelta(days=1))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.RETRACTION_PROMISED)
    again = coaches(world)[-1]
    assert (len(coaches(world)), again.status) == (2, LetterStatus.HELD)
    letterbox.approve(world.context, again.letter)
    world.once()
    world.receive(signed(clearance(date=world.clock.now(), asin="B0C7654321")))
    assert world.case().state is State.CLOSED
    assert told(world) == ""


def test_a_forwarded_copy_of_a_retraction_clears_nothing() -> None:
    world = World()
    promised(world)
    copy = (
        "We sent this to Amazon:\n\nFrom: ip@brand.example\nTo: notice-retraction@amazon.com\n\nWe retract 10987654321."
    )
    world.receive(answer(None, date=START, text=copy))
    assert world.case().state is State.WITH_OPERATOR
    assert not any(c.cleared for c in world.case().complaints)


def test_a_clearance_that_names_no_complaint_and_fits_two_cases_goes_to_the_operator() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(signed(notice(date=START, complaint="10987654322", complainant="legal@another.example")))
    assert len(world.cases()) == 2
    raw = clearance(date=START).replace(b"Complaint ID: 10987654321\n", b"")
    world.receive(signed(raw))
    assert {c.state for c in world.cases()} == {State.WITH_COMPLAINANT}
    with world.store.read() as tx:
        (held,) = tx.inbox.with_status(InboxStatus.HELD)
    assert held.error is not None
    assert all(c.case in held.error for c in world.cases())
    assert any("which case?" in m["Subject"] for m in world.arrived(BOSS))


def test_a_mail_that_brings_one_listing_back_and_leaves_the_other_down_clears_one() -> None:
    world = World()
    world.receive(signed(notice(date=START, asins=["B0C1234567", "B0C7654321"])))
    body = b"Your listing B0C7654321 has been reinstated. The listing B0C1234567 remains removed.\r\n"
    head, _, _ = clearance(date=START, asin="B0C7654321").partition(b"\r\n\r\n")
    world.receive(signed(head + b"\r\n\r\n" + body + b"Complaint ID: 10987654321\r\n"))
    assert world.case().state is State.WITH_COMPLAINANT
    assert told(world).startswith("still down: B0C1234567, though")


def test_a_case_that_amazon_closed_is_told_with_its_sentence_and_what_to_do_if_it_is_not_so() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(hours=1))
    said = "We have been told by the brand that complaint 10987654321 about B0C1234567 is withdrawn."
    world.receive(signed(clearance(date=world.clock.now(), subject="About your listing", said=said)))
    name = world.case().case
    assert world.case().state is State.CLOSED
    closed = digest.as_text(world.context).partition("\nClosed\n")[2]
    assert said in closed
    assert "does not say that the listing is back" in closed
    assert f"noticed decide {name} resume" in closed


def test_what_amazon_says_is_back_is_not_told_to_be_missing() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(hours=1))
    world.receive(signed(clearance(date=world.clock.now())))
    closed = digest.as_text(world.context).partition("\nClosed\n")[2]
    assert "Your listing has been reinstated." in closed
    assert "does not say" not in closed


def test_a_second_mail_after_the_closing_does_not_hide_the_sentence_that_closed() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(hours=1))
    said = "We have been told by the brand that complaint 10987654321 about B0C1234567 is withdrawn."
    world.receive(signed(clearance(date=world.clock.now(), subject="About your listing", said=said)))
    world.sleep(timedelta(hours=1))
    world.receive(signed(clearance(date=world.clock.now())))
    assert said in digest.as_text(world.context).partition("\nClosed\n")[2]


def test_a_case_that_the_operator_closed_is_told_in_two_words() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.sleep(timedelta(hours=1))
    decisions.close(world.context, world.case().case, Disposition.RETRACTED, "")
    closed = digest.as_text(world.context).partition("\nClosed\n")[2].partition("\n\n")[0]
    assert "retracted" in closed
    assert "resume" not in closed


def test_what_the_operator_takes_up_again_is_asked_about_again_with_its_listing() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    world.receive(signed(clearance(date=START)))
    assert all(c.cleared for c in world.case().complaints)
    decisions.resume(world.context, world.case().case, "Account Health still shows it")
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.REOPENED)
    assert not any(c.cleared for c in world.case().complaints)
    decisions.resume(world.context, world.case().case, "")
    world.sleep(timedelta(days=4))
    asked, again = world.arrived(COMPLAINANT)
    assert all("B0C1234567" in str(letter.get_content()) for letter in (asked, again))
    world.receive(signed(clearance(date=world.clock.now())))
    assert world.case().state is State.CLOSED
