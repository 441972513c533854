"""``decide``, ``open``, ``set``, ``write``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.case_view import turn
from noticed.cli.console import WRONG, CaseName, console, fail, only_account, pairs, session
from noticed.cli.supplied import asked, supplied
from noticed.core.case.model import DRAFTS, Disposition, LetterKind, Outcome
from noticed.ports import Refused
from noticed.service import decisions, setaside, vault
from noticed.service.context import Context
from noticed.service.decisions import Decided
from noticed.service.explain import listed, options, outcomes, phrases_of
from noticed.service.finding import case_of

Sets = Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="a fact the letter needs")]
Files = Annotated[
    list[Path] | None,
    typer.Option("--attach", metavar="FILE|NAME", help="evidence: a file, or the name of one of the case"),
]
Slots = Annotated[Path | None, typer.Option(metavar="FILE.toml", help="what the letter needs, from a file")]
Checked = Annotated[bool, typer.Option("--checked-in-seller-central", help="you have seen this notice there")]


def decide(  # noqa: PLR0913  # one argument an option
    context: typer.Context,
    case: CaseName,
    outcome: Annotated[str | None, typer.Argument(help=" · ".join((*Outcome, "submitted", "resume", "close")))] = None,
    note: Annotated[str, typer.Option(help="for the journal")] = "",
    set_values: Sets = None,
    attach: Files = None,
    *,
    slots: Slots = None,
) -> None:
    """Decide a case; is itself the approval of the letter it names."""
    with session(context) as services:
        values = pairs(set_values or [])
        match outcome:
            case None:
                _list_options(services, case)
            case "submitted":
                _report(services, decisions.submitted(services, case, note))
            case "resume":
                _report(services, decisions.resume(services, case, note))
            case "close":
                ended = _disposition(values.pop("disposition", Disposition.RESOLVED))
                _report(services, decisions.close(services, case, ended, note))
            case _:
                chosen = _outcome(outcome)
                with services.store.read() as tx:
                    found = case_of(tx, case)
                    known = [each.name for each in vault.there(tx, found)]
                extra = supplied(values, slots, attach or (), known)
                extra = asked(services, found, chosen, extra)
                _report(services, decisions.decide(services, case, chosen, note, extra))


def open_(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="FILE|ID", help="an .eml, or the ID of a message set aside")],
    account: Annotated[str | None, typer.Option(help="whose notice it is (needed with several accounts)")] = None,
    set_values: Sets = None,
    checked: Checked = False,
) -> None:
    """Open a case by your word."""
    with session(context) as services:
        if not checked:
            raise Refused("look for this notice in Seller Central first, then add --checked-in-seller-central")
        values = pairs(set_values or [])
        path = Path(what)
        if path.is_file():
            opened = setaside.open_file(services, only_account(services, account), path.read_bytes(), values)
        elif what.isdigit():
            opened = setaside.release(services, int(what), values)
        else:
            raise Refused(f"{what}: no such file, and no ID of a message (noticed quarantine list)")
        _report(services, Decided(case=opened, letter=None))


def set_(
    context: typer.Context,
    case: CaseName,
    values: Annotated[list[str], typer.Argument(metavar="K=V...", help="a field and its value")],
) -> None:
    """Correct or supply a field."""
    with session(context) as services:
        _report(services, decisions.correct(services, case, pairs(values)))


def write(
    context: typer.Context,
    case: CaseName,
    letter: Annotated[LetterKind | None, typer.Argument(help=" · ".join(decisions.TO_COMPLAINANT))] = None,
    set_values: Sets = None,
    attach: Files = None,
) -> None:
    """Write to the complainant."""
    with session(context) as services:
        if letter is not None and letter not in decisions.TO_COMPLAINANT:
            raise Refused(f"{letter} does not go to the complainant: {', '.join(decisions.TO_COMPLAINANT)}")
        extra = supplied(pairs(set_values or []), None, attach or ())
        _report(services, decisions.write_to_complainant(services, case, letter, extra))


def _report(services: Context, done: Decided) -> None:
    out, case, say = console(), done.case, phrases_of(services)
    out.print(f"{case.case}{say('why.colon')}{turn(case, say)}")
    letter = done.letter
    if letter:
        named = {"letter": letter.letter, "kind": say.kind(letter.kind)}
        if letter.to:
            to, status = ", ".join(letter.recipients), say.word("status", letter.status)
            out.print(say("cli.letter_to", to=to, status=status, **named))
        else:
            key = "cli.draft" if letter.kind in DRAFTS else "cli.to_paste"
            out.print(f"{say(key, case=case.case, **named)}\n\n{letter.subject}\n\n{letter.body}")
    with services.store.read() as tx:
        for line in options(services, tx, case) if case.state == "with_operator" and not letter else ():
            out.print(line)


def _list_options(services: Context, name: str) -> None:
    """At a terminal the list of what can be decided; without one a line, and exit 1."""
    with services.store.read() as tx:
        found = case_of(tx, name)
        if not sys.stdout.isatty():
            raise Refused(outcomes(services, tx, found))
        for line in listed(services, tx, found):
            console().print(line)


def _outcome(text: str) -> Outcome:
    try:
        return Outcome(text)
    except ValueError:
        known = ", ".join((*Outcome, "submitted", "resume", "close"))
        raise fail(f'"{text}" is no outcome: {known}', WRONG) from None


def _disposition(text: str) -> Disposition:
    try:
        return Disposition(text)
    except ValueError:
        raise fail(f"disposition: one of {', '.join(Disposition)}", WRONG) from None
