"""A line to the mailbox that keeps something of one message of the INBOX to itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Self

from tests.unit.service.world import World

from noticed.ports import Mail, MailSession


class Withholding:
    """A session, and the line it comes from; subclasses say what of the message with this UID is not shown."""

    def __init__(self, inner: Any, uid: int) -> None:
        self.inner, self.uid = inner, uid

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    @contextmanager
    def connect(self) -> Iterator[Self]:
        mail: Mail = self.inner
        with mail.connect() as session:
            yield type(self)(session, self.uid)

    @property
    def session(self) -> MailSession:
        session: MailSession = self.inner
        return session


def withheld(world: World, kind: type[Withholding], raw: bytes) -> int:
    """Deliver a message of which something is kept back until ``world.context`` is the old one again; its UID."""
    uid = world.server.deliver(world.seller, raw)
    mail = world.context.mail("acme")
    world.context = replace(world.context, mail=lambda _: kind(mail, uid))
    return uid
