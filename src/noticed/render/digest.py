"""The operator's digest and alerts. As text here; ``render.digest_page`` says the same as HTML.

Cases that are due come first; each is named with its reference, complaint ids and ASINs, and each that waits
for the operator carries the exact commands that move it.
"""

from collections.abc import Sequence

from noticed.render.answering import Answer, Answering, for_card
from noticed.render.cards import About, Card, Option, about, card, options
from noticed.render.digest_page import digest_html
from noticed.render.digest_rows import Row, alarms, asked, clock, count_of, deadline_bar, remarks, sections, title
from noticed.render.digest_view import (
    Count,
    DigestView,
    Leaving,
    Line,
    MailboxAge,
    Sent,
    Target,
    Waiting,
    digest_subject,
    numbered,
    targets,
)
from noticed.render.phrases import Phrases

__all__ = [
    "About",
    "Answering",
    "Card",
    "Count",
    "DigestView",
    "Leaving",
    "Line",
    "MailboxAge",
    "Option",
    "Phrases",
    "Sent",
    "Target",
    "Waiting",
    "about",
    "card",
    "digest_html",
    "digest_subject",
    "digest_text",
    "numbered",
    "options",
    "targets",
]


def digest_text(view: DigestView) -> str:
    """The digest as plain text. ``view`` is numbered."""
    say = Phrases(view.language, view.timezone)
    head = [digest_subject(view), say.at(view.now), say(f"digest.mode_{view.mode}"), *alarms(view, say)]
    if view.answering:
        head += [say("by_mail.how"), say("by_mail.code", code=view.answering.code)]
    blocks = ["\n".join(head)]
    if not view.decide and not view.silent:
        blocks.append(say("digest.all_quiet"))
    for key, cards in (("digest.head_decide", view.decide), ("digest.head_silent", view.silent)):
        if cards:
            blocks.append(_section(say(key), [_card(each, view, say) for each in cards], len(cards)))
    for heading, rows in sections(view, say):
        blocks.append(_section(heading, [_row(row, say) for row in rows], count_of(rows)))
    blocks += ["\n".join((heading, _rule(heading), *lines)) for heading, lines in remarks(view, say)]
    blocks.append(f"--\n{say('digest.footer')}\n{say('digest.pause')}")
    return "\n\n".join(blocks) + "\n"


def _section(heading: str, entries: Sequence[str], count: int) -> str:
    gap = "\n\n" if any("\n" in entry for entry in entries) else "\n"
    counted = f"{heading} ({count})" if count > 1 else heading
    return f"{counted}\n{_rule(counted)}\n{gap.join(entries)}"


def _rule(heading: str) -> str:
    """As wide as the heading: signs of Chinese take two columns."""
    return "=" * sum(2 if sign >= "\u2e80" else 1 for sign in heading)


def _card(each: Card, view: DigestView, say: Phrases) -> str:
    named, bar, colon = each.about, deadline_bar(each, view), say("why.colon")
    lines = [
        title(named, say),
        f"{say('digest.from')}{colon}{named.complainant or say('digest.unknown_complainant')}",
        each.why,
        *each.beside,
        f"{asked(each.asked, say)} · {say('digest.since', at=say.at(each.since))}",
        f"{say('digest.said')}{colon}{each.said}" if each.said else "",
        each.on_notice,
        *(_option(option, say) for option in each.options),
        _answers(for_card(each, view.answering, view.language), say),
    ]
    countdown = " ".join(filter(None, (bar.text() if bar else "", clock(each, view, say))))
    head = " · ".join(filter(None, (_named(each.number, named.case), countdown)))
    return head + "".join(f"\n  {line}" for line in lines if line)


def _option(option: Option, say: Phrases) -> str:
    return "\n    ".join(filter(None, (f"- {option.does}{say('why.colon').rstrip()}", option.sends, option.command)))


def _answers(found: Sequence[Answer], say: Phrases) -> str:
    words = " · ".join(f"“{answer.words}”" for answer in found)
    return f"{say('by_mail.answer')}{say('why.colon')}{words}" if found else ""


def _row(row: Row, say: Phrases) -> str:
    head = " · ".join(filter(None, (_named(row.number, row.name), row.text)))
    bar = f"  {row.bar.text()}" if row.bar else ""
    quote = tuple(f"  | {line}" for line in row.quote.rstrip().splitlines())
    command = f"{row.lead}{say('why.colon')}{row.command}" if row.lead else row.command
    under = (row.about, command, _answers(row.answers, say), *quote)
    return f"{head}{bar}" + "".join(f"\n  {line}" for line in under if line)


def _named(number: int, name: str) -> str:
    return f"{number}. {name}" if number else name
