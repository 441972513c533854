"""``--help`` in the language that is spoken.

What it says stands in English where it is meant, in docstrings and options; the catalogue tells it anew (table
``said.help``), the words of the parser too.
"""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from noticed.cli.speech import spoken
from noticed.render.lines import told

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "REQUIRED_LONG_STRING": "[required]",
    "DEFAULT_STRING": "[default: {}]",
}
"""Constants of the parser → what they say in English."""


def _said(text: str | None) -> str | None:
    return told(text, spoken()) if text else text


class _Told:
    """Speaks before it shows itself."""

    help: str | None

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The first line: how it is called."""
        pieces = [*map(_said, self.collect_usage_pieces(ctx))]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(filter(None, pieces)), prefix=_said("Usage: "))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole page."""
        import typer.rich_utils as rich_help  # only where help is asked for: it has much of rich come along

        for name, text in _PANELS.items():
            setattr(rich_help, name, _said(text))
        self.help = _said(self.help)
        for param in self.get_params(ctx):  # type: ignore[attr-defined]
            param.help = _said(param.help)
            if param.metavar is None and getattr(param, "is_flag", False):
                param.metavar = ""  # "<bool>" tells nobody anything
        super().format_help(ctx, formatter)  # type: ignore[misc]


class ToldCommand(_Told, TyperCommand):
    """A command."""


class ToldGroup(_Told, TyperGroup):
    """All of them."""
