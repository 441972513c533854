"""``export``, ``verify``."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import Account, CaseName, console, fail, mine, plainly, session
from noticed.cli.speech import phrases
from noticed.ports import Refused
from noticed.service import export as exporting
from noticed.service.finding import case_of


def export(
    context: typer.Context,
    case: CaseName,
    file: Annotated[Path, typer.Argument(help="the zip to write")],
    account: Account = None,
) -> None:
    """A case for a lawyer: mails, letters, evidence and the journal, in one zip."""
    with session(context, account=account) as services:
        with services.store.write() as tx:
            name = mine(services, case_of(tx, case)).case
            content = exporting.export(services, tx, name)
            try:
                file.write_bytes(content)
            except OSError as error:
                raise Refused(f"{file}: {(error.strerror or 'cannot be written').lower()}") from None
        console().print(f"{name}: {file} ({len(content) // 1024 + 1} kB)")


def verify(file: Annotated[Path, typer.Argument(help="a zip that export wrote")]) -> None:
    """Whether an export is as it was made: every file's sum, and the journal's chain."""
    with plainly():
        try:
            packed = file.read_bytes()
        except OSError as error:
            raise Refused(f"{file}: {(error.strerror or 'cannot be read').lower()}") from None
        found = exporting.verify(packed)
    for problem in found.problems:
        console().print(phrases().line(problem))
    if found.problems:
        raise fail(f"{file}: not as it was exported ({len(found.problems)} differences): export {found.case} again")
    say = phrases()
    console().print(say("cli.verified", case=found.case, files=found.files, lines=found.lines))
    if found.removed:
        console().print(say("cli.removed_words", n=found.removed))
    console().print(say("cli.seal", seal=found.seal or say("cli.no_seal")))
