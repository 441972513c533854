"""``letters``, ``approve``, ``reject``."""

from typing import Annotated

import typer

from noticed.cli.case_view import show_letter
from noticed.cli.console import (
    WRONG,
    Account,
    console,
    fail,
    local,
    mine,
    plainly,
    print_json,
    session,
    show_table,
    table,
    utc,
)
from noticed.cli.speech import phrases
from noticed.core.case.model import LetterKind
from noticed.ports import Letter, Refused
from noticed.service import letterbox
from noticed.service.context import Context
from noticed.service.explain import phrases_of
from noticed.service.finding import case_of
from noticed.service.in_your_words import WAITING

Json = Annotated[bool, typer.Option("--json", help="one JSON object a line")]
Names = Annotated[list[str], typer.Argument(metavar="LETTER...", help="N-7K3F.1 …")]


def letters(
    context: typer.Context,
    case: Annotated[str | None, typer.Argument(help="only this case")] = None,
    account: Account = None,
    as_json: Json = False,
) -> None:
    """The outbox."""
    with session(context, account=account) as services:
        with services.store.read() as tx:
            found = tx.outbox.of_case(mine(services, case_of(tx, case)).case) if case else tx.outbox.all()
        found = tuple(letter for letter in found if services.mine(letter.account))
        if as_json:
            for letter in found:
                print_json(as_row(letter))
            return
        say = phrases_of(services)
        listing = table(
            "", *(say(f"list.{name}") for name in ("letter", "kind", "status", "to", "cc", "subject", "when"))
        )
        shown = [x for x in found if x.case] or found  # digests and alerts only where there is nothing else
        for letter in shown:
            when = letter.submitted_at or letter.retry_at or letter.due_at
            listing.add_row(
                letter.letter,
                say.kind(letter.kind),
                say.word("status", letter.status) + (f": {say.line(letter.hold_reason)}" if letter.hold_reason else ""),
                ", ".join(letter.to) or say("list.to_paste"),
                ", ".join(letter.cc) or "–",
                letter.subject,
                local(services, when),
            )
        show_table(listing) if found else console().print(say("list.no_letters"))
        if case:
            with services.store.read() as tx:
                for letter in (x for x in found if x.status in WAITING):
                    show_letter(services, tx, letter)


def as_row(letter: Letter) -> dict[str, object]:
    """The contract of ``letters --json``."""
    return {
        "letter": letter.letter,
        "case": letter.case,
        "kind": letter.kind,
        "status": letter.status,
        "to": letter.to,
        "cc": letter.cc,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "due_at": utc(letter.due_at),
        "submitted_at": utc(letter.submitted_at),
    }


def approve(
    context: typer.Context,
    letter: Annotated[list[str] | None, typer.Argument(metavar="[LETTER...]", help="N-7K3F.1 …")] = None,
    all_: Annotated[bool, typer.Option("--all", help="every letter that waits for nothing but your word")] = False,
    account: Annotated[str | None, typer.Option(help="with --all: only of this account")] = None,
    kind: Annotated[LetterKind | None, typer.Option(help="with --all: only of this kind")] = None,
) -> None:
    """Let letters leave (refused when an answer came since)."""
    with session(context) as services:
        if bool(letter) is all_:
            raise fail("name the letters, or say --all", WRONG)
        names = letter or letterbox.waiting(services, account, kind)
        if not names:
            raise Refused("no letter waits for your word alone: noticed letters lists them")
        _each(services, list(names), approving=True)


def reject(
    context: typer.Context,
    letter: Names,
    why: Annotated[str, typer.Option(help="for the journal")] = "",
) -> None:
    """Letters do not leave."""
    with session(context) as services:
        _each(services, letter, approving=False, why=why)


def _each(services: Context, names: list[str], *, approving: bool, why: str = "") -> None:
    problems: list[str] = []
    for name in names:
        try:
            done = letterbox.approve(services, name) if approving else letterbox.reject(services, name, why)
        except Refused as refused:
            problems.append(phrases().line(str(refused)))
            continue
        say = phrases_of(services)
        to = ", ".join(done.recipients) or say("list.nobody")
        console().print(say("done.leaves" if approving else "done.stays", letter=done.letter, to=to))
    with plainly():
        if problems:
            raise Refused("; ".join(problems))
