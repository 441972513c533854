"""Cases as people see them on a terminal: the list, and one with its timeline and letters."""

from datetime import datetime

from noticed.cli.console import console, show_table, table
from noticed.core.case.cadence import too_late_at
from noticed.core.case.model import Case, State
from noticed.ports import Letter, Tx
from noticed.render import cards
from noticed.render.phrases import Phrases
from noticed.service.case_facts import facts as facts_of_case
from noticed.service.context import Context
from noticed.service.explain import next_step, options, phrases_of
from noticed.service.in_your_words import reading
from noticed.service.options import choices

Moment = tuple[datetime, str]
"""When, and what happened."""

_ROOM = (("complaint", 100), ("asin", 125), ("complainant", 150), ("asked", 165), ("account", 180))
"""Columns that are shown only from so many columns of the terminal on: what to do and until when comes first."""
_LONG = 30


def show_cases(services: Context, cases: tuple[Case, ...]) -> None:
    """One line a case: its deadline and what to do first are on every screen, the rest where there is room."""
    say, width = phrases_of(services), console().width
    shown = ["case", "deadline", "state", "first", *(name for name, least in _ROOM if width >= least)]
    listing = table("", *(say(f"list.{name}") for name in shown))
    with services.store.read() as tx:
        for case in cases:
            cells = {
                "case": case.case,
                "deadline": say.at(late) if (late := too_late_at(case, services.policy)) else "–",
                "state": standing(case, say),
                "first": first(services, tx, case),
                "complaint": ", ".join(case.complaint_ids) or "–",
                "asin": ", ".join(case.asins[:3]) + (f" +{len(case.asins) - 3}" if len(case.asins) > 3 else ""),
                "complainant": _complainant(case, say),
                "asked": str(case.attempts),
                "account": case.account,
            }
            listing.add_row(*(cells[name] for name in shown))
    show_table(listing)


def first(services: Context, tx: Tx, case: Case) -> str:
    """The command that is likeliest, where it is the operator's turn; else what happens next by itself."""
    if case.state is State.WITH_OPERATOR:
        return cards.options(case, phrases_of(services), choices(tx, services, case))[0].command
    return "–" if case.state is State.CLOSED else next_step(services, tx, case)


def standing(case: Case, say: Phrases) -> str:
    """The state, and why it is where it is or how it ended."""
    because = say.word("because", case.reason) if case.reason else say.word("disposition", case.disposition or "")
    return say.word("state", case.state) + (f" ({because})" if because else "")


def turn(case: Case, say: Phrases) -> str:
    """Where a case stands after a command: state, reason, and how it ended."""
    because = f" ({say.word('because', case.reason)})" if case.reason else ""
    ended = f" {say.word('disposition', case.disposition)}" if case.disposition else ""
    return f"{say.word('state', case.state)}{because}{ended}"


def show_case(services: Context, tx: Tx, case: Case, timeline: list[Moment]) -> None:
    """Its facts, its timeline, its letters with their reading, and what can be done."""
    out, say = console(), phrases_of(services)
    facts = table("", "", "")
    facts.show_header = False
    for name, value in facts_of_case(services, tx, case):
        facts.add_row(name, value)
    out.print(f"{case.case} · {case.account} · {standing(case, say)}")
    show_table(facts)
    out.print(f"\n{say('show.timeline')}")
    for at, what in timeline:
        out.print(f"  {say.at(at)}  {what}")
    for letter in tx.outbox.of_case(case.case):
        show_letter(services, tx, letter)
    for line in options(services, tx, case):
        out.print(line)


def show_letter(services: Context, tx: Tx, letter: Letter) -> None:
    """A letter as it goes out, and under it what it says in the operator's language."""
    out, say = console(), phrases_of(services)
    to = ", ".join(letter.recipients) or say("list.to_paste")
    status = say.word("status", letter.status) + (f" ({say.line(letter.hold_reason)})" if letter.hold_reason else "")
    out.print("\n" + say("show.letter_to", letter=letter.letter, kind=say.kind(letter.kind), status=status, to=to))
    out.print(f"{say('show.subject', subject=letter.subject)}\n\n{letter.body}")
    told = reading(tx, services, letter)
    if told:
        out.print(say("letter.reading"))
        out.print("\n".join(f"  | {line}" for line in told.rstrip().splitlines()) + "\n")


def _complainant(case: Case, say: Phrases) -> str:
    name = case.rights_owner_name or ", ".join(case.complainant_emails) or say("list.not_named")
    return name if len(name) <= _LONG else name[: _LONG - 1] + "…"
