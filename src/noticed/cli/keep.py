"""``backup``: a copy of the store, made while the daemon runs."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import console, session


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option("--force", help="replace FILE")] = False,
) -> None:
    """Copy the store into FILE while the daemon runs; put back, the copy looks before it sends."""
    with session(context) as services:
        made = services.store.backup(str(file), replace=force, at=services.clock.now())
        console().print(f"{file}: {made.cases} cases, {made.letters} letters, {made.size / 1024:,.0f} kB; checked")
