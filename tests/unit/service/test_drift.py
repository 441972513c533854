"""Amazon changes its wording: what reads like a notice and is not understood is never filed away."""

from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import pytest
from tests.mails import COMPLAINANT, SELLER, notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import Reason, State
from noticed.service import aged, digest, status

NEW_WORDING = (
    "Dear seller,\n\nYour offer below went out of our shop today. The brand below wrote in.\n\n"
    "ASIN: B0C1234567\nRights owner name: BrandCo S.r.l.\n\nYour Amazon team"
)
ORDINARY = {
    "an order": "Your order has shipped.\n\nOrder ID: 113-1234567-7654321\nASIN: B0C1234567\nQuantity: 2",
    "advertising": "Protect your trademark: enrol in Brand Registry. Rights owners find infringement faster with it.",
    "tax": "Please complete your tax interview.\n\nStore: Acme Home Goods\nType: W-8BEN\nDeadline: 30 days",
    "safety": "Please send a safety test report.\n\nASIN: B0C1234567\nType: Product safety\nCase ID: 1234567890",
    "a buyer's complaint": "A buyer complained.\n\nASIN: B0C1234567\nComplaint type: Item not as described\n"
    "Complaint ID: 10987654321\nOrder ID: 113-1234567-7654321",
    "price": "Your listing has a pricing error.\n\nASIN: B0C1234567\nReason: Price above the reference price",
}


def mail(text: str, subject: str = "About your offer", sender: str = "notice@amazon.com") -> bytes:
    """Mail as Amazon signs it."""
    message = EmailMessage()
    message["Date"] = format_datetime(START)
    message["From"] = f"Amazon <{sender}>"
    message["To"] = SELLER
    message["Message-ID"] = f"<{abs(hash(text))}@email.amazonses.com>"
    message["Subject"] = subject
    message.set_content(text)
    return signed(message.as_bytes())


def journal(world: World, event: str) -> list[Any]:
    name = world.case().case
    with world.store.read() as tx:
        return [line for line in tx.journal.of_case(name) if line.event == event]


def counts(world: World) -> tuple[tuple[str, int], ...]:
    with world.store.read() as tx:
        return aged.counted(tx)


def test_a_notice_in_words_nobody_knows_waits_for_the_operator() -> None:
    world = World()
    world.receive(mail(NEW_WORDING))
    assert (world.case().state, world.case().reason) == (State.WITH_OPERATOR, Reason.INCOMPLETE)
    assert world.case().asins == ("B0C1234567",)
    (line,) = journal(world, "notice_doubtful")
    assert "names a rights owner, but no kind is known" in line.text
    assert world.arrived(COMPLAINANT) == []


def test_it_is_counted_by_language_and_said_once_in_status_and_digest() -> None:
    world = World()
    assert "understood" not in digest.as_text(world.context)
    world.receive(mail(NEW_WORDING))
    assert counts(world) == (("en", 1),)
    said = "notices not wholly understood: en 1"
    assert digest.as_text(world.context).count(said) == 1
    lines = [line for line in status.look(world.context, max_age=START - START).lines if line.what == "dialects"]
    assert [(line.ok, said in line.text) for line in lines] == [(True, True)]


@pytest.mark.parametrize("what", ORDINARY)
def test_ordinary_mail_of_amazon_opens_nothing(what: str) -> None:
    world = World()
    world.receive(mail(ORDINARY[what], sender="seller-notification@amazon.com"))
    assert world.cases() == ()
    assert counts(world) == ()


def test_the_same_words_without_a_signature_open_nothing() -> None:
    world = World()
    unsigned = mail(NEW_WORDING).partition(b"\r\nFrom: ")[2]
    world.receive(b"From: " + unsigned)
    assert world.cases() == ()


def test_a_notice_not_understood_about_a_known_matter_is_a_note_and_an_alert() -> None:
    world = World()
    world.receive(signed(notice(date=START, complaint="")))
    before = world.case()
    world.receive(mail(NEW_WORDING))
    assert world.case().state is before.state
    assert len(journal(world, "notice_doubtful")) == 1
    with world.store.read() as tx:
        assert [x for x in tx.outbox.all() if "not understood" in x.subject]


def test_a_complaint_that_announces_an_id_and_gives_none_says_so_in_its_journal() -> None:
    world = World()
    raw = notice(date=START, complaint="see Account Health")
    world.receive(signed(raw))
    assert world.case().state is State.WITH_COMPLAINANT
    (line,) = journal(world, "notice_lacks")
    assert "a complaint id label without a number" in line.text
    assert counts(world) == (("en", 1),)


def test_what_a_notice_says_beside_its_complaint_stands_in_timeline_and_digest() -> None:
    world = World()
    text = (
        "We removed your listing because we received a report from a rights owner, who made a test buy.\n\n"
        "Order 114-5538201-9944723. See case 1:25-cv-01234 in the United States District Court.\n\n"
        "ASIN: B0C1234567\nInfringement type: Trademark\nComplaint ID: 10987654321\n"
    )
    world.receive(mail(text, subject="Notice: Policy Warning"))
    (line,) = journal(world, "notice_says")
    assert line.text == (
        "the notice says: there was a test buy; order number 114-5538201-9944723; court case 1:25-cv-01234; "
        "court named: United States District Court"
    )
    assert line.text in digest.as_text(world.context)
    assert "court case 1:25-cv-01234" in digest.as_html(world.context)
