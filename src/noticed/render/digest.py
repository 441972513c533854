"""The operator's digest and alerts as text; ``render.digest_page`` makes the same as HTML.

Pure: who is in which section is the caller's decision. Cases that are due come first.
"""

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


class Alert(Value):
    """A single message to the operator."""

    subject: str
    body: str


_FAR = datetime.max.replace(tzinfo=UTC)


def by_urgency(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Those with the nearest deadline first, then those that wait longest."""
    return tuple(sorted(cards, key=lambda card: (card.due or _FAR, card.since, card.about.case)))


def digest_subject(view: DigestView) -> str:
    """2 decide today · 1 silent · 5 waiting."""
    phrases = Phrases(view.language, view.timezone)
    counted = (
        ("decide", len(view.decide)),
        ("silent", len(view.silent)),
        ("leaving", len(view.leaving)),
        ("waiting", len(view.waiting)),
    )
    parts = [phrases(key, n=n) for key, n in counted if n]
    if not view.decide and not view.silent:
        parts.insert(0, phrases("nothing"))
    return " · ".join(parts)


def digest_text(view: DigestView) -> str:
    """The digest as plain text. Each case is named with reference, complaint ids and ASINs."""
    writer = _Writer(view)
    blocks = [writer.head()]
    if not view.decide and not view.silent:
        blocks.append(writer.say("all_quiet"))
    blocks += writer.section("head_decide", [writer.card(card) for card in by_urgency(view.decide)])
    blocks += writer.section("head_silent", [writer.card(card) for card in by_urgency(view.silent)])
    blocks += writer.section("head_leaving", [writer.leaving(each) for each in view.leaving])
    blocks += writer.section("head_held", [writer.line(each) for each in view.held])
    blocks += writer.section("head_waiting", [writer.waiting(each) for each in view.waiting])
    blocks += writer.section("head_moved", [writer.line(each) for each in view.moved])
    blocks += writer.section("head_sent", [writer.sent(each) for each in view.sent])
    blocks += writer.section("head_closed", [writer.line(each) for each in view.closed])
    blocks += writer.section("head_aside", aside(view, writer.say))
    blocks += writer.section("head_notes", [*view.notes, *counts(view, writer.say)])
    blocks += writer.section("head_mailboxes", [mailbox_line(each, view, writer.say) for each in view.mailboxes])
    blocks.append(writer.foot())
    return "\n\n".join(blocks) + "\n"


def alert_text(subject: str, lines: Sequence[str], language: str = "en") -> Alert:
    """One alert: what happened, and what can be done about it."""
    end = Phrases(language, "UTC")("alert_end")
    body = "\n".join(lines).strip("\n")
    return Alert(subject=" ".join(subject.split()), body=f"{body}\n\n--\n{end}\n")


# ------------------------------------------------------------- what text and page say in the same words


def title(about: About, say: Phrases) -> str:
    """Complaint 109…, 110… · ASIN B0…, B0… · US · design patent D1,034,512."""
    ids = f"{say('complaint')} {', '.join(about.complaint_ids)}" if about.complaint_ids else ""
    asins = f"{say('asin')} {', '.join(about.asins)}" if about.asins else ""
    return " · ".join(filter(None, (ids, asins, about.marketplace or "", about.right)))


def asked(number: int, say: Phrases) -> str:
    """How often we have asked."""
    return say("not_asked") if not number else say("asked_once") if number == 1 else say("asked", n=number)


def clock(card: Card, view: DigestView, say: Phrases) -> str:
    """2 days left, until Thu 26 Nov, 17:00; empty where there is no deadline."""
    return f"{say.left(card.due, view.now)}, {say('until', at=say.at(card.due))}" if card.due else ""


def aside(view: DigestView, say: Phrases) -> list[str]:
    """What was not believed or could not be read, as counted lines."""
    counted = (("quarantined", view.quarantined), ("shunted", view.shunted), ("forged", view.forged))
    return [say(key, n=n) for key, n in counted if n]


def counts(view: DigestView, say: Phrases) -> list[str]:
    """The rolling count by marketplace."""
    known = " · ".join(f"{name} {number}" for name, number in view.counts if number)
    return [say("counts", counts=known)] if known else []


def mailbox_line(each: MailboxAge, view: DigestView, say: Phrases) -> str:
    """acme INBOX: read 2 min ago."""
    age = say("read_at", age=say.age(each.polled_at, view.now)) if each.polled_at else say("never_read")
    return f"{each.account} {each.mailbox}: {age}" + (f" · {each.error}" if each.error else "")


def paused_line(view: DigestView, say: Phrases) -> str:
    """Which letters are stopped; empty where none are."""
    if not view.paused:
        return ""
    return say("paused", what=", ".join(name or say("everything") for name in view.paused))


class _Writer:
    def __init__(self, view: DigestView) -> None:
        self.view = view
        self.say = Phrases(view.language, view.timezone)

    def head(self) -> str:
        lines = [digest_subject(self.view), self.say.at(self.view.now), self.say(f"mode_{self.view.mode}")]
        return "\n".join(filter(None, (*lines, paused_line(self.view, self.say))))

    def section(self, key: str, entries: list[str]) -> list[str]:
        if not entries:
            return []
        heading = f"{self.say(key)} ({len(entries)})" if len(entries) > 1 else self.say(key)
        gap = "\n\n" if any("\n" in entry for entry in entries) else "\n"
        return [f"{heading.upper()}\n\n{gap.join(entries)}"]

    def card(self, card: Card) -> str:
        about = card.about
        head = " · ".join(filter(None, (about.case, clock(card, self.view, self.say))))
        lines = [
            title(about, self.say),
            f"{self.say('from')}: {about.complainant or self.say('unknown_complainant')}",
            f"{card.why} ({asked(card.asked, self.say)}; {self.say('since', at=self.say.at(card.since))})",
            f"{self.say('said')}: {card.said}" if card.said else "",
        ]
        lines += [f"  {option.command}\n      {option.does}" for option in card.options]
        return head + "".join(f"\n  {line}" for line in filter(None, lines))

    def leaving(self, each: Leaving) -> str:
        when = self.say("leaves", at=self.say.at(each.at))
        head = f"{each.letter} · {self.say.kind(each.kind)} · {when} · {self.say('to')} {', '.join(each.to)}"
        return f"{head}{self._named(each.about)}\n  {self.say('stop')}: noticed reject {each.letter}"

    def waiting(self, each: Waiting) -> str:
        then = f"{self.say('next', what=each.next)}" + (f", {self.say.at(each.at)}" if each.at else "")
        return f"{each.about.case} · {asked(each.asked, self.say)} · {then}{self._named(each.about)}"

    def sent(self, each: Sent) -> str:
        head = f"{each.letter} · {self.say.kind(each.kind)} · {self.say('to')} {', '.join(each.to)}"
        return f"{head} · {self.say.at(each.at)}{self._named(each.about)}"

    def line(self, each: Line) -> str:
        head = " · ".join(filter(None, (each.about.case if each.about else "", each.text)))
        return head + self._named(each.about) + (f"\n  {each.command}" if each.command else "")

    def foot(self) -> str:
        return f"--\n{self.say('footer')}\n{self.say('pause')}"

    def _named(self, about: About | None) -> str:
        named = title(about, self.say) if about else ""
        return f"\n  {named}" if named else ""
