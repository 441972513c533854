"""What leaves: the letters, and to whom nothing leaves any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from noticed.core.case.model import LetterKind
from noticed.core.mail.model import File
from noticed.core.values import Value


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
    """How far the SMTP dialogue of a letter got; committed before each step. Of a letter that is in none: ``data``
    where its final dot was perhaps accepted once."""

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
    def at_rest(self) -> Phase:
        """The phase in which it goes back where its dialogue ended and nothing was accepted; by the letter as it was
        claimed."""
        return Phase.DATA if self.phase is Phase.DATA else Phase.NONE

    @property
    def recipients(self) -> tuple[str, ...]:
        """Required recipients of the envelope; our own copy comes beside them."""
        return tuple(dict.fromkeys((*self.to, *self.cc)))


class Due(Value):
    """A letter that may leave now."""

    letter: str
    account: str
    case: str | None
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
        """When the newest letter of this kind that was submitted was written; ``to``: to exactly these."""

    def submitted_since(self, at: datetime) -> tuple[Letter, ...]: ...

    def some(self) -> bool:
        """Whether there is any."""

    def due(self, now: datetime) -> tuple[Due, ...]:
        """``queued`` letters whose ``due_at`` and ``retry_at`` have come, oldest due first."""

    def claim(self, letter: Letter, owner: str, now: datetime) -> Letter | None:
        """``queued`` → ``submitting`` in phase ``envelope`` (``data`` where it was perhaps sent before), saved as it is
        given, its bytes frozen, tries + 1; None when another was faster."""

    def give_back(self, letter: Letter) -> Letter:
        """Undo ``claim`` where nothing of the letter was said: ``queued``, tries - 1; without its bytes where it had no
        try before, so that they are made of the facts there are when it leaves."""

    def open_dialogues(self) -> tuple[Letter, ...]:
        """``submitting`` and ``in_doubt`` letters."""

    def by_message_id(self, message_ids: Sequence[str]) -> tuple[Letter, ...]:
        """Letters that bear one of these, or whose copy does."""

    def copy_delays(self, account: str) -> tuple[timedelta, ...]:
        """How long after its dialogue began the copy of each of the last 200 letters arrived."""

    def sent_since(self, account: str, since: datetime) -> tuple[Letter, ...]:
        """Letters to others (no digests, no alerts) submitted, or perhaps submitted, since a time: for the limits."""

    def many_sent_since(self, account: str, since: datetime, many: int) -> bool:
        """Whether there are as ``many`` of these."""

    def begun_since(self, accounts: Sequence[str], since: datetime) -> tuple[datetime, ...]:
        """When letters of these accounts were given to the server since then, or perhaps were, digests and alerts
        too; ascending."""

    def recipients_until(self, account: str, at: datetime) -> frozenset[str]:
        """To whom letters (no digests, no alerts) were submitted, or perhaps submitted, before then."""

    def written_to(self, account: str, address: str) -> datetime | None:
        """When a letter was last submitted to this mailbox, or perhaps submitted, however its address was spelt; None:
        never."""

    def blank(self, letter: str) -> None:
        """Remove recipients, words, bytes and attachments; its name, kind, status and times stay."""

    def last_activity(self, account: str) -> datetime | None: ...

    def senders(self, account: str) -> frozenset[str]:
        """From which addresses the account has written, digests and alerts too."""


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


class Suppressions(Protocol):
    """Addresses nothing is sent to any more, per account; however they are spelt (``recipients.mailbox_of``)."""

    def get(self, account: str, address: str) -> Suppressed | None: ...

    def add(self, row: Suppressed, *, spelling: bool = False) -> bool:
        """False where it is suppressed already: the first reason stays. ``spelling``: as it is spelt, and no other."""

    def drop(self, account: str, address: str) -> bool:
        """It may be written to again, and its bounces are forgiven; False where it was not suppressed."""

    def all(self) -> tuple[Suppressed, ...]:
        """Oldest first."""

    def bounced(self, account: str, address: str, letter: str) -> int:
        """Note that ``letter`` came back for good; how many different ones have, this one counted."""

    def forget(self, address: str) -> bool:
        """Keep only the hash, in every account; False where none knows it."""
