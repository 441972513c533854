"""What the services need from the outside, as protocols, and the rows that pass through them.

Adapters raise ``Transient`` (trying again later may help) or ``Permanent`` (it will not); every other
exception is a bug and is shunted with its traceback. All times are aware and in UTC.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from noticed.core.case.model import Case, LetterKind, State
from noticed.core.mail.model import File, Key
from noticed.core.values import Value


class Transient(Exception):
    """It did not work now; later it may. ``str()`` is one line for the operator, free of secrets."""


class Permanent(Exception):
    """It will not work until somebody changes something. ``str()`` names what, and the cure."""


class Refused(Exception):
    """A command that cannot be done as asked: one line why. Nothing was changed (exit status 1)."""


# --------------------------------------------------------------------------------------------- clock, ids


class Clock(Protocol):
    """Where every time comes from."""

    def now(self) -> datetime:
        """The time in UTC."""


class Ids(Protocol):
    """Where every random name comes from."""

    def new(self) -> str:
        """A name nobody else has: 26 characters of base32."""


# ------------------------------------------------------------------------------------------------- mailbox


class MailboxState(Value):
    """Answer to EXAMINE (RFC 9051 section 6.3.3)."""

    uidvalidity: int
    uid_next: int
    exists: int


class Summary(Value):
    """What is known of a message before its body is fetched."""

    uid: int
    size: int
    """RFC822.SIZE in octets."""
    received_at: datetime
    """INTERNALDATE."""
    header: bytes
    """The header block as it stands on the server, at most 256 kB."""


class Folder(Value):
    """A mailbox name as the server lists it."""

    name: str
    special_use: str | None = None
    """Sent, Junk, All, Drafts, Trash, Archive (RFC 6154), without the backslash."""


class Search(Value):
    """What a first look asks the server for: messages since a day with one of these senders or subject words."""

    since: datetime
    senders: tuple[str, ...]
    subjects: tuple[str, ...]


class MailSession(Protocol):
    """One read-only connection to an account's IMAP server. Not thread-safe.

    Every method raises ``Transient`` when the connection broke or stalled, ``Permanent`` when the server
    refuses for good. Nothing is flagged, moved or deleted (EXAMINE and BODY.PEEK only).
    """

    def folders(self) -> tuple[Folder, ...]: ...

    def examine(self, mailbox: str) -> MailboxState: ...

    def uids_after(self, uid: int) -> tuple[int, ...]:
        """UIDs greater than ``uid`` in the examined mailbox, ascending."""

    def search(self, search: Search) -> tuple[int, ...]:
        """UIDs of the examined mailbox that match, ascending."""

    def find(self, since: datetime, texts: Sequence[str]) -> tuple[int, ...]:
        """UIDs since a day whose Message-ID, X-Noticed-Letter or Subject contains one of ``texts``."""

    def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
        """Summaries of those that still exist, ascending."""

    def body(self, summary: Summary, limit: int) -> bytes | None:
        """The whole message in chunks, or None when it is larger than ``limit`` octets or gone."""

    def wait(self, seconds: float) -> bool:
        """IDLE on the examined mailbox: True as soon as it changed, False after ``seconds`` (RFC 2177).

        Where the server has no IDLE it sleeps.
        """

    def close(self) -> None: ...


class Mail(Protocol):
    """An account's IMAP server."""

    def connect(self) -> AbstractContextManager[MailSession]:
        """Log in. Raises ``Permanent`` for refused credentials, ``Transient`` for anything on the way."""


# ---------------------------------------------------------------------------------------------- submission


class Answer(Value):
    """A complete SMTP reply (RFC 5321 section 4.2)."""

    code: int
    text: str

    @property
    def accepted(self) -> bool:
        return 200 <= self.code < 300


class InDoubt(Exception):
    """The final dot was sent and no complete reply came back: perhaps accepted, perhaps not (RFC 1047)."""


class Submitting(Protocol):
    """One SMTP connection, driven step by step so that the caller knows the phase."""

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        """MAIL FROM and every RCPT TO; the answers in the order of ``recipients``.

        Raises ``Transient`` or ``Permanent`` where MAIL FROM is refused or the connection breaks:
        nothing was accepted then.
        """

    def data(self, raw: bytes) -> Answer:
        """DATA, the message and the final dot; the complete answer to the dot.

        Raises ``Transient`` or ``Permanent`` when it ended before the final dot was written, ``InDoubt`` after.
        """

    def reset(self) -> None:
        """RSET; errors are ignored."""


class Submission(Protocol):
    """An account's submission server."""

    def connect(self) -> AbstractContextManager[Submitting]:
        """EHLO, TLS and login; leaving the context says QUIT and never raises because of it."""


class Refusal(Transient):
    """A complete SMTP reply that refused; ``answer`` says how."""

    def __init__(self, verb: str, answer: Answer) -> None:
        super().__init__(f"{verb}: {answer.code} {answer.text}")
        self.verb = verb
        self.answer = answer


# ------------------------------------------------------------------------------------- resolver, notifier


class Resolver(Protocol):
    """DNS, for DKIM keys only."""

    def key(self, name: str) -> Key:
        """The TXT record of ``name``; never raises: what went wrong is the key's status."""


class Notifier(Protocol):
    """Tells the service manager how we are (sd_notify); does nothing where there is none."""

    def ready(self) -> None: ...

    def alive(self, status: str) -> None: ...

    def stopping(self) -> None: ...


# ------------------------------------------------------------------------------------------------- rows


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

    @property
    def recipients(self) -> tuple[str, ...]:
        """Required recipients of the envelope; our own copy comes beside them."""
        return tuple(dict.fromkeys((*self.to, *self.cc)))


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


# ------------------------------------------------------------------------------------------------- store


class Mailboxes(Protocol):
    """Cursors and the ledger of what they passed."""

    def get(self, account: str, mailbox: str) -> Cursor | None: ...

    def all(self) -> tuple[Cursor, ...]: ...

    def save(self, cursor: Cursor) -> None: ...

    def cover(self, cursor: Cursor, first_uid: int, last_uid: int, count: int) -> None:
        """One ledger row: ``count`` irrelevant messages among the UIDs first..last of this UIDVALIDITY."""

    def covered(self, account: str, mailbox: str, uidvalidity: int) -> tuple[tuple[int, int], ...]:
        """UID ranges that have a row (relevant ones as single UIDs), ascending."""


class Inbox(Protocol):
    """Received messages."""

    def add(self, row: InboxRow) -> int | None:
        """Insert, with its ledger row; the new id, or None when the account has these bytes already
        (then only the ledger learns the place). A place that has a row already is left as it is."""

    def get(self, row_id: int) -> InboxRow | None: ...

    def due(self, now: datetime) -> tuple[int, ...]:
        """Ids of ``new`` rows whose ``retry_at`` has come, oldest first."""

    def save(self, row: InboxRow) -> None:
        """Update everything but the bytes and the place."""

    def with_status(self, status: InboxStatus) -> tuple[InboxRow, ...]:
        """Oldest first, bytes included."""

    def of_case(self, case: str) -> tuple[InboxRow, ...]: ...

    def signature_seen(self, account: str, signature: str, but: int) -> bool:
        """Whether another row than ``but`` carries this signature."""

    def latest(self, account: str) -> datetime | None:
        """When the newest message was received."""


class Cases(Protocol):
    """Cases with their complaints and ASINs."""

    def get(self, case: str) -> Case | None: ...

    def add(self, case: Case) -> None: ...

    def save(self, case: Case) -> None: ...

    def all(self, state: State | None = None, account: str | None = None) -> tuple[Case, ...]:
        """Oldest first."""

    def due(self, now: datetime) -> tuple[str, ...]:
        """References of cases that are not closed and whose ``wake_at`` has come."""

    def by_complaint_id(self, account: str, complaint_id: str) -> tuple[Case, ...]: ...

    def by_asin(self, account: str, asin: str) -> tuple[Case, ...]: ...

    def by_complainant(self, account: str, addresses: Sequence[str], domains: Sequence[str]) -> tuple[Case, ...]:
        """Cases that share one of these addresses, or whose complainant is at one of these domains; newest first."""


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

    def due(self, now: datetime) -> tuple[str, ...]:
        """``queued`` letters whose ``due_at`` and ``retry_at`` have come, oldest due first."""

    def claim(self, letter: str, owner: str, now: datetime) -> bool:
        """``queued`` → ``submitting`` by conditional update, tries + 1; False when another was faster."""

    def open_dialogues(self) -> tuple[Letter, ...]:
        """``submitting`` and ``in_doubt`` letters."""

    def by_message_id(self, message_ids: Sequence[str]) -> tuple[Letter, ...]: ...

    def sent_since(self, account: str, since: datetime) -> tuple[Letter, ...]:
        """Letters to others (no digests, no alerts) submitted, or perhaps submitted, since a time: for the limits."""

    def written_to(self, account: str, address: str) -> datetime | None:
        """When a letter was last submitted to this address, or None."""

    def last_activity(self, account: str) -> datetime | None: ...


class Journal(Protocol):
    """The trail."""

    def add(self, line: JournalLine) -> None: ...

    def of_case(self, case: str) -> tuple[JournalLine, ...]: ...

    def since(self, at: datetime) -> tuple[JournalLine, ...]: ...


class Facts(Protocol):
    """Single values of the installation: paused, simulated, live_since, last_time, digest_sent:DATE …"""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str | None) -> None: ...

    def all(self) -> dict[str, str]: ...


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

    def close(self) -> None: ...


MakeMail = Callable[[str], Mail]
"""The IMAP server of an account, by its name."""

MakeSubmission = Callable[[str], Submission]
"""The submission server of an account, by its name."""
