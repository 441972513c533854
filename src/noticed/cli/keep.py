"""``backup`` and ``forget``: the store's copy, and what it keeps of people."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import console, session
from noticed.service import retention


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(forget)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option("--force", help="replace FILE")] = False,
) -> None:
    """Copy the store into FILE while the daemon runs; put back, the copy looks before it sends."""
    with session(context) as services:
        made = services.store.backup(str(file), replace=force, at=services.clock.now())
        console().print(f"{file}: {made.cases} cases, {made.letters} letters, {made.size / 1024:,.0f} kB; checked")


def forget(context: typer.Context, address: Annotated[str, typer.Argument(help="a complainant's")]) -> None:
    """Remove a complainant's personal data from closed cases."""
    with session(context) as services:
        done = retention.forget(services, address)
        out = console()
        out.print(f"{address}: removed from {', '.join(done.cases) or 'no case'} and {done.messages} mails of no case")
        if done.suppressed:
            out.print("Nothing is sent there, as before: of the address a keyed hash is left.")
        if not done.scrubbed:
            out.print("The store is in use: the bytes leave its file when the daemon is restarted.")
        out.print("Mailboxes and backups are not touched: delete its mails there, and old backups, yourself.")
