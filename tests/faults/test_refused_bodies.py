"""A server that lists a message and refuses its text: tried again, then set aside and said; nothing passes unread."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from tests.faults.line import Withholding, withheld
from tests.mails import COMPLAINANT, SELLER, answer, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.ports import InboxStatus, Summary

MINUTE = timedelta(minutes=1)


class Refusing(Withholding):
    """All but its header."""

    def body(self, summary: Summary, limit: int) -> bytes | None:
        return None if summary.uid == self.uid else self.session.body(summary, limit)


def test_a_notice_that_is_refused_for_a_moment_is_read_afterwards() -> None:
    world = World()
    shown = world.context
    withheld(world, Refusing, signed(notice(date=START)))
    world.once()
    assert world.cases() == ()
    world.context = shown
    world.sleep(6 * MINUTE)
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_notice_that_is_refused_for_good_waits_for_a_person_and_hides_no_other() -> None:
    world = World()
    withheld(world, Refusing, signed(notice(date=START)))
    for _ in range(10):
        world.sleep(6 * MINUTE)
    world.receive(signed(notice(date=world.clock.now(), complaint="10987654322", complainant="ip@other.example")))
    with world.store.read() as tx:
        (held,) = tx.inbox.with_status(InboxStatus.HELD)
    assert "would not show" in (held.error or "")
    assert len(world.arrived("ip@other.example")) == 1
    assert any("a message was set aside" in m["Subject"] for m in world.arrived(BOSS))


def test_a_message_that_was_deleted_since_its_header_was_read_is_nothing() -> None:
    world = World()
    uid = withheld(world, Refusing, signed(notice(date=START)))
    world.once()
    world.server.remove(world.seller, uid)
    world.sleep(6 * MINUTE)
    with world.store.read() as tx:
        assert tx.inbox.with_status(InboxStatus.HELD) == ()
    assert world.cases() == ()


def test_what_nobody_could_read_waits_whoever_sent_it() -> None:
    world = World()
    withheld(world, Refusing, answer(None, date=START, sender="news@shop.example", text="Winter sale!"))
    for _ in range(5):
        world.sleep(6 * MINUTE)
    with world.store.read() as tx:
        assert len(tx.inbox.with_status(InboxStatus.HELD)) == 1, "nobody knows what it says"


def lawsuit(sender: str) -> bytes:
    """Served by a lawyer nobody knows, with the papers attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = sender, SELLER, format_datetime(START)
    message["Subject"], message["Message-ID"] = "Case 1:26-cv-04711", "<served@law.example>"
    message.set_content("To Acme Home Goods: you are served with the summons and a temporary restraining order.\n")
    message.add_attachment(b"%PDF-1.7\n" + bytes(300_000), maintype="application", subtype="pdf", filename="tro.pdf")
    return message.as_bytes()


def test_a_lawsuit_with_its_papers_attached_is_read_however_large_it_is() -> None:
    world = World()
    world.receive(lawsuit("clerk@law.example"))
    with world.store.read() as tx:
        (held,) = tx.inbox.with_status(InboxStatus.HELD)
    assert "court signs" in (held.error or "")
    assert any("court signs" in m["Subject"] for m in world.arrived(BOSS))


SENT_TO_MANY = b"Auto-Submitted: auto-generated\nPrecedence: bulk\n"


@pytest.mark.parametrize(
    "header", [SENT_TO_MANY, b"Auto-Submitted: auto-replied\n", b"List-Id: <service.law.example>\n"]
)
def test_a_lawsuit_that_a_machine_serves_on_many_stores_is_held_where_it_names_ours(header: bytes) -> None:
    world = World()
    world.receive(header + lawsuit("clerk@law.example"))
    with world.store.read() as tx:
        (held,) = tx.inbox.with_status(InboxStatus.HELD)
    assert "names your store" in (held.error or "")
    assert any("court signs" in m["Subject"] for m in world.arrived(BOSS))


def test_a_newsletter_about_other_people_s_lawsuits_is_left() -> None:
    world = World()
    world.receive(SENT_TO_MANY + lawsuit("news@law.example").replace(b"To Acme Home Goods: you are", b"Who is"))
    with world.store.read() as tx:
        assert tx.inbox.with_status(InboxStatus.HELD) == ()
    assert not any("court" in m["Subject"] for m in world.arrived(BOSS))


def test_a_large_mail_about_nothing_of_ours_is_looked_at_and_left() -> None:
    world = World()
    world.receive(lawsuit("shop@toys.example").replace(b"you are served with the summons", b"buy"))
    world.receive(answer(None, date=START, sender="news@shop.example", text="Winter sale! " * 20_000))
    with world.store.read() as tx:
        rows = [row for status in InboxStatus for row in tx.inbox.with_status(status) if row.size > 100_000]
    assert [row.status for row in rows] == [InboxStatus.HELD], "what names a restraining order, and nothing else"
