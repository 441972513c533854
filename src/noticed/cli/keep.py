"""``backup``, ``rebuild`` and ``forget``: the store's copy, its second birth, and what it keeps of people."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.case_view import turn
from noticed.cli.console import console, session, show_table, table
from noticed.service import retention
from noticed.service.explain import phrases_of
from noticed.service.rebuild import NOT_REBUILT
from noticed.service.rebuild import rebuild as build_again


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="where the copy goes")],
    force: Annotated[bool, typer.Option("--force", help="replace FILE")] = False,
) -> None:
    """Copy the store into FILE while the daemon runs; put back, the copy looks before it sends."""
    with session(context) as services:
        made = services.store.backup(str(file), replace=force, at=services.clock.now())
        size = f"{made.size / 1024:,.0f}"
        say = phrases_of(services)
        console().print(say("cli.backup", file=file, cases=made.cases, letters=made.letters, size=size))


def rebuild(context: typer.Context) -> None:
    """Make a lost store again from the mailboxes alone; nothing is sent."""
    with session(context) as services:
        done = build_again(services)
        out, say = console(), phrases_of(services)
        listing = table("", *(say(f"list.{name}") for name in ("case", "state", "complaint", "asin", "asked")))
        for case in done.cases:
            ids, asins = ", ".join(case.complaint_ids), ", ".join(case.asins)
            listing.add_row(case.case, turn(case, say), ids, asins, str(case.attempts))
        if done.cases:
            show_table(listing)
        read = ", ".join(f"{count} {say.word('category', what)}" for what, count in done.messages)
        read = read or say("cli.nothing_of_ours")
        out.print(say("cli.rebuilt", cases=len(done.cases), letters=done.letters, read=read))
        if done.held:
            out.print(say("cli.no_copy_of", letters=", ".join(done.held)))
        if done.unread:
            out.print(say("cli.unread", n=done.unread))
        out.print(say("cli.not_rebuilt", what=say("why.semicolon").join(map(say.line, NOT_REBUILT))))
        out.print(say("cli.searches_first"))


def forget(context: typer.Context, address: Annotated[str, typer.Argument(help="a complainant's")]) -> None:
    """Remove a complainant's personal data from closed cases."""
    with session(context) as services:
        done = retention.forget(services, address)
        out, say = console(), phrases_of(services)
        cases = ", ".join(done.cases) or say("cli.no_case")
        out.print(say("cli.removed", address=address, cases=cases, n=done.messages))
        if done.suppressed:
            out.print(say("cli.still_suppressed"))
        if not done.scrubbed:
            out.print(say("cli.in_use"))
        out.print(say("cli.not_touched"))
