"""``checklist``."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from noticed.cli.console import WRONG, CaseName, fail, print_json, session, show_table, table, utc
from noticed.core.case.tasks import Task
from noticed.ports import Tx
from noticed.render.phrases import Phrases
from noticed.service import checklist as removal
from noticed.service.context import Context
from noticed.service.explain import phrases_of
from noticed.service.finding import case_of


def checklist(  # noqa: PLR0913  # one argument an option
    context: typer.Context,
    case: CaseName,
    items: Annotated[list[str] | None, typer.Argument(metavar="[LINE]...", help="what is done")] = None,
    *,
    note: Annotated[str, typer.Option(help="in your words; the plan of action quotes it")] = "",
    at: Annotated[str | None, typer.Option(help="when it was done, 2026-12-01T09:00; default: now")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="it is not done")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """What is done before a complaint is accepted: the plan of action quotes it, with its times."""
    when = _time(at)
    with session(context) as services:
        with services.store.write() as tx:
            _mark(tx, services, case, items or [], note=note, at=when, undo=undo)
        with services.store.read() as tx:
            found = removal.of_case(services, case_of(tx, case))
        if as_json:
            for task in found:
                print_json(_row(task))
            return
        _show(phrases_of(services), found)


def _mark(  # noqa: PLR0913  # what the command takes
    tx: Tx, services: Context, case: str, items: list[str], *, note: str, at: datetime | None, undo: bool
) -> None:
    found = case_of(tx, case)
    if items and undo:
        removal.take_back(tx, services, found, items)
    elif items:
        removal.mark(tx, services, found, items, note=note, at=at)


def _time(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise fail(f'--at: "{text}" is no time: write 2026-12-01T09:00 (UTC) or with an offset', WRONG) from None
    return at.replace(tzinfo=UTC) if at and not at.tzinfo else at


def _row(task: Task) -> dict[str, object]:
    done = task.done
    return {
        "line": task.name,
        "required": task.required,
        "done_at": utc(done.at) if done else None,
        "note": done.note if done else None,
    }


def _show(say: Phrases, found: tuple[Task, ...]) -> None:
    listing = table("", *(say(f"checklist.{name}") for name in ("line", "what", "done")))
    for task in found:
        done = say.at(task.done.at) if task.done else say(f"checklist.{'missing' if task.required else 'optional'}")
        note = f" · {task.done.note}" if task.done and task.done.note else ""
        listing.add_row(task.name, say(f"checklist.{task.item}"), f"{done}{note}")
    show_table(listing)
