"""A server that lists a message and never shows it: the cursor does not pass it, and somebody learns of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import BOSS, World

from noticed.ports import Mail, MailSession, Summary
from noticed.service import status

MINUTE = timedelta(minutes=1)


class Hiding:
    """A session, and the line it comes from, that keeps one message of the INBOX to itself."""

    def __init__(self, inner: Any, uid: int) -> None:
        self._inner, self._uid = inner, uid

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @contextmanager
    def connect(self) -> Iterator[MailSession]:
        mail: Mail = self._inner
        with mail.connect() as session:
            yield Hiding(session, self._uid)

    def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
        session: MailSession = self._inner
        return tuple(x for x in session.summaries(uids) if x.uid != self._uid)


def test_a_message_that_is_listed_and_never_shown_is_an_alarm_and_is_read_once_it_is_shown() -> None:
    world = World()
    shown = world.context
    uid = world.server.deliver(world.seller, signed(notice(date=world.clock.now())))
    mail = shown.mail("acme")
    world.context = replace(shown, mail=lambda _: Hiding(mail, uid))
    for _ in range(40):
        world.sleep(MINUTE)
    with world.store.read() as tx:
        cursor = tx.mailboxes.get("acme", "INBOX")
    assert cursor
    assert cursor.last_uid < uid
    assert world.cases() == ()
    bad = [line.text for line in status.look(world.context, timedelta(days=1)).lines if not line.ok]
    assert any("lists a message that it does not show" in text for text in bad)
    (alarm,) = [m for m in world.arrived(BOSS) if "imap does not work" in m["Subject"]]
    assert "lists a message that it does not show" in alarm.get_content()
    world.context = shown
    world.sleep(6 * MINUTE)
    assert len(world.arrived(COMPLAINANT)) == 1
    assert status.look(world.context, timedelta(days=1)).healthy
