"""Which command is in which module: only the module of the command that is called is imported.

A command is a function whose docstring is its help. ``noticed --help`` reads the first lines of those from the
compiled modules, and imports none of them.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import CodeType
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
    return _docstrings(module).get(function, "").strip().partition("\n")[0]


@cache
def _docstrings(module: str) -> dict[str, str]:
    """A function's docstring is the first constant of its code; where Python drops them (-OO), none is there."""
    loader: Any = getattr(find_spec(f"noticed.cli.{module}"), "loader", None)
    functions = (each for each in loader.get_code(f"noticed.cli.{module}").co_consts if isinstance(each, CodeType))
    return {each.co_name: each.co_consts[0] for each in functions if isinstance((*each.co_consts, None)[0], str)}
