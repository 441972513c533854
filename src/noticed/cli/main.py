"""The ``noticed`` command: parse arguments, call a service, print."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from noticed.cli import cases, daemon, decide, export, init, keep, letters, reading, setaside
from noticed.cli.console import Options

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watches a seller's mailbox for Amazon's intellectual-property notices, asks, follows up, and tells you.",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"noticed {version('noticed')}")
        raise typer.Exit


@app.callback()
def begin(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option(help="default: $NOTICED_SETTINGS, ./settings.toml, /etc/noticed/settings.toml"),
    ] = None,
    _version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_say_version)] = False,
) -> None:
    """Options of every command."""
    context.obj = Options(settings=settings)


for module in (init, daemon, cases, letters, decide, setaside, export, keep, reading):
    module.register(app)


def main() -> None:
    """Entry point. ``--settings`` may stand anywhere in the line."""
    app(args=_settings_first(sys.argv[1:]), prog_name="noticed")


def _settings_first(arguments: list[str]) -> list[str]:
    for index, word in enumerate(arguments):
        if word == "--settings" and index + 1 < len(arguments):
            return [word, arguments[index + 1], *arguments[:index], *arguments[index + 2 :]]
        if word.startswith("--settings="):
            return [word, *arguments[:index], *arguments[index + 1 :]]
        if word == "--":
            break
    return arguments
