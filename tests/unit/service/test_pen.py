"""Whose answer it is: what surely belongs to a case is heard there, what may belong waits in the pen."""

import pytest
from tests.mails import COMPLAINANT, SELLER, answer, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Reason, State
from noticed.core.notice.model import IpType
from noticed.ports import InboxStatus, Refused
from noticed.service import pen

COUNSEL = "e.lind@lawfirm.example"
HINT = "We act for the owner. Your complaint 10987654321: our client's position is unchanged."


def asked() -> World:
    """A notice came, and the inquiry went out."""
    world = World()
    world.receive(signed(notice(date=START)))
    return world


def lines(world: World) -> list[str]:
    name = world.case().case
    with world.store.read() as tx:
        return [line.text for line in tx.journal.of_case(name)]


def test_a_stranger_who_names_the_complaint_waits_in_the_pen_and_the_choice_is_remembered() -> None:
    world = asked()
    world.receive(answer(None, date=START, sender=COUNSEL, text=HINT))
    assert world.case().state is State.WITH_COMPLAINANT
    (row,) = pen.listed(world.context)
    assert pen.candidates_of(row) == (world.case().case,)
    assert row.error == f"may belong to {world.case().case}: it names complaint 10987654321"
    assert any("may have answered" in str(m["Subject"]) for m in world.arrived(BOSS))

    assert row.id
    heard = pen.attach(world.context, row.id, world.case().case)
    assert (heard.state, heard.reason) == (State.WITH_OPERATOR, Reason.REPLIED)
    assert pen.listed(world.context) == ()

    world.receive(answer(None, date=START, sender=COUNSEL, text="One more thing: please send the invoices."))
    assert pen.listed(world.context) == ()
    assert any(f"answer from {COUNSEL}" in line and "asks" in line for line in lines(world))
    with world.store.read() as tx:
        assert not any(COUNSEL in f"{name}{value}" for name, value in tx.facts.all().items())


def test_a_message_is_attached_to_a_case_of_its_account_only() -> None:
    world = asked()
    world.receive(answer(None, date=START, sender=COUNSEL, text=HINT))
    (row,) = pen.listed(world.context)
    with pytest.raises(Refused, match="no case N-XXXX"):
        pen.attach(world.context, row.id or 0, "N-XXXX")
    assert [r.status for r in pen.listed(world.context)] == [InboxStatus.HELD]


@pytest.mark.parametrize(
    ("sender", "text", "why"),
    [
        ("ceo@brand.example", "Hello, call me please.", "it comes from the complainant's domain"),
        ("x@gmail.com", "It is about B0C1234567.", "it names B0C1234567"),
        ("x@gmail.com", "BrandCo S.r.l. asked me to write.", "it names the rights owner"),
    ],
)
def test_what_hints_at_a_case_is_said(sender: str, text: str, why: str) -> None:
    world = asked()
    raw = answer(None, date=START, sender=sender, text=text).replace(b"Subject: Hello", b"Subject: Amazon complaint")
    world.receive(raw)
    (row,) = pen.listed(world.context)
    assert (row.error or "").endswith(why)


@pytest.mark.parametrize(
    "headers", [[("List-Id", "<news.example>")], [("Precedence", "bulk")], [("Auto-Submitted", "auto-generated")]]
)
def test_mass_mail_that_names_a_listing_waits_nowhere(headers: list[tuple[str, str]]) -> None:
    world = asked()
    world.receive(answer(None, date=START, sender="deals@tools.example", text="Rank B0C1234567!", headers=headers))
    assert pen.listed(world.context) == ()
    assert world.case().state is State.WITH_COMPLAINANT


def test_a_colleague_who_names_the_complaint_is_heard_at_once() -> None:
    world = asked()
    text = "About complaint 10987654321: we have withdrawn it."
    world.receive(answer(None, date=START, sender="ceo@brand.example", text=text))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.RETRACTION_PROMISED)


def test_the_reason_an_answer_gives_fills_the_case_with_its_line() -> None:
    world = World()
    world.receive(signed(notice(date=START, kind="Not stated")))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START, text="It is our design patent US D1,034,512. See figure 2."))
    case = world.case()
    assert (case.ip_type, case.ip_numbers) == (IpType.DESIGN_PATENT, ("US D1,034,512",))
    assert any("the answer names design patent" in line and "figure 2" in line for line in lines(world))


def test_what_the_notice_said_of_the_right_is_not_replaced_by_an_answer() -> None:
    world = World()
    world.receive(signed(notice(date=START, kind="Trademark", number="7311902")))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START, text="It is our design patent US D1,034,512."))
    assert (world.case().ip_type, world.case().ip_numbers) == (IpType.TRADEMARK, ("7311902",))


def test_a_demand_goes_to_the_operator_with_the_advice_to_pay_nothing_and_the_register() -> None:
    world = World()
    world.receive(signed(notice(date=START, kind="Design patent", number="US D1,034,512")))
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START, text="We withdraw once you have paid 900 GBP in damages."))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.REPLIED)
    (advice,) = [line for line in lines(world) if line.startswith("Pay nothing")]
    assert "patents.google.com/patent/USD1034512S1" in advice
    assert [m["To"] for m in world.arrived(COMPLAINANT)] == [COMPLAINANT]
    assert len(world.letters()) == 1


def test_what_nobody_understands_is_said_to_be_unsure() -> None:
    world = asked()
    (inquiry,) = world.arrived(COMPLAINANT)
    world.receive(answer(inquiry, date=START, text="Hmm."))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.REPLIED)
    assert "the answer was not understood: read it" in lines(world)


def test_a_filter_that_wants_a_person_is_no_answer() -> None:
    world = asked()
    (inquiry,) = world.arrived(COMPLAINANT)
    text = "Please verify that you are a human: click the link to deliver your message to me."
    world.receive(answer(inquiry, date=START, text=text))
    assert world.case().state is State.WITH_COMPLAINANT
    assert not [m for m in world.arrived(COMPLAINANT) if m["To"] != COMPLAINANT or m["From"] != SELLER][1:]
