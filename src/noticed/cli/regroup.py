"""``merge`` and ``split``."""

from typing import Annotated

import typer

from noticed.cli.console import CaseName, console, session
from noticed.service import regroup


def merge(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help="the case that ends in it")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="the case that goes on")],
) -> None:
    """Put two cases of one complainant together."""
    with session(context) as services:
        kept = regroup.merge(services, case, into)
        console().print(f"{kept.case}: {', '.join(kept.complaint_ids) or ', '.join(kept.asins)}")


def split(
    context: typer.Context,
    case: CaseName,
    complaint_ids: Annotated[list[str], typer.Argument(metavar="COMPLAINT_ID…", help="what becomes a case of its own")],
) -> None:
    """Make some complaints of a case a case of their own."""
    with session(context) as services:
        fresh = regroup.split(services, case, complaint_ids)
        console().print(f"{fresh.case}: {', '.join(fresh.complaint_ids)}")
