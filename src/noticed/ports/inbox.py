"""What came: how far each mailbox was read, the ledger of what was passed, and the messages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from noticed.core.values import Value


class Cursor(Value):
    """How far one mailbox of an account has been read."""

    account: str
    mailbox: str
    uidvalidity: int | None = None
    last_uid: int = 0
    """Every UID up to this one is covered by a row."""
    first_look_done: bool = False
    polled_at: datetime | None = None
    """End of the last complete poll."""
    error: str | None = None
    """Why the last poll failed, else None."""
    errors: int = 0
    """Failed polls in a row."""
    retry_at: datetime | None = None
    """Not before this time, after an error."""


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


class InboxStatus(StrEnum):
    """Where a received message stands."""

    NEW = "new"
    DONE = "done"
    QUARANTINED = "quarantined"
    """Not believed."""
    HELD = "held"
    """A notice that waits for a person, or mail of a case that could not be placed."""
    SHUNTED = "shunted"
    """Failed three times."""
    DROPPED = "dropped"


class InboxRow(Value):
    """One received message."""

    id: int = 0
    account: str
    mailbox: str
    uidvalidity: int
    uid: int
    raw: bytes
    sha256: str
    """Of ``raw``: the identity of a message within an account."""
    size: int
    """RFC822.SIZE; larger than len(raw) when only the header was kept."""
    received_at: datetime
    """INTERNALDATE."""
    fetched_at: datetime
    first_look: bool = False
    """Found by the first look at an old mailbox."""
    status: InboxStatus = InboxStatus.NEW
    attempts: int = 0
    """Times triage began."""
    retry_at: datetime | None = None
    error: str | None = None
    """Traceback or reason."""
    category: str | None = None
    case: str | None = None
    message_id: str | None = None
    signature: str | None = None
    """Hash of the DKIM signature that verified."""
    evidence: dict[str, object] | None = None
    """What the decision rests on: assessment, keys, rule."""


class Inbox(Protocol):
    """Received messages."""

    def add(self, row: InboxRow) -> int | None:
        """Insert, with its ledger row; the new id, or None when the account has these bytes already
        (then only the ledger learns the place). A place that has a row already is left as it is."""

    def get(self, row_id: int, *, whole: bool = True) -> InboxRow | None:
        """The row; without its bytes where not ``whole``, as they may be many."""

    def is_new(self, row_id: int) -> bool:
        """Whether nobody has settled the row; False where there is none."""

    def find(self, account: str, sha256: str) -> InboxRow | None:
        """The account's message of these bytes; without the bytes."""

    def due(self, now: datetime, accounts: Collection[str] | None = None) -> tuple[int, ...]:
        """Ids of ``new`` rows of these accounts whose ``retry_at`` has come, oldest first; None: of all accounts."""

    def take(self, ids: Sequence[int], now: datetime, until: datetime) -> InboxRow | None:
        """The first of these rows that is ``due``, its try counted; to all others it is not due ``until`` then."""

    def save(self, row: InboxRow) -> None:
        """Update everything but the bytes and the place."""

    def shown(self, row: InboxRow) -> None:
        """The bytes of a message of which the row of this id had only the place: it is as new. Where the account has
        them already, the row waits for nothing any more."""

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
