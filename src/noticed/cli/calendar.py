"""``calendar``."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.adapters.calendar import CalendarFile
from noticed.cli.console import console, print_json, session, show_table, table, utc
from noticed.render.calendar import Entry
from noticed.render.clocks import named
from noticed.service import calendar as clocks
from noticed.service.context import Context
from noticed.service.explain import phrases_of


def calendar(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE.ics", help="write them there, as a calendar")] = None,
    *,
    names: Annotated[bool, typer.Option("--names", help="with listings and complainants in it")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """The clocks that run in all cases, the earliest first."""
    with session(context) as services:
        with services.store.read() as tx:
            found = clocks.entries(tx, services)
            content = clocks.as_file(tx, services, names=names) if file else b""
        if file:
            CalendarFile(file.absolute()).put(content)
            console().print(phrases_of(services)("clocks.written", file=file, n=len(found)))
        elif as_json:
            for entry in found:
                print_json(_row(entry))
        else:
            _show(services, found)


def _row(entry: Entry) -> dict[str, object]:
    running = entry.running
    return {
        "case": entry.case.case,
        "account": entry.case.account,
        "clock": running.clock.name,
        "binds": running.clock.binds,
        "since": utc(running.since),
        "at": utc(running.at),
        "alarms": [utc(at) for at in running.alarms],
    }


def _show(services: Context, found: tuple[Entry, ...]) -> None:
    say, now = phrases_of(services), services.clock.now()
    if not found:
        console().print(say("clocks.none"))
        return
    listing = table("", *(say(f"clocks.{name}") for name in ("case", "clock", "left", "until", "binds")))
    for entry in found:
        running = entry.running
        whom = say(f"binds.{running.clock.binds}")
        listing.add_row(entry.case.case, named(running, say), say.left(running.at, now), say.at(running.at), whom)
    show_table(listing)
