"""What the operator was told at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from noticed.core.values import Value


class Alarm(Value):
    """One alert: what it was about, the mail it stands in, and whether the second channel has it."""

    alert: str
    """A-…: a digest of its cause."""
    at: datetime
    kind: str
    """An event's name, or a word of the catalogue's table push."""
    case: str | None = None
    letter: str | None = None
    """The letter of the outbox in which it is told; None where nobody is written to."""
    pushed_at: datetime | None = None
    """When a second channel took it."""


class Alerts(Protocol):
    """What the operator was told at once."""

    def get(self, alert: str) -> Alarm | None: ...

    def add(self, alarm: Alarm) -> None: ...

    def since(self, at: datetime) -> tuple[Alarm, ...]:
        """In the order they were raised."""

    def counts(self) -> dict[str, int]:
        """By kind, since the store was made."""

    def unpushed(self, since: datetime) -> tuple[Alarm, ...]:
        """Of these, those no second channel has taken."""

    def pushed_since(self, at: datetime) -> tuple[datetime, ...]:
        """When the second channel took something, ascending."""

    def pushed(self, alerts: Sequence[str], at: datetime) -> None:
        """The second channel has these."""
