"""The lines of a digest, made once for its text and its page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from noticed.core.values import Value
from noticed.render.answering import Answer, for_letter
from noticed.render.cards import About, Card
from noticed.render.digest_view import DigestView, Leaving, Line, MailboxAge, Sent, Waiting
from noticed.render.phrases import Phrases

_FEW = 5
"""Complaints in 180 days from which on sellers report that Amazon looks at the account itself."""
_FORTNIGHT = timedelta(days=14)
"""A deadline further off is a whole bar."""
_BOXES = 7


class Bar(Value):
    """How much of something is full."""

    full: int
    of: int

    def text(self) -> str:
        """■■■□□: signs that mail clients of every language show in one width."""
        return "■" * self.full + "□" * (self.of - self.full)


class Row(Value):
    """One entry of a section: what it is called, what is said, the case it is about, and what can be done."""

    number: int = 0
    """By which an answer can name it; 0: none."""
    name: str
    text: str
    about: str = ""
    lead: str = ""
    """What the command does."""
    command: str = ""
    quote: str = ""
    answers: tuple[Answer, ...] = ()
    """What can be answered by mail."""
    bar: Bar | None = None


def sections(view: DigestView, say: Phrases) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Headings with their rows, in order of importance; empty sections are left out."""
    found = (
        ("digest.head_leaving", tuple(_leaving(each, view, say) for each in view.leaving)),
        ("digest.head_held", tuple(_held(each, view, say) for each in view.held)),
        ("digest.head_waiting", tuple(_waiting(each, say) for each in view.waiting)),
        ("digest.head_moved", tuple(_line(each, say) for each in view.moved)),
        ("digest.head_sent", tuple(_sent(each, say) for each in view.sent)),
        ("digest.head_closed", tuple(_closed(each, say) for each in view.closed)),
        ("digest.head_counts", _counts(view, say)),
    )
    return tuple((say(key), rows) for key, rows in found if rows)


def count_of(rows: Sequence[Row]) -> int:
    """How many things a section is about: a question is none."""
    return sum(bool(row.name or row.command) for row in rows)


def remarks(view: DigestView, say: Phrases) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings with single sentences: what is set aside, what is good to know, how fresh the mailboxes are."""
    counted = (
        ("digest.quarantined", view.quarantined),
        ("digest.shunted", view.shunted),
        ("digest.forged", view.forged),
    )
    found = (
        ("digest.head_aside", tuple(say(key, n=n) for key, n in counted if n)),
        ("digest.head_notes", view.notes),
        ("digest.head_mailboxes", tuple(_mailbox(each, view, say) for each in view.mailboxes)),
    )
    return tuple((say(key), lines) for key, lines in found if lines)


def alarms(view: DigestView, say: Phrases) -> tuple[str, ...]:
    """What is wrong with the program itself, before everything else."""
    unread = tuple(say("digest.unread", mailbox=_mailbox(each, view, say)) for each in view.unread)
    return (*unread, *filter(None, [paused(view, say)]))


def deadline_bar(card: Card, view: DigestView) -> Bar | None:
    """The time that is left, of a fortnight."""
    if card.due is None:
        return None
    part = max(card.due - view.now, timedelta()) / _FORTNIGHT
    return Bar(full=min(_BOXES, round(part * _BOXES)), of=_BOXES)


def title(about: About | None, say: Phrases) -> str:
    """Complaint 109…, 110… · ASIN B0…, B0… · US · design patent D1,034,512."""
    if about is None:
        return ""
    ids = f"{say('digest.complaint')} {', '.join(about.complaint_ids)}" if about.complaint_ids else ""
    asins = f"{say('digest.asin')} {', '.join(about.asins)}" if about.asins else ""
    return _joined(ids, asins, about.marketplace or "", about.right)


def asked(number: int, say: Phrases) -> str:
    """How often we have asked."""
    if not number:
        return say("digest.not_asked")
    return say("digest.asked_once") if number == 1 else say("digest.asked", n=number)


def clock(card: Card, view: DigestView, say: Phrases) -> str:
    """2 days left, until Thu 26 Nov, 17:00; empty where there is no deadline."""
    if card.clock or not card.due:
        return card.clock
    return say("digest.comma").join((say.left(card.due, view.now), say("digest.until", at=say.at(card.due))))


def paused(view: DigestView, say: Phrases) -> str:
    """Which letters are stopped; empty where none are."""
    if not view.paused:
        return ""
    return say("digest.paused", what=", ".join(name or say("digest.everything") for name in view.paused))


def _leaving(each: Leaving, view: DigestView, say: Phrases) -> Row:
    return Row(
        number=each.number,
        name=each.letter,
        text=_joined(say.kind(each.kind), say("digest.leaves", at=say.at(each.at)), _to(each.to, say)),
        about=title(each.about, say),
        lead=say("digest.stop"),
        command=f"noticed reject {each.letter}",
        answers=for_letter(each.number, view.answering, view.language, held=False),
    )


def _held(each: Line, view: DigestView, say: Phrases) -> Row:
    return replace(_line(each, say), answers=for_letter(each.number, view.answering, view.language, held=True))


def _closed(each: Line, say: Phrases) -> Row:
    return replace(_line(each, say), lead=say("digest.not_so") if each.command else "")


def _waiting(each: Waiting, say: Phrases) -> Row:
    then = say("digest.next", what=each.next) + (say("digest.comma") + say.at(each.at) if each.at else "")
    bar = Bar(full=min(each.asked, each.of), of=each.of) if each.of else None
    return Row(name=each.about.case, text=_joined(asked(each.asked, say), then), about=title(each.about, say), bar=bar)


def _sent(each: Sent, say: Phrases) -> Row:
    text = _joined(say.kind(each.kind), _to(each.to, say), say.at(each.at))
    return Row(name=each.letter, text=text, about=title(each.about, say))


def _line(each: Line, say: Phrases) -> Row:
    name = each.letter or (each.about.case if each.about else "")
    about = title(each.about, say)
    return Row(number=each.number, name=name, text=each.text, about=about, command=each.command, quote=each.quote)


def _counts(view: DigestView, say: Phrases) -> tuple[Row, ...]:
    """Complaints of 180 days by marketplace; and once a week the question that finds a notice nobody saw."""
    rows = [
        Row(
            name=each.name,
            text=say("digest.counted", n=each.notices, few=_FEW, open=each.open),
            bar=Bar(full=min(each.notices, _FEW), of=_FEW),
        )
        for each in view.counts
    ]
    held = ", ".join(f"{each.name} {each.open}" for each in view.counts) or "0"
    compare = say("digest.compare", held=held)
    return (*rows, *([Row(name="", text=compare)] if view.compare else []))


def _to(addresses: tuple[str, ...], say: Phrases) -> str:
    return f"{say('digest.to')} {', '.join(addresses)}"


def _mailbox(each: MailboxAge, view: DigestView, say: Phrases) -> str:
    age = say("digest.read_at", age=say.age(each.polled_at, view.now)) if each.polled_at else say("digest.never_read")
    return _joined(f"{each.account} {each.mailbox}{say('why.colon')}{age}", say.line(each.error or ""))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
