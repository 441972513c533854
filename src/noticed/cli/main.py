"""The ``noticed`` command: parse arguments, call a service, print."""

import atexit
import gc
import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from noticed.cli.commands import Commands
from noticed.cli.console import WRONG, Options, fail
from noticed.cli.speech import of_environment, of_settings, phrases, speak

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watches a seller's mailbox for Amazon's intellectual-property notices, asks, follows up, and tells you.",
)


class Language(StrEnum):
    """Languages the program speaks."""

    EN = "en"
    ZH = "zh"


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"noticed {version('noticed')}")
        raise typer.Exit


@app.callback()
def begin(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option(help="default: $NOTICED_SETTINGS, ./settings.toml, /etc/noticed/settings.toml"),
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="default: the settings', without settings $LC_ALL or $LANG")
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", help="what is installed", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Options of every command."""
    context.obj = Options(settings=settings, language=language.value if language else None)
    speak(language or of_settings(settings, os.environ) or of_environment(os.environ))


_WRONG_USAGE: type[Exception] = typer.BadParameter.__mro__[1]
"""Of all that can be wrong with a command line. typer shows its own class of it by that of one case alone."""


GARBAGE = 20_000, 20, 20
"""How seldom garbage is looked for: what is imported stays, and to look through it takes a tenth of a start."""


def main() -> None:
    """Entry point. ``--settings`` and ``--language`` may stand anywhere in the line; wrong usage is one line."""
    gc.set_threshold(*GARBAGE)
    atexit.register(gc.freeze)  # what goes all at once at the end is not looked through: that takes a sixth
    arguments = _ours_first(sys.argv[1:])
    asked, settings = (_given(name, arguments) for name in ("--language", "--settings"))
    where_it_stands = of_settings(Path(settings) if settings else None, os.environ)
    speak(asked or where_it_stands or of_environment(os.environ))
    try:
        status = app(args=arguments or ["--help"], prog_name="noticed", standalone_mode=False)
    except _WRONG_USAGE as error:
        where = getattr(getattr(error, "ctx", None), "command_path", "noticed")
        said = " ".join(error.format_message().split())  # type: ignore[attr-defined]
        what = phrases().line(said.removesuffix(".").replace("Value error, ", ""))
        raise SystemExit(fail(phrases()("cli.see_help", what=what, command=where), WRONG).exit_code) from None
    except typer.Abort:
        raise SystemExit(fail("stopped").exit_code) from None
    raise SystemExit(status)


_OURS = ("--settings", "--language")


def _given(name: str, arguments: list[str]) -> str | None:
    """The value of an option of ours, before the parser is asked: it speaks already when it finds fault."""
    found = re.search(rf"(?:^|\n){name}[\n=]([^\n]+)", "\n".join(arguments))
    return found[1] if found else None


def _ours_first(arguments: list[str]) -> list[str]:
    """Options of every command before the command, where the parser wants them."""
    first, rest = list[str](), list[str]()
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*first, *rest, word, *words]
        if word in _OURS:
            first += [word, *(value for value in [next(words, None)] if value is not None)]
        elif word.startswith(tuple(f"{name}=" for name in _OURS)):
            first.append(word)
        else:
            rest.append(word)
    return [*first, *rest]
