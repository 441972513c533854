"""The cases, and what is kept of each: its evidence and its trail."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from noticed.core.case.exhibits import ExhibitKind
from noticed.core.case.model import Case, State
from noticed.core.journal import SealedLine
from noticed.core.values import Value


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


class Exhibits(Protocol):
    """The evidence of cases: what was added stays, until its case is removed."""

    def add(self, exhibit: Exhibit) -> None: ...

    def save(self, exhibit: Exhibit) -> None:
        """Update everything but the file and its hash."""

    def of_case(self, case: str, *, whole: bool = False) -> tuple[Exhibit, ...]:
        """Removed ones too, in the order they were added; with their files where ``whole``."""

    def blank(self, case: str) -> None:
        """Remove files, names and words of all of them; kinds, times and hashes stay."""


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
