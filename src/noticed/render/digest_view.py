"""What a digest says, as values. Who is in which section is the caller's decision."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from noticed.core.case.model import LetterKind
from noticed.core.values import Value
from noticed.render.answering import Answering
from noticed.render.cards import About, Card
from noticed.render.phrases import Phrases

STALE = timedelta(hours=1)
"""A mailbox that was not read for so long is said before everything else."""


class Leaving(Value):
    """A letter that leaves soon unless it is stopped."""

    letter: str
    kind: LetterKind
    to: tuple[str, ...]
    at: datetime
    about: About | None = None
    number: int = 0


class Waiting(Value):
    """A case whose next move is somebody else's."""

    about: About
    next: str
    """What happens next if nobody moves: "follow-up", "flagged to you"."""
    at: datetime | None
    asked: int = 0
    of: int = 0
    """Letters of its cadence; 0 where it is not the cadence that goes on."""


class Line(Value):
    """A case and one sentence about it; without a case, about what is set aside."""

    text: str
    about: About | None = None
    command: str = ""
    quote: str = ""
    """What the letter says in the operator's language."""
    letter: str = ""
    """The letter that waits, if it is one."""
    number: int = 0


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


class Count(Value):
    """Complaints of one marketplace (of one account, where there are several)."""

    name: str
    notices: int = 0
    """Of the last 180 days: what Amazon counts."""
    open: int = 0
    """Not cleared, in cases that are not closed: what Account Health should show."""


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
    counts: tuple[Count, ...] = ()
    answering: Answering | None = None
    """Where it may be answered."""
    compare: bool = False
    """Whether to ask, as once a week, what Account Health shows."""

    @property
    def approvable(self) -> tuple[Line, ...]:
        """Letters that leave when the operator says so."""
        return () if self.mode == "shadow" else tuple(line for line in self.held if line.letter)

    @property
    def unread(self) -> tuple[MailboxAge, ...]:
        """Mailboxes that are not read as they should be."""
        return tuple(m for m in self.mailboxes if m.error or m.polled_at is None or self.now - m.polled_at > STALE)


class Target(Value):
    """What a number of a digest stands for."""

    case: str | None
    letter: str | None = None


_FAR = datetime.max.replace(tzinfo=UTC)


def by_urgency(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Those with the nearest deadline first, then those that wait longest."""
    return tuple(sorted(cards, key=lambda card: (card.due or _FAR, card.since, card.about.case)))


def numbered(view: DigestView) -> DigestView:
    """The digest in its final order, with 1, 2, … before all that can be decided, stopped or approved."""
    numbers = iter(range(1, 1 + sum(map(len, (view.decide, view.silent, view.leaving, view.held)))))
    return replace(
        view,
        decide=tuple(replace(each, number=next(numbers)) for each in by_urgency(view.decide)),
        silent=tuple(replace(each, number=next(numbers)) for each in by_urgency(view.silent)),
        leaving=tuple(replace(each, number=next(numbers)) for each in view.leaving),
        held=tuple(replace(each, number=next(numbers)) if each.letter else each for each in view.held),
    )


def targets(view: DigestView) -> Iterator[tuple[int, Target]]:
    """What each number of a numbered digest stands for."""
    for card in (*view.decide, *view.silent):
        yield card.number, Target(case=card.about.case)
    letters = [(x.number, x.letter, x.about) for x in view.leaving]
    letters += [(x.number, x.letter, x.about) for x in view.held if x.number]
    for number, letter, about in letters:
        yield number, Target(case=about.case if about else None, letter=letter)


def digest_subject(view: DigestView) -> str:
    """2 decide today · 1 silent · 5 waiting; what is wrong with the program itself comes first."""
    phrases = Phrases(view.language, view.timezone)
    troubles = [phrases("digest.subject_unread", n=len(view.unread))] if view.unread else []
    troubles += [phrases("digest.subject_paused")] if view.paused else []
    counted = (
        ("digest.decide", len(view.decide)),
        ("digest.silent", len(view.silent)),
        ("digest.approve", len(view.approvable)),
        ("digest.leaving", len(view.leaving)),
        ("digest.waiting", len(view.waiting)),
    )
    parts = [phrases(key, n=n) for key, n in counted if n]
    if not view.decide and not view.silent and not view.approvable:
        parts.insert(0, phrases("digest.nothing"))
    return " · ".join((*troubles, *parts))
