"""``appeal``: what stands ready for Account Health."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import CaseName, console, session
from noticed.ports import Refused
from noticed.service import appeals
from noticed.service.explain import phrases_of
from noticed.service.finding import case_of


def appeal(
    context: typer.Context,
    case: CaseName,
    folder: Annotated[Path | None, typer.Argument(help="a new folder; else one named after the case")] = None,
) -> None:
    """The appeal pack of a case: a page with the texts to copy, the pictures, and where to click."""
    with session(context) as services:
        with services.store.read() as tx:
            found = case_of(tx, case)
            files = appeals.pack(tx, services, found)
        place = folder or Path(appeals.folder_of(found))
        if place.exists():
            raise Refused(f"{place} exists: name another folder")
        try:
            for path, content in files.items():
                (place / path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                (place / path).write_bytes(content)
        except OSError as error:
            raise Refused(f"{place}: {(error.strerror or 'cannot be written').lower()}") from None
        say = phrases_of(services)
        console().print(say("pack.written", folder=place, page=(place / "index.html").resolve().as_uri()))
        console().print(say("pack.then", case=found.case))
