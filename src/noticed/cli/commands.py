"""Which command is in which module: only the module of the command that is called is imported.

A command is a function whose docstring is its help. ``noticed --help`` reads the first lines of those from the
sources, and imports none of them.
"""

import ast
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import typer

from noticed.cli.help import ToldCommand, ToldGroup
from noticed.cli.speech import spoken
from noticed.render.lines import told

COMMANDS = {
    "init": "init:init",
    "demo": "daemon:demo",
    "check": "daemon:check",
    "login": "login:login",
    "go-live": "daemon:go_live",
    "run": "daemon:run",
    "once": "daemon:once",
    "status": "status:status",
    "digest": "daemon:digest",
    "pause": "daemon:pause",
    "resume": "daemon:resume",
    "cases": "cases:cases",
    "show": "cases:show",
    "why": "cases:why",
    "calendar": "calendar:calendar",
    "checklist": "checklist:checklist",
    "stats": "stats:stats",
    "letters": "letters:letters",
    "approve": "letters:approve",
    "reject": "letters:reject",
    "decide": "decide:decide",
    "evidence": "evidence:evidence",
    "appeal": "appeal:appeal",
    "open": "decide:open_",
    "set": "decide:set_",
    "write": "decide:write",
    "merge": "regroup:merge",
    "split": "regroup:split",
    "quarantine": "setaside:quarantine",
    "pen": "setaside:pen_",
    "shunted": "setaside:shunted",
    "suppressed": "setaside:suppressed",
    "web": "web:web",
    "export": "export:export",
    "verify": "export:verify",
    "backup": "keep:backup",
    "rebuild": "keep:rebuild",
    "forget": "keep:forget",
    "move-store": "move:move_store",
    "read": "reading:read_",
    "redact": "redact:redact_",
}
"""Name → module of this package and function, in the order of ``--help``."""


class Commands(ToldGroup):
    """All of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # typer's words
        """Their names, in order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command, its module imported; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name].split(":")
        alone = typer.Typer(add_completion=False)
        alone.command(name=cmd_name, cls=ToldCommand)(getattr(import_module(f"noticed.cli.{module}"), function))
        return typer.main.get_command(alone)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help of a group that knows the commands by their first lines alone."""
        known: dict[str, Any] = {
            name: ToldCommand(name, help=told(summary(place), spoken())) for name, place in COMMANDS.items()
        }
        page = ToldGroup(
            name=self.name,
            commands=known,
            help=self.help,
            params=self.params,
            rich_markup_mode=self.rich_markup_mode,
        )
        page.format_help(ctx, formatter)


def summary(place: str) -> str:
    """The first line of the docstring of ``module:function``."""
    module, function = place.split(":")
    return _docstrings(module)[function].splitlines()[0]


@cache
def _docstrings(module: str) -> dict[str, str]:
    source = (files("noticed.cli") / f"{module}.py").read_text(encoding="utf-8")
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return {node.name: ast.get_docstring(node) or "" for node in functions}
