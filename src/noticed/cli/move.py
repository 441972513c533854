"""``move-store``: from a file to a PostgreSQL server, or back."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import console, plainly
from noticed.cli.speech import phrases


def move_store(
    source: Annotated[str, typer.Argument(metavar="FROM", help="store.url as it stands in the settings")],
    target: Annotated[str, typer.Argument(metavar="TO", help="store.url as it will: an empty database, or a new file")],
    password_file: Annotated[Path | None, typer.Option(help="holds the password of the PostgreSQL server")] = None,
) -> None:
    """Move the store to another place; the old one is sealed and never sends again. Stop the daemon first."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from noticed.adapters.store.engine import open_store
    from noticed.adapters.store.move import move
    from noticed.ports import Refused
    from noticed.service.recovery import DIALOGUES

    now = datetime.now(UTC)
    with plainly():
        try:
            password = password_file.read_text("utf-8").strip() if password_file else None
        except OSError as error:
            raise Refused(f"{password_file}: {(error.strerror or 'cannot be read').lower()}") from None
        columns = SpinnerColumn(), TextColumn("{task.description} {task.completed:,}")
        shown = Console(stderr=True)
        with Progress(*columns, console=shown, transient=True, disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task("", total=None)

            def told(table: str, rows: int) -> None:
                progress.update(task, description=table, advance=rows)

            rows = move(source, target, password=password, at=now, told=told)
        store = open_store(target, password=password)
        try:
            with store.read() as tx:
                dialogues = int(tx.facts.get(DIALOGUES) or 0)
            store.count(dialogues, now)  # a copy of the new place, put back later, is known by it
        finally:
            store.close()
    console().print(phrases()("cli.store_moved", rows=f"{rows:,}", target=target))
