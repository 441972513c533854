"""``evidence``: the files that show something in a case."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.console import CaseName, console, print_json, session, show_table, table
from noticed.cli.supplied import file_of
from noticed.core.case.exhibits import ExhibitKind
from noticed.core.case.slots import day
from noticed.ports import Exhibit, Refused
from noticed.service import accepting, travel, vault
from noticed.service.context import Context
from noticed.service.explain import phrases_of
from noticed.service.finding import case_of

_ACTIONS = "list · add · remove · save"


def evidence(  # noqa: PLR0913  # one argument an option
    context: typer.Context,
    case: CaseName,
    action: Annotated[str, typer.Argument(help=_ACTIONS)] = "list",
    what: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|NAME", help="a file to add, or the name of one that is there")
    ] = None,
    *,
    kind: Annotated[ExhibitKind | None, typer.Option(help="what it is; else by its name")] = None,
    dated: Annotated[str, typer.Option("--date", metavar="DAY", help="the day it bears, like 2026-05-03")] = "",
    expires: Annotated[str, typer.Option(metavar="DAY", help="the last day it holds (a licence)")] = "",
    why: Annotated[str, typer.Option(help="why it is taken out")] = "",
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="where to save it")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """The files that show something in a case: kept as they are, sent as this notice accepts them."""
    with session(context) as services:
        given = what or []
        match action, given:
            case "list", []:
                _list(services, case, as_json=as_json)
            case "add", [_, *_]:
                _add(
                    services,
                    case,
                    [Path(name) for name in given],
                    kind,
                    (_day("date", dated), _day("expires", expires)),
                )
            case "remove", [name]:
                gone = vault.remove(services, case, name, why)
                console().print(phrases_of(services)("evidence.removed", name=gone.name))
            case "save", [name]:
                _save(services, case, name, to)
            case _:
                raise Refused(f'"{action}" is not possible here: list, add FILE…, remove NAME, save NAME')


def _add(
    services: Context,
    case: str,
    paths: list[Path],
    kind: ExhibitKind | None,
    days: tuple[date | None, date | None],
) -> None:
    dated, expires = days
    offered = [vault.Offered(file=file_of(path), kind=kind, dated=dated, expires=expires) for path in paths]
    say = phrases_of(services)
    for kept in vault.add(services, case, offered, "command"):
        exhibit = kept.exhibit
        key = "evidence.added" if kept.fresh else "evidence.known"
        console().print(say(key, name=exhibit.name, kind=say.word("exhibit", exhibit.kind)))
        with services.store.read() as tx:
            found = case_of(tx, case)
        console().print(f"  {travel.in_words(services, found, exhibit.name, say)}")
        if line := _age(services, exhibit):
            console().print(f"  {line}")


def _list(services: Context, name: str, *, as_json: bool) -> None:
    say = phrases_of(services)
    with services.store.read() as tx:
        case = case_of(tx, name)
        rows = tx.exhibits.of_case(case.case)
    listing = table("", *(say(f"evidence.{column}") for column in ("name", "kind", "date", "until", "size", "state")))
    for row in rows:
        if as_json:
            print_json(
                {
                    **{n: getattr(row, n) for n in ("name", "kind", "content_type", "size", "sha256", "source")},
                    **{n: _iso(getattr(row, n)) for n in ("dated", "expires")},
                    **{n: getattr(row, n) for n in ("added_at", "removed_at", "removed_why")},
                    "expired": vault.expired(row, vault.today(services)),
                }
            )
        size = f"{max(1, row.size // 1024)} kB"
        listing.add_row(
            row.name, say.word("exhibit", row.kind), _iso(row.dated) or "–", _iso(row.expires) or "–", size,
            _state(services, row),
        )  # fmt: skip
    if as_json:
        return
    show_table(listing) if rows else console().print(say("evidence.none"))
    console().print(travel.accepted(accepting.shape(services, case), say))


def _save(services: Context, case: str, name: str, to: Path | None) -> None:
    with services.store.read() as tx:
        exhibit = vault.original(tx, case_of(tx, case), name)
    file = to or Path(exhibit.name)
    if file.exists():
        raise Refused(f"{file} exists: name another file (--to FILE)")
    try:
        file.write_bytes(exhibit.content)
    except OSError as error:
        raise Refused(f"{file}: {(error.strerror or 'cannot be written').lower()}") from None
    console().print(f"{exhibit.name}: {file}")


def _state(services: Context, exhibit: Exhibit) -> str:
    say = phrases_of(services)
    if exhibit.removed_at:
        return say("evidence.out", why=exhibit.removed_why or "–")
    return _age(services, exhibit) or say("evidence.there")


def _age(services: Context, exhibit: Exhibit) -> str:
    return phrases_of(services)("evidence.expired") if vault.expired(exhibit, vault.today(services)) else ""


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _day(name: str, text: str) -> date | None:
    found = day(text) if text else None
    if text and found is None:
        raise Refused(f"{name}: write the day like 2021-05-03")
    return found
