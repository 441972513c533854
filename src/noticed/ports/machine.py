"""The machine around us: its clock, names nobody else has, DNS, and the service manager."""

from datetime import datetime
from typing import Protocol

from noticed.core.mail.model import Key
from noticed.core.values import Value


class Clock(Protocol):
    """Where every time comes from."""

    def now(self) -> datetime:
        """The time in UTC."""

    def kept(self) -> bool | None:
        """Whether a time server keeps it right, by the machine's word; None where the machine does not say."""


class Ids(Protocol):
    """Where every random name comes from."""

    def new(self) -> str:
        """A name nobody else has: 26 characters of base32."""


class Resolver(Protocol):
    """DNS, for what domains say of their mail."""

    def key(self, name: str) -> Key:
        """The TXT record of ``name``; never raises: what went wrong is the key's status."""

    def texts(self, name: str) -> tuple[str, ...] | None:
        """Every TXT record of ``name``, none where there is none; None where nobody answered. Never raises."""


class Notifier(Protocol):
    """Tells the service manager how we are (sd_notify); does nothing where there is none."""

    def ready(self) -> None: ...

    def alive(self, status: str) -> None: ...

    def stopping(self) -> None: ...


class Figure(Value):
    """One figure for a monitor."""

    name: str
    says: str
    """What it means."""
    value: float
    labels: tuple[tuple[str, str], ...] = ()
    counts: bool = False
    """Whether it only ever grows."""


class Channel(Protocol):
    """A second way to the operator, beside mail: a chat group, a phone."""

    def push(self, title: str, text: str) -> None:
        """Say it there. Raises ``Transient`` (later may help) or ``Permanent``; never with the channel's address."""

    def kind(self) -> str:
        """What it is ("wecombot"), without sending anything. Raises ``Permanent`` where it is not understood."""


class Feed(Protocol):
    """A calendar that the operator's programs subscribe to."""

    def put(self, content: bytes) -> bool:
        """Let it hold these bytes; False where it does already. Raises ``Permanent``."""


class Ping(Protocol):
    """Tells a watcher outside that all is well; who hears nothing raises the alarm."""

    def __call__(self) -> None:
        """Raises ``Transient`` or ``Permanent``; never with the watcher's address."""
