"""An answer of Amazon's to an appeal comes with what it says: on the card, in the timeline, in the digest."""

from datetime import timedelta

import pytest
from tests.mails import AMAZON, COMPLAINANT, answer, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Outcome, Reason
from noticed.render.digest import digest_text
from noticed.service import collected, decisions
from noticed.service.extra import Extra

WEEK = timedelta(days=7)
ASKS = "Please send us invoices dated within the last 365 days"


def appealed(language: str = "en") -> World:
    world = World(attempts=1, operator_language=language)
    world.receive(signed(notice(date=START)))
    world.sleep(WEEK)
    decisions.decide(world.context, world.case().case, Outcome.REASON_UNKNOWN, "", Extra())
    world.once()
    return world


def of_amazon(world: World, text: str, *, thread: bool = True, machine: bool = False) -> None:
    (asked,) = [m for m in world.arrived(AMAZON) if m["To"] == AMAZON]
    headers = (("Auto-Submitted", "auto-replied"),) if machine else ()
    raw = answer(asked if thread else None, date=world.clock.now(), text=text, sender=AMAZON, headers=headers)
    world.receive(signed(raw))


@pytest.mark.parametrize("thread", [True, False])
def test_what_amazon_asks_for_stands_in_the_digest_and_in_the_timeline(thread: bool) -> None:
    world = appealed()
    text = (
        "Hello,\n\nWe reviewed your appeal for complaint 10987654321, ASIN B0C1234567. We have not been able to "
        f"reinstate your listing. {ASKS}.\n\nSincerely,\nSeller Performance Team\nAmazon.com"
    )
    of_amazon(world, text, thread=thread)
    case = world.case()
    assert case.reason is Reason.AMAZON_ANSWERED
    with world.store.read() as tx:
        lines = [line.text for line in tx.journal.of_case(case.case)]
        shown = digest_text(collected.view(tx, world.context))
    assert any(line.startswith("Amazon writes: ") and ASKS in line for line in lines), lines
    assert ASKS in " ".join(shown.split())


def test_it_is_told_once_in_the_operators_language_and_a_machines_receipt_is_no_answer() -> None:
    world = appealed("zh")
    of_amazon(world, "Thank you for contacting Amazon. We have received your message.", machine=True)
    assert world.case().reason is None
    for _ in range(2):
        of_amazon(world, f"We reviewed your appeal. {ASKS}.")
    with world.store.read() as tx:
        shown = digest_text(collected.view(tx, world.context))
    assert shown.count("亚马逊来信：") == 1


def test_a_long_answer_is_cut_and_what_it_quotes_is_not_said_again() -> None:
    world = appealed()
    (asked,) = [m for m in world.arrived(AMAZON) if m["To"] == AMAZON]
    quoted = "".join(f"> {line}\n" for line in asked.get_content().splitlines())
    text = (
        f"We reviewed your appeal. {ASKS}.\n\n"
        + "More. " * 400
        + "\n\nOn 1 Dec 2026 Acme <shop@seller.example> wrote:\n"
    )
    of_amazon(world, text + quoted)
    name = world.case().case
    with world.store.read() as tx:
        (line,) = [x.text for x in tx.journal.of_case(name) if x.text.startswith("Amazon writes: ")]
    assert len(line) < 700
    assert "We asked the complainant" not in line


def test_the_contact_log_tells_of_answers_of_the_complainant_alone_and_to_which_letter_they_came() -> None:
    world = World(attempts=2)
    world.receive(signed(notice(date=START)))
    world.sleep(WEEK)
    second = world.arrived(COMPLAINANT)[-1]
    world.receive(answer(second, date=world.clock.now(), text="Blue, on Thursdays."))
    name = world.case().case
    decisions.decide(world.context, name, Outcome.REASON_UNKNOWN, "", Extra())
    world.once()
    (asked,) = [m for m in world.arrived(AMAZON) if m["To"] == AMAZON]
    log = [line for line in asked.get_content().splitlines() if "letter, to" in line or "reminder, to" in line]
    assert [line.rpartition(": ")[2] for line in log] == ["no answer", "answered"], asked.get_content()

    world = appealed()
    of_amazon(world, f"Hello. {ASKS}.")
    assert world.case().reason is Reason.AMAZON_ANSWERED
    more = Extra(slots={"meanwhile": "we have closed the offer"})
    decisions.decide(world.context, world.case().case, Outcome.REASON_UNKNOWN, "", more)
    world.once()
    again = [m for m in world.arrived(AMAZON) if m["To"] == AMAZON][-1].get_content()
    assert "no answer" in again
    assert "answered" not in again
