"""A mailbox of the settings that is renamed or deleted: notices may lie where nobody looks, so it is said."""

from dataclasses import replace
from datetime import timedelta

from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import START, World

from noticed.service import digest, status

MINUTE = timedelta(minutes=1)


def bad(world: World) -> list[str]:
    return [line.what for line in status.look(world.context, timedelta(minutes=5)).lines if not line.ok]


def test_a_mailbox_of_the_settings_that_is_gone_is_told_until_it_is_there_again() -> None:
    world = World()
    acme = world.context.accounts["acme"]
    watching = replace(acme, mailboxes=("INBOX", "Junk", "Notices"), junk=("Junk",))
    world.context = replace(world.context, accounts={"acme": watching})
    world.server.deliver(world.seller, b"Subject: hello\r\n\r\n", mailbox="Notices")
    world.once()
    assert bad(world) == []
    boxes = world.server.mailboxes(world.seller)
    boxes["Amazon"] = boxes.pop("Notices")  # type: ignore[index, attr-defined]
    world.server.deliver(world.seller, signed(notice(date=START)), mailbox="Amazon")
    for _ in range(3):
        world.sleep(MINUTE)
    assert bad(world) == ["acme Notices"]
    assert "Notices" in digest.as_text(world.context)
    boxes["Notices"] = boxes.pop("Amazon")  # type: ignore[index, attr-defined]
    world.sleep(MINUTE)
    assert bad(world) == []
    assert len(world.arrived(COMPLAINANT)) == 1


def test_a_mailbox_for_junk_need_not_be_there() -> None:
    world = World()
    acme = world.context.accounts["acme"]
    watching = replace(acme, mailboxes=("INBOX", "Junk", "Spam", "垃圾邮件"), junk=("Junk", "Spam", "垃圾邮件"))
    world.context = replace(world.context, accounts={"acme": watching})
    world.sleep(MINUTE)
    assert bad(world) == []
