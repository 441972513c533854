"""``backup``, ``rebuild`` and ``forget``: the store's copy, its second birth, and what it keeps of people."""

from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import console, session, show_table, table
from noticed.service import retention
from noticed.service.rebuild import NOT_REBUILT
from noticed.service.rebuild import rebuild as build_again


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option("--force", help="replace FILE")] = False,
) -> None:
    """Copy the store into FILE while the daemon runs; put back, the copy looks before it sends."""
    with session(context) as services:
        made = services.store.backup(str(file), replace=force, at=services.clock.now())
        console().print(f"{file}: {made.cases} cases, {made.letters} letters, {made.size / 1024:,.0f} kB; checked")


def rebuild(context: typer.Context) -> None:
    """Make a lost store again from the mailboxes alone; nothing is sent."""
    with session(context) as services:
        done = build_again(services)
        out, listing = console(), table("", "Case", "State", "Complaint", "ASIN", "Asked")
        for case in done.cases:
            where = case.state.value + (f" ({case.reason})" if case.reason else "")
            listing.add_row(case.case, where, ", ".join(case.complaint_ids), ", ".join(case.asins), str(case.attempts))
        if done.cases:
            show_table(listing)
        read = ", ".join(f"{count} {what}" for what, count in done.messages) or "nothing of ours"
        out.print(f"{len(done.cases)} cases, {done.letters} letters that left; read: {read}")
        if done.held:
            out.print(f"No copy was found of {', '.join(done.held)}: they wait for you (noticed letters)")
        if done.unread:
            out.print(f"{done.unread} messages could not be read yet: noticed shunted, or the daemon tries again")
        out.print(f"Not in the mailboxes, so not rebuilt: {'; '.join(NOT_REBUILT)}.")
        out.print("The store searches first: nothing leaves before every mailbox has been read once more.")


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
