"""How commands speak: tables on a terminal, one JSON object a line with ``--json``, errors in one line.

Every command begins here, ``--help`` too: what is heavy is imported where it is used.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from noticed.cli.speech import phrases, speak, spoken
from noticed.core.values import Value
from noticed.render.harmless import harmless, harmless_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from noticed.core.case.model import Case
    from noticed.ports import InboxRow, Letter
    from noticed.service.context import Context
    from noticed.settings import Settings, SettingsError

CaseName = Annotated[str, typer.Argument(help="N-7K3F, as noticed cases lists it")]
"""Which case, as an argument of a command."""

REFUSED, WRONG = 1, 2
"""Exit statuses: refused or unhealthy; wrong usage or settings."""


Account = Annotated[str | None, typer.Option(help="only this account")]

_WIDE = 400
"""Columns where no terminal says how many there are: nothing is cut or folded in a pipe."""


class Options(Value):
    """What stands before or after the command."""

    settings: Path | None = None
    language: str | None = None
    """Asked for by --language; None: by the settings."""


def console() -> "Console":
    """Stdout; colour and width only where a terminal is."""
    from noticed.cli.terminal import Terminal

    width = None if sys.stdout.isatty() else _WIDE
    return Terminal(width=width, highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False, markup=False)


def say(line: str) -> None:
    """One line on stdout. rich, which takes its time to import, is there to fold it where a terminal is."""
    if sys.stdout.isatty():
        console().print(line)
    else:
        print(harmless(line))


def fail(line: str, status: int = REFUSED) -> typer.Exit:
    """Say why in one line on stderr; raise what is returned."""
    print(harmless(f"noticed: {phrases().line(line)}"), file=sys.stderr)
    return typer.Exit(status)


def fail_all(error: "SettingsError") -> typer.Exit:
    """The same for everything that is wrong with the settings, a line each."""
    for problem in error.problems:
        fail(problem)
    return typer.Exit(WRONG)


def read_settings(context: typer.Context, *, skip: bool = False) -> "Settings":
    """The settings, or exit 2 with every problem. ``skip``: without the account files that cannot be used."""
    from noticed.settings import SettingsError, load

    options = options_of(context)
    try:
        settings = load(options.settings, os.environ, skip=skip)
    except SettingsError as error:
        speak(options.language or error.language or spoken())
        raise fail_all(error) from None
    speak(options.language or settings.operator.language)
    return settings


def options_of(context: typer.Context) -> Options:
    """What stands before or after the command."""
    return context.find_object(Options) or Options()


@contextmanager
def plainly() -> Iterator[None]:
    """What was refused, and what does not work, as one line and exit 1."""
    from noticed.ports import Permanent, Refused, Transient
    from noticed.render.facts import BadTemplates
    from noticed.settings import SettingsError

    try:
        yield
    except SettingsError as error:
        raise fail_all(error) from None
    except (Refused, Permanent, Transient) as error:
        raise fail(str(error)) from None
    except BadTemplates as error:
        raise fail(str(error), WRONG) from None


@contextmanager
def session(
    context: typer.Context, now: datetime | None = None, *, sends: bool = False, account: str | None = None
) -> Iterator["Context"]:
    """The services over the store of the settings. ``sends``: letters may leave; ``account``: only this one is seen."""
    from noticed.adapters.logging import set_up
    from noticed.app.build import opened

    set_up(os.environ.get("NOTICED_LOG", "ERROR"))
    settings = read_settings(context, skip=True)
    with plainly(), opened(settings, now, sends=sends) as services:
        seen = services.only(account)
        yield seen if sends else replace(seen, operator_language=spoken())


def only_account(services: "Context", name: str | None) -> str:
    """The account that was named, or the only one there is. Raises ``Refused``."""
    from noticed.ports import Refused

    if name:
        return services.account_of(name).name
    if len(services.accounts) > 1:
        raise Refused(f"say which account: --account {'|'.join(services.accounts)}")
    return next(iter(services.accounts))


_Owned = TypeVar("_Owned", "Case", "Letter", "InboxRow")


def mine(services: "Context", thing: _Owned) -> _Owned:
    """The same. Raises ``Refused`` where --account names another account than its own."""
    from noticed.ports import Refused

    if not services.mine(thing.account):
        raise Refused(f"that is not of account {next(iter(services.accounts))}")
    return thing


def print_json(row: dict[str, object]) -> None:
    """One object a line. Controls, and lone surrogates, are escapes in it."""
    print(harmless_json(json.dumps(row, ensure_ascii=False, default=_plain)))


def _plain(value: object) -> object:
    return utc(value) if isinstance(value, datetime) else str(value)


def utc(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, or null."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def local(context: "Context", at: datetime | None) -> str:
    """A date for people, in their zone and language."""
    from noticed.service.explain import phrases_of

    return f"{phrases_of(context).day(at)} {at.astimezone(context.timezone):%H:%M}" if at else "–"


def table(title: str, *columns: str) -> "Table":
    """A plain table."""
    from rich.table import Table

    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in columns:
        made.add_column(name, overflow="fold")
    return made


def show_table(made: "Table") -> None:
    """Print a table; in a pipe without blanks at the ends of its lines."""
    out = console()
    if sys.stdout.isatty():
        out.print(made)
        return
    with out.capture() as captured:
        out.print(made)
    for line in captured.get().splitlines():
        print(line.rstrip())


def pairs(given: list[str]) -> dict[str, str]:
    """``K=V`` arguments; one without ``=`` is wrong usage."""
    wrong = next((g for g in given if "=" not in g), None)
    if wrong is not None:
        raise fail(f'"{wrong}" is no NAME=VALUE', WRONG)
    return {k.strip(): v for k, _, v in (g.partition("=") for g in given)}
