"""The lines of a digest, made once for its text and its page."""

from noticed.core.values import Value
from noticed.render.cards import About, Card
from noticed.render.digest_view import DigestView, Leaving, Line, MailboxAge, Sent, Waiting
from noticed.render.phrases import Phrases


class Row(Value):
    """One entry of a section: what it is called, what is said, the case it is about, and what can be done."""

    name: str
    text: str
    about: str = ""
    command: str = ""
    quote: str = ""


def sections(view: DigestView, say: Phrases) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Headings with their rows, in order of importance; empty sections are left out."""
    found = (
        ("digest.head_leaving", tuple(_leaving(each, say) for each in view.leaving)),
        ("digest.head_held", tuple(_line(each, say) for each in view.held)),
        ("digest.head_waiting", tuple(_waiting(each, say) for each in view.waiting)),
        ("digest.head_moved", tuple(_line(each, say) for each in view.moved)),
        ("digest.head_sent", tuple(_sent(each, say) for each in view.sent)),
        ("digest.head_closed", tuple(_line(each, say) for each in view.closed)),
    )
    return tuple((say(key), rows) for key, rows in found if rows)


def remarks(view: DigestView, say: Phrases) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings with single sentences: what is set aside, what is good to know, how fresh the mailboxes are."""
    counted = (
        ("digest.quarantined", view.quarantined),
        ("digest.shunted", view.shunted),
        ("digest.forged", view.forged),
    )
    by_marketplace = " · ".join(f"{name} {number}" for name, number in view.counts if number)
    counts = [say("digest.counts", counts=by_marketplace)] if by_marketplace else []
    found = (
        ("digest.head_aside", tuple(say(key, n=n) for key, n in counted if n)),
        ("digest.head_notes", (*view.notes, *counts)),
        ("digest.head_mailboxes", tuple(_mailbox(each, view, say) for each in view.mailboxes)),
    )
    return tuple((say(key), lines) for key, lines in found if lines)


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
    return f"{say.left(card.due, view.now)}, {say('digest.until', at=say.at(card.due))}" if card.due else ""


def paused(view: DigestView, say: Phrases) -> str:
    """Which letters are stopped; empty where none are."""
    if not view.paused:
        return ""
    return say("digest.paused", what=", ".join(name or say("digest.everything") for name in view.paused))


def _leaving(each: Leaving, say: Phrases) -> Row:
    text = _joined(
        say.kind(each.kind), say("digest.leaves", at=say.at(each.at)), f"{say('digest.to')} {', '.join(each.to)}"
    )
    return Row(name=each.letter, text=text, about=title(each.about, say), command=f"noticed reject {each.letter}")


def _waiting(each: Waiting, say: Phrases) -> Row:
    then = say("digest.next", what=each.next) + (f", {say.at(each.at)}" if each.at else "")
    return Row(name=each.about.case, text=_joined(asked(each.asked, say), then), about=title(each.about, say))


def _sent(each: Sent, say: Phrases) -> Row:
    text = _joined(say.kind(each.kind), f"{say('digest.to')} {', '.join(each.to)}", say.at(each.at))
    return Row(name=each.letter, text=text, about=title(each.about, say))


def _line(each: Line, say: Phrases) -> Row:
    name = each.about.case if each.about else ""
    return Row(name=name, text=each.text, about=title(each.about, say), command=each.command, quote=each.quote)


def _mailbox(each: MailboxAge, view: DigestView, say: Phrases) -> str:
    age = say("digest.read_at", age=say.age(each.polled_at, view.now)) if each.polled_at else say("digest.never_read")
    return _joined(f"{each.account} {each.mailbox}: {age}", say.line(each.error or ""))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
