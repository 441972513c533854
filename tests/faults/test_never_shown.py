"""A server that lists a message and never shows it: the cursor does not pass it, and somebody learns of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tests.faults.line import Withholding, withheld
from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import BOSS, World

from noticed.ports import InboxStatus, Summary
from noticed.service import setaside, status

MINUTE = timedelta(minutes=1)


class Hiding(Withholding):
    """All of it."""

    def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
        return tuple(x for x in self.session.summaries(uids) if x.uid != self.uid)


def hide_a_notice(world: World) -> None:
    """A notice that is listed and not shown until ``world.context`` is the old one again."""
    withheld(world, Hiding, signed(notice(date=world.clock.now())))


def test_it_is_read_when_it_is_shown_and_nothing_leaves_while_it_is_waited_for() -> None:
    world = World()
    shown = world.context
    hide_a_notice(world)
    for _ in range(10):
        world.sleep(MINUTE)
    assert world.cases() == ()
    bad = [line.text for line in status.look(world.context, timedelta(days=1)).lines if not line.ok]
    assert any("lists a message that it does not show" in text for text in bad)
    world.context = shown
    world.sleep(6 * MINUTE)
    assert len(world.arrived(COMPLAINANT)) == 1
    assert status.look(world.context, timedelta(days=1)).healthy


def test_what_is_never_shown_waits_for_a_person_and_hides_no_other_notice() -> None:
    world = World()
    hide_a_notice(world)
    other = "ip@other.example"
    raw = notice(date=world.clock.now(), complaint="10987654399", asins=("B0C7654321",), complainant=other)
    world.server.deliver(world.seller, signed(raw))
    world.once()
    assert [case.complainant_emails for case in world.cases()] == [(other,)], "read at once"
    for _ in range(40):
        world.sleep(MINUTE)
    assert len(world.arrived(other)) == 1
    with world.store.read() as tx:
        (held,) = tx.inbox.with_status(InboxStatus.HELD)
    assert held.error == "the server lists it and shows nothing of it"
    (alarm,) = [m for m in world.arrived(BOSS) if "was set aside" in m["Subject"]]
    assert "shows nothing of it" in alarm.get_content()
    assert status.look(world.context, timedelta(days=1)).healthy
    assert len(world.arrived(COMPLAINANT)) == 0


def test_in_an_old_mailbox_it_hides_no_other_either() -> None:
    world = World()
    mail = world.context.mail("acme")
    uid = world.server.deliver(world.seller, signed(notice(date=world.clock.now())), "Junk")
    world.server.deliver(world.seller, signed(notice(date=world.clock.now(), complaint="10987654399")), "Junk")
    world.server.set_uidvalidity(world.seller, "Junk")
    world.context = replace(world.context, mail=lambda _: Hiding(mail, uid))
    for _ in range(40):
        world.sleep(MINUTE)
    with world.store.read() as tx:
        assert len(tx.inbox.with_status(InboxStatus.HELD)) == 1
    assert [case.complaint_ids for case in world.cases()] == [("10987654399",)]


def test_it_hides_no_other_mailbox() -> None:
    world = World()
    hide_a_notice(world)
    other = "ip@other.example"
    raw = notice(date=world.clock.now(), complaint="10987654399", asins=("B0C7654321",), complainant=other)
    world.server.deliver(world.seller, signed(raw), "Junk")
    world.once()
    assert [case.complainant_emails for case in world.cases()] == [(other,)], "read at once"
    assert world.arrived(other) == [], "an answer may be in what is not shown"


def test_what_waits_for_a_person_is_read_when_it_is_shown_after_all() -> None:
    world = World()
    shown = world.context
    hide_a_notice(world)
    for _ in range(40):
        world.sleep(MINUTE)
    assert world.cases() == ()
    world.context = shown
    world.sleep(MINUTE)
    assert len(world.arrived(COMPLAINANT)) == 1
    with world.store.read() as tx:
        assert tx.inbox.with_status(InboxStatus.HELD) == ()
    world.server.set_uidvalidity(world.seller)
    world.sleep(MINUTE)
    assert len(world.arrived(COMPLAINANT)) == 1


def test_what_the_operator_opened_meanwhile_is_not_opened_again() -> None:
    world = World()
    raw = signed(notice(date=world.clock.now()))
    shown = world.context
    withheld(world, Hiding, raw)
    for _ in range(40):
        world.sleep(MINUTE)
    setaside.open_file(world.context, "acme", raw, {})
    world.context = shown
    world.sleep(MINUTE)
    assert len(world.cases()) == len(world.arrived(COMPLAINANT)) == 1
    with world.store.read() as tx:
        assert tx.inbox.with_status(InboxStatus.HELD) == ()


def test_a_server_that_shows_nothing_at_first_hides_no_notice_for_ever() -> None:
    """The first look at a mailbox: what is found there is read when the server shows it."""
    world = World()
    mail = world.context.mail("acme")
    uids = [
        world.server.deliver(world.seller, signed(notice(date=world.clock.now(), complaint=f"1098765432{n}")), "Junk")
        for n in range(3)
    ]
    world.server.set_uidvalidity(world.seller, "Junk")
    shown = world.context

    first, second, third = uids
    hiding = Hiding(Hiding(Hiding(mail, first), second), third)
    world.context = replace(world.context, mail=lambda _: hiding)
    for _ in range(40):
        world.sleep(MINUTE)
    assert world.cases() == ()
    world.context = shown
    world.sleep(MINUTE)
    (case,) = world.cases()
    assert len(case.complaint_ids) == 3


def test_messages_that_are_refused_one_like_the_other_are_each_read_when_they_are_shown() -> None:
    class Refusing(Withholding):
        """Sizes without a header, and no bodies: what a server's NO leaves."""

        def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
            return tuple(replace(x, size=0, header=b"") for x in self.session.summaries(uids))

        def body(self, summary: Summary, limit: int) -> bytes | None:
            return None

    world = World()
    shown = world.context
    first = withheld(world, Refusing, signed(notice(date=world.clock.now())))
    other = notice(
        date=world.clock.now(), complaint="10987654399", asins=("B0C7654321",), complainant="ip@other.example"
    )
    second = world.server.deliver(world.seller, signed(other))
    for _ in range(40):
        world.sleep(MINUTE)
    with world.store.read() as tx:
        assert {first, second} <= {row.uid for row in tx.inbox.with_status(InboxStatus.HELD)}
    world.context = shown
    world.once()
    assert len(world.cases()) == 2


def test_a_message_that_is_all_header_is_read_when_it_is_shown_after_all() -> None:
    class Bodiless(Withholding):
        """Its header is shown, and no body."""

        def body(self, summary: Summary, limit: int) -> bytes | None:
            return None if summary.uid == self.uid else self.session.body(summary, limit)

    world = World()
    shown = world.context
    raw = signed(notice(date=world.clock.now())).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    withheld(world, Bodiless, raw)
    for _ in range(40):
        world.sleep(MINUTE)
    world.context = shown
    world.once()
    with world.store.read() as tx:
        assert tx.inbox.counts().get(InboxStatus.DROPPED, 0) == 0
