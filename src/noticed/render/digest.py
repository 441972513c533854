"""The operator's digest and alerts. As text here; ``render.digest_page`` says the same as HTML.

Cases that are due come first; each is named with its reference, complaint ids and ASINs, and each that waits
for the operator carries the exact commands that move it.
"""

from collections.abc import Sequence

from noticed.core.values import Value
from noticed.render.cards import About, Card, Option, about, card, options
from noticed.render.digest_page import digest_html
from noticed.render.digest_rows import Row, asked, clock, paused, remarks, sections, title
from noticed.render.digest_view import (
    DigestView,
    Leaving,
    Line,
    MailboxAge,
    Sent,
    Waiting,
    by_urgency,
    digest_subject,
)
from noticed.render.phrases import Phrases

__all__ = [
    "About",
    "Alert",
    "Card",
    "DigestView",
    "Leaving",
    "Line",
    "MailboxAge",
    "Option",
    "Phrases",
    "Sent",
    "Waiting",
    "about",
    "alert_text",
    "by_urgency",
    "card",
    "digest_html",
    "digest_subject",
    "digest_text",
    "options",
]


class Alert(Value):
    """A single message to the operator."""

    subject: str
    body: str


def alert_text(subject: str, lines: Sequence[str], language: str = "en") -> Alert:
    """One alert: what happened, and what can be done about it."""
    end = Phrases(language, "UTC")("alert.end")
    body = "\n".join(lines).strip("\n")
    return Alert(subject=" ".join(subject.split()), body=f"{body}\n\n--\n{end}\n")


def digest_text(view: DigestView) -> str:
    """The digest as plain text."""
    say = Phrases(view.language, view.timezone)
    head = (digest_subject(view), say.at(view.now), say(f"digest.mode_{view.mode}"), paused(view, say))
    blocks = ["\n".join(filter(None, head))]
    if not view.decide and not view.silent:
        blocks.append(say("digest.all_quiet"))
    for key, cards in (("digest.head_decide", view.decide), ("digest.head_silent", view.silent)):
        if cards:
            blocks.append(_section(say(key), [_card(each, view, say) for each in by_urgency(cards)]))
    blocks += [_section(heading, [_row(row) for row in rows]) for heading, rows in sections(view, say)]
    blocks += ["\n".join((heading, "=" * len(heading), *lines)) for heading, lines in remarks(view, say)]
    blocks.append(f"--\n{say('digest.footer')}\n{say('digest.pause')}")
    return "\n\n".join(blocks) + "\n"


def _section(heading: str, entries: Sequence[str]) -> str:
    gap = "\n\n" if any("\n" in entry for entry in entries) else "\n"
    counted = f"{heading} ({len(entries)})" if len(entries) > 1 else heading
    return f"{counted}\n{'=' * len(counted)}\n{gap.join(entries)}"


def _card(each: Card, view: DigestView, say: Phrases) -> str:
    named = each.about
    lines = [
        title(named, say),
        f"{say('digest.from')}: {named.complainant or say('digest.unknown_complainant')}",
        each.why,
        *each.beside,
        f"{asked(each.asked, say)} · {say('digest.since', at=say.at(each.since))}",
        f"{say('digest.said')}: {each.said}" if each.said else "",
        *(f"- {option.does}:\n    {option.command}" for option in each.options),
    ]
    head = " · ".join(filter(None, (named.case, clock(each, view, say))))
    return head + "".join(f"\n  {line}" for line in lines if line)


def _row(row: Row) -> str:
    head = " · ".join(filter(None, (row.name, row.text)))
    quote = tuple(f"  | {line}" for line in row.quote.rstrip().splitlines())
    return head + "".join(f"\n  {line}" for line in (row.about, row.command, *quote) if line)
