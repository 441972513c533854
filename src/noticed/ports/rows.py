"""The rows of the store as values. All times are aware and in UTC."""

from datetime import date, datetime
from enum import StrEnum

from noticed.core.case.exhibits import ExhibitKind
from noticed.core.case.model import LetterKind
from noticed.core.mail.model import File
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


class LetterStatus(StrEnum):
    """Contract of ``letters --json``."""

    WRITTEN = "written"
    HELD = "held"
    QUEUED = "queued"
    SUBMITTING = "submitting"
    IN_DOUBT = "in_doubt"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    CANCELLED = "cancelled"


UNSENT = frozenset({LetterStatus.WRITTEN, LetterStatus.HELD, LetterStatus.QUEUED})
"""Statuses that *cancel* turns into ``cancelled``."""


class Phase(StrEnum):
    """How far the SMTP dialogue of a letter got; committed before each step."""

    NONE = "none"
    ENVELOPE = "envelope"
    DATA = "data"


class Delivery(Value):
    """What the server said to one recipient of a letter."""

    address: str
    code: int
    text: str


class Letter(Value):
    """One row of the outbox."""

    letter: str
    """N-7K3F.1, A-… for alerts, D-… for digests."""
    account: str
    case: str | None = None
    kind: LetterKind
    step: int | None = None
    """Index in the cadence."""
    status: LetterStatus
    phase: Phase = Phase.NONE
    hold_reason: str | None = None
    """Why it waits for a person."""
    approved: bool = False
    sender: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str
    body: str
    html: str | None = None
    files: tuple[File, ...] = ()
    message_id: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    raw: bytes | None = None
    """Frozen at release: all attempts have these bytes."""
    created_at: datetime
    due_at: datetime | None = None
    """Not before this time."""
    retry_at: datetime | None = None
    tries: int = 0
    """SMTP dialogues begun."""
    owner: str | None = None
    """Which process is submitting it."""
    started_at: datetime | None = None
    """When the last dialogue began."""
    submitted_at: datetime | None = None
    answer: str | None = None
    """What the server said last, or how a doubt was settled."""
    deliveries: tuple[Delivery, ...] = ()
    copied_at: datetime | None = None
    """When our own copy of it arrived."""
    reworded: str | None = None
    """Where a person changed its words: a digest of those the program had written."""
    copy_id: str | None = None
    """The Message-ID its copy bears, where the provider put its own in the place of ours."""

    @property
    def known_as(self) -> str:
        """The Message-ID others know it by."""
        return self.copy_id or self.message_id

    @property
    def recipients(self) -> tuple[str, ...]:
        """Required recipients of the envelope; our own copy comes beside them."""
        return tuple(dict.fromkeys((*self.to, *self.cc)))


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


class JournalLine(Value):
    """One line of the append-only trail."""

    id: int = 0
    at: datetime
    account: str | None = None
    case: str | None = None
    event: str
    """Name of the event, e.g. notice_complete, letter_submitted, approved."""
    text: str
    """One sentence for a person: the rule and its inputs."""
    facts: dict[str, object] | None = None


class Suppressed(Value):
    """An address nothing is sent to any more."""

    account: str
    digest: str = ""
    """Keyed hash by which it is known; made by the store."""
    address: str | None
    """Lower case; None: forgotten, and still not written to."""
    why: str
    since: datetime
    message: str | None = None
    """By which message: the number of a row of the inbox, or None by the operator's word."""


class Exhibit(Value):
    """One file of a case's evidence, kept as it came."""

    id: int = 0
    case: str
    name: str
    """Known by it within its case, in any spelling; the names of removed ones stay taken."""
    kind: ExhibitKind
    content_type: str
    """By its first octets."""
    size: int
    sha256: str
    dated: date | None = None
    """The day it bears."""
    expires: date | None = None
    """The last day it holds, where somebody said so."""
    source: str
    """Where it came from: "command", "desk", or "mail" and the number of a row of the inbox."""
    added_at: datetime
    removed_at: datetime | None = None
    """Since when it goes with no letter any more."""
    removed_why: str | None = None
    content: bytes = b""
    """Empty where it was not asked for, or was removed with its case."""
