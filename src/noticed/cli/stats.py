"""``stats``: what came of asking."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import Account, console, fail, print_json, session, show_table, table
from noticed.cli.speech import phrases
from noticed.core.case.duration import parse_duration
from noticed.render.figures import COLUMNS, Figures, as_csv, cell
from noticed.render.phrases import Phrases


def stats(
    context: typer.Context,
    account: Account = None,
    since: Annotated[str | None, typer.Option(help="cases opened within, 180d; default: all")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="for a spreadsheet")] = False,
    plot: Annotated[Path | None, typer.Option(help="draw a picture into this PNG file")] = None,
) -> None:
    """Time to the first letter, answers, retractions, by account, marketplace and complainant."""
    from noticed.service.stats import figures

    try:
        span = parse_duration(since).span if since else None
    except ValueError as error:
        raise fail(f"--since: {error}", 2) from None
    with session(context, account=account) as services:
        found = figures(services, services.clock.now() - span if span else None)
        if plot:
            from noticed.adapters.plot import plot as draw

            say = phrases()
            draw(found, plot, lambda name: say(f"stats.{name}"))
            console().print(str(plot))
        elif as_json:
            for group in found.groups:
                print_json({name: getattr(group, name) for name in COLUMNS})
        elif csv:
            typer.echo(as_csv(found.groups), nl=False)
        else:
            _show(found, phrases())


def _show(found: Figures, say: Phrases) -> None:
    for by in dict.fromkeys(group.by for group in found.groups):
        listing = table("", say(f"stats.by_{by}"), *(say(f"stats.{name}") for name in COLUMNS[2:]))
        for column in listing.columns[1:]:
            column.justify = "right"
        for group in found.groups:
            if group.by == by:
                listing.add_row(group.name or "–", *(cell(getattr(group, name)) or "–" for name in COLUMNS[2:]))
        show_table(listing)
        console().print("")
