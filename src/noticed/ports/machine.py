"""The machine around us: its clock, names nobody else has, DNS, and the service manager."""

from datetime import datetime
from typing import Protocol

from noticed.core.mail.model import Key


class Clock(Protocol):
    """Where every time comes from."""

    def now(self) -> datetime:
        """The time in UTC."""


class Ids(Protocol):
    """Where every random name comes from."""

    def new(self) -> str:
        """A name nobody else has: 26 characters of base32."""


class Resolver(Protocol):
    """DNS, for DKIM keys only."""

    def key(self, name: str) -> Key:
        """The TXT record of ``name``; never raises: what went wrong is the key's status."""


class Notifier(Protocol):
    """Tells the service manager how we are (sd_notify); does nothing where there is none."""

    def ready(self) -> None: ...

    def alive(self, status: str) -> None: ...

    def stopping(self) -> None: ...
