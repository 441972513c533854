"""The database: repositories behind one transaction."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from noticed.core.case.model import Case, LetterKind, State
from noticed.core.journal import SealedLine
from noticed.core.values import Value
from noticed.ports.rows import (
    Alarm,
    Cursor,
    Exhibit,
    InboxRow,
    InboxStatus,
    JournalLine,
    Letter,
    LetterStatus,
    Suppressed,
)


class Mailboxes(Protocol):
    """Cursors and the ledger of what they passed."""

    def get(self, account: str, mailbox: str) -> Cursor | None: ...

    def all(self) -> tuple[Cursor, ...]: ...

    def save(self, cursor: Cursor) -> None: ...

    def seen(self, accounts: Mapping[str, datetime]) -> None:
        """All mailboxes of an account that were read before, and are in no trouble, had nothing new at that time."""

    def cover(self, cursor: Cursor, first_uid: int, last_uid: int, count: int) -> None:
        """One ledger row: ``count`` irrelevant messages among the UIDs first..last of this UIDVALIDITY."""

    def covered(self, account: str, mailbox: str, uidvalidity: int) -> tuple[tuple[int, int], ...]:
        """UID ranges that have a row (relevant ones as single UIDs), ascending."""


class Inbox(Protocol):
    """Received messages."""

    def add(self, row: InboxRow) -> int | None:
        """Insert, with its ledger row; the new id, or None when the account has these bytes already
        (then only the ledger learns the place). A place that has a row already is left as it is."""

    def get(self, row_id: int, *, whole: bool = True) -> InboxRow | None:
        """The row; without its bytes where not ``whole``, as they may be many."""

    def find(self, account: str, sha256: str) -> InboxRow | None:
        """The account's message of these bytes; without the bytes."""

    def due(self, now: datetime) -> tuple[int, ...]:
        """Ids of ``new`` rows whose ``retry_at`` has come, oldest first."""

    def save(self, row: InboxRow) -> None:
        """Update everything but the bytes and the place."""

    def blank(self, row_id: int) -> None:
        """Remove the bytes and what was read from them; the hashes and the place stay: it is never read again."""

    def without_case(self) -> tuple[int, ...]:
        """Messages of no case that have not been blanked."""

    def with_status(self, status: InboxStatus, *, octets: int = 256 * 1024) -> tuple[InboxRow, ...]:
        """Oldest first, each with so many of its first bytes; ``get`` has all of them. Strangers say how many rows
        there are, and how large: whoever only counts them asks for none."""

    def of_case(self, case: str, *, octets: int | None = None) -> tuple[InboxRow, ...]:
        """Oldest first, each with so many of its first bytes; None: with all of them, which may be gigabytes."""

    def counts(self) -> dict[str, int]:
        """Messages by status."""

    def signature_seen(self, account: str, signature: str, but: int) -> bool:
        """Whether another row than ``but`` carries this signature."""

    def latest(self, account: str) -> datetime | None:
        """When the newest message was received."""


class Opened(Value):
    """How many notices came to cases of one account in one marketplace; one where a case names none."""

    account: str
    marketplace: str | None
    notices: int


class Cases(Protocol):
    """Cases with their complaints and ASINs."""

    def get(self, case: str) -> Case | None: ...

    def add(self, case: Case) -> None: ...

    def save(self, case: Case) -> None: ...

    def all(self, state: State | None = None, account: str | None = None) -> tuple[Case, ...]:
        """Oldest first."""

    def counts(self) -> dict[str, int]:
        """Cases by state."""

    def open(self, account: str | None = None) -> tuple[Case, ...]:
        """Those that are not closed, oldest first."""

    def closed_since(self, at: datetime) -> tuple[Case, ...]:
        """Oldest first."""

    def opened_since(self, at: datetime) -> tuple[Opened, ...]:
        """How many notices cases opened since then are about, by account and marketplace."""

    def some(self) -> bool:
        """Whether there is any."""

    def writes_to(self, account: str, address: str, domains: Sequence[str] = ()) -> bool:
        """Whether a case of the account has this complainant, or one at one of these registrable domains."""

    def due(self, now: datetime) -> tuple[str, ...]:
        """References of cases that are not closed and whose ``wake_at`` has come."""

    def by_complaint_id(self, account: str, complaint_id: str) -> tuple[Case, ...]: ...

    def by_asin(self, account: str, asin: str) -> tuple[Case, ...]: ...

    def by_complainant(self, account: str, addresses: Sequence[str], domains: Sequence[str]) -> tuple[Case, ...]:
        """Cases that share one of these addresses, or whose complainant is at one of these domains; newest first."""


class Due(Value):
    """A letter that may leave now."""

    letter: str
    account: str
    kind: LetterKind
    since: datetime


class Outbox(Protocol):
    """Letters."""

    def get(self, letter: str) -> Letter | None: ...

    def add(self, letter: Letter) -> None:
        """Raises ``Refused`` when the letter exists."""

    def save(self, letter: Letter) -> None:
        """Update; the frozen bytes, once set, never change (raises ``ValueError``)."""

    def of_case(self, case: str) -> tuple[Letter, ...]:
        """In the order they were written."""

    def all(self, status: LetterStatus | None = None) -> tuple[Letter, ...]: ...

    def counts(self) -> dict[str, int]:
        """Letters by status; digests and alerts are no letters."""

    def latest(self, kind: LetterKind, to: tuple[str, ...] | None = None) -> datetime | None:
        """When the newest letter of this kind was written; ``to``: to exactly these."""

    def submitted_since(self, at: datetime) -> tuple[Letter, ...]: ...

    def some(self) -> bool:
        """Whether there is any."""

    def due(self, now: datetime) -> tuple[Due, ...]:
        """``queued`` letters whose ``due_at`` and ``retry_at`` have come, oldest due first."""

    def claim(self, letter: Letter, owner: str, now: datetime) -> Letter | None:
        """``queued`` → ``submitting`` in phase ``envelope``, saved as it is given, its bytes frozen, tries + 1; None
        when another was faster."""

    def open_dialogues(self) -> tuple[Letter, ...]:
        """``submitting`` and ``in_doubt`` letters."""

    def by_message_id(self, message_ids: Sequence[str]) -> tuple[Letter, ...]:
        """Letters that bear one of these, or whose copy does."""

    def copy_delays(self, account: str) -> tuple[timedelta, ...]:
        """How long after its dialogue began the copy of each of the last 200 letters arrived."""

    def sent_since(self, account: str, since: datetime) -> tuple[Letter, ...]:
        """Letters to others (no digests, no alerts) submitted, or perhaps submitted, since a time: for the limits."""

    def begun_since(self, accounts: Sequence[str], since: datetime) -> tuple[datetime, ...]:
        """When letters of these accounts were given to the server since then, or perhaps were, digests and alerts
        too; ascending."""

    def recipients_until(self, account: str, at: datetime) -> frozenset[str]:
        """To whom letters (no digests, no alerts) were submitted, or perhaps submitted, before then."""

    def written_to(self, account: str, address: str) -> datetime | None:
        """When a letter was last submitted to this address, or perhaps submitted; None: never."""

    def blank(self, letter: str) -> None:
        """Remove recipients, words, bytes and attachments; its name, kind, status and times stay."""

    def last_activity(self, account: str) -> datetime | None: ...


class Journal(Protocol):
    """The trail."""

    def add(self, line: JournalLine) -> None: ...

    def of_case(self, case: str, event: str | None = None) -> tuple[JournalLine, ...]:
        """In the order they were written; of one kind of event alone."""

    def since(self, at: datetime) -> tuple[JournalLine, ...]: ...

    def sealed(self, case: str) -> tuple[SealedLine, ...]:
        """The chain of a case, in the order it was written."""

    def blank(self, case: str) -> None:
        """Remove the words of all its lines; time, event, facts and seals stay."""

    def blank_mentions(self, word: str) -> int:
        """The same for lines of no case in which ``word`` stands, in any case of its letters; how many."""


class Facts(Protocol):
    """Single values of the installation: paused, simulated, live_since, last_time, digest_sent:DATE …"""

    def get(self, name: str) -> str | None: ...

    def ahead(self, names: Sequence[str]) -> None:
        """Read these at once: ``get`` has them then, in this transaction."""

    def set(self, name: str, value: str | None) -> None: ...

    def all(self) -> dict[str, str]: ...

    def beginning(self, prefix: str) -> dict[str, str]:
        """Those whose names begin with ``prefix``."""


class Suppressions(Protocol):
    """Addresses nothing is sent to any more, per account; whatever the case of their letters."""

    def get(self, account: str, address: str) -> Suppressed | None: ...

    def add(self, row: Suppressed) -> bool:
        """False where it is suppressed already: the first reason stays."""

    def drop(self, account: str, address: str) -> bool:
        """It may be written to again, and its bounces are forgiven; False where it was not suppressed."""

    def all(self) -> tuple[Suppressed, ...]:
        """Oldest first."""

    def bounced(self, account: str, address: str, letter: str) -> int:
        """Note that ``letter`` came back for good; how many different ones have, this one counted."""

    def forget(self, address: str) -> bool:
        """Keep only the hash, in every account; False where none knows it."""


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


class Exhibits(Protocol):
    """The evidence of cases: what was added stays, until its case is removed."""

    def add(self, exhibit: Exhibit) -> None: ...

    def save(self, exhibit: Exhibit) -> None:
        """Update everything but the file and its hash."""

    def of_case(self, case: str, *, whole: bool = False) -> tuple[Exhibit, ...]:
        """Removed ones too, in the order they were added; with their files where ``whole``."""

    def blank(self, case: str) -> None:
        """Remove files, names and words of all of them; kinds, times and hashes stay."""


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
