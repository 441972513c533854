"""The database: its tables behind one transaction."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from noticed.core.values import Value
from noticed.ports.alerts import Alerts
from noticed.ports.cases import Cases, Exhibits, Journal
from noticed.ports.inbox import Inbox, Mailboxes
from noticed.ports.outbox import Outbox, Suppressions


class Facts(Protocol):
    """Single values of the installation: paused, simulated, live_since, last_time, digest_sent:DATE …"""

    def get(self, name: str) -> str | None: ...

    def ahead(self, names: Sequence[str]) -> None:
        """Read these at once: ``get`` has them then, in this transaction."""

    def set(self, name: str, value: str | None) -> None: ...

    def all(self) -> dict[str, str]: ...

    def beginning(self, prefix: str) -> dict[str, str]:
        """Those whose names begin with ``prefix``."""


class Tx(Protocol):
    """One transaction: all of it happens or none of it."""

    @property
    def mailboxes(self) -> Mailboxes: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def suppressed(self) -> Suppressions: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def exhibits(self) -> Exhibits: ...

    def ahead(self, cases: Sequence[str], event: str) -> Sequence[str]:
        """Read the first of these cases, its letters and its lines of the journal about ``event`` at once; further ones
        with it where they will still be known when they are asked for. Which were read; none where the first is known.
        """

    def gather(self, cases: Sequence[str]) -> None:
        """Read letters, journal, messages (without bytes) and evidence (without files) of these cases at once.
        Of what was gathered before, letters alone are kept."""

    def rename(self, old: str, new: str) -> None:
        """What is of the account ``old`` is of ``new`` from now on, of which nothing is known but what was begun to be
        read; the journal stays as it was written. To be the last of its transaction."""


COPY_MARK = "copy_of"
"""The fact by which a backup, put back, says what it is: when it was made."""


MOVED = "moved"
"""The fact by which a store says that another one is the store now: since when, and where it is."""


class Copied(Value):
    """What a backup holds."""

    cases: int
    letters: int
    """Digests and alerts not counted."""
    size: int
    """Octets."""


class Outran(Value):
    """More letters left than a store knows of: it is an older copy, put back."""

    dialogues: int
    """How many were really begun."""
    at: datetime | None
    """When the last of them was; None where that is not known."""
    where: str
    """What says so, for a person."""


class Store(Protocol):
    """The database."""

    def write(self) -> AbstractContextManager[Tx]:
        """A write transaction (BEGIN IMMEDIATE): committed on leaving, rolled back on an exception.

        Raises ``Transient`` when the database stays locked, the disk is full or it cannot be reached.
        """

    def read(self) -> AbstractContextManager[Tx]:
        """A consistent view for reading."""

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """A lease that ends with its process: True when nobody else holds ``name`` (e.g. "submit:acme")."""

    def backup(self, file: str, *, replace: bool, at: datetime) -> Copied:
        """A sound copy of this moment in ``file``, with ``COPY_MARK``; whole or not at all.

        Raises ``Refused`` where the file exists (unless ``replace``), or the database has its own way.
        """

    def count(self, dialogues: int, at: datetime) -> None:
        """Note outside the tables, for good, that so many dialogues have been begun by ``at``: before the letter
        of the last one can leave. Raises ``Transient``."""

    def outran(self, dialogues: int) -> Outran | None:
        """What ``count`` noted, where that is more than the ``dialogues`` this store knows of; else None."""

    def scrub(self) -> bool:
        """Let what was removed be gone from the files too; False where others kept some of it open: it goes later."""

    def close(self) -> None: ...
