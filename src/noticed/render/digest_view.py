"""What a digest says, as values. Who is in which section is the caller's decision."""

from collections.abc import Sequence
from datetime import UTC, datetime

from noticed.core.case.model import LetterKind
from noticed.core.values import Value
from noticed.render.cards import About, Card
from noticed.render.phrases import Phrases


class Leaving(Value):
    """A letter that leaves soon unless it is stopped."""

    letter: str
    kind: LetterKind
    to: tuple[str, ...]
    at: datetime
    about: About | None = None


class Waiting(Value):
    """A case whose next move is somebody else's."""

    about: About
    next: str
    """What happens next if nobody moves: "follow-up", "flagged to you"."""
    at: datetime | None
    asked: int = 0


class Line(Value):
    """A case and one sentence about it; without a case, about what is set aside."""

    text: str
    about: About | None = None
    command: str = ""
    quote: str = ""
    """What the letter says in the operator's language."""


class Sent(Value):
    """A letter that was submitted since the last digest."""

    letter: str
    kind: LetterKind
    to: tuple[str, ...]
    at: datetime
    about: About | None = None


class MailboxAge(Value):
    """How fresh our view of a mailbox is."""

    account: str
    mailbox: str
    polled_at: datetime | None = None
    error: str | None = None


class DigestView(Value):
    """Everything a digest says."""

    now: datetime
    timezone: str = "UTC"
    language: str = "en"
    mode: str = "shadow"
    paused: tuple[str, ...] = ()
    """Names of paused accounts; "" stands for all."""
    decide: tuple[Card, ...] = ()
    silent: tuple[Card, ...] = ()
    """Flagged: asked, and nobody answered."""
    leaving: tuple[Leaving, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    moved: tuple[Line, ...] = ()
    closed: tuple[Line, ...] = ()
    sent: tuple[Sent, ...] = ()
    held: tuple[Line, ...] = ()
    shunted: int = 0
    quarantined: int = 0
    forged: int = 0
    mailboxes: tuple[MailboxAge, ...] = ()
    notes: tuple[str, ...] = ()
    """What else is good to know: "no copy to Amazon: no address known for AU"."""
    counts: tuple[tuple[str, int], ...] = ()
    """Notices of the last 180 days by marketplace."""


_FAR = datetime.max.replace(tzinfo=UTC)


def by_urgency(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Those with the nearest deadline first, then those that wait longest."""
    return tuple(sorted(cards, key=lambda card: (card.due or _FAR, card.since, card.about.case)))


def digest_subject(view: DigestView) -> str:
    """2 decide today · 1 silent · 5 waiting."""
    phrases = Phrases(view.language, view.timezone)
    counted = (
        ("digest.decide", len(view.decide)),
        ("digest.silent", len(view.silent)),
        ("digest.leaving", len(view.leaving)),
        ("digest.waiting", len(view.waiting)),
    )
    parts = [phrases(key, n=n) for key, n in counted if n]
    if not view.decide and not view.silent:
        parts.insert(0, phrases("digest.nothing"))
    return " · ".join(parts)
