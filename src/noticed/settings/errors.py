"""What is wrong with the settings: all of it at once, each with its path and its cure."""

import difflib
from collections.abc import Iterable, Mapping, Sequence

from pydantic_core import ErrorDetails

Loc = tuple[int | str, ...]
"""Where in settings.toml: keys, and indexes into lists."""


class SettingsError(Exception):
    """The settings cannot be used. ``problems``: one line each; no value of a secret is ever in them."""

    def __init__(self, problems: Sequence[str], language: str | None = None) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
        self.language = language
        """What they say of ``operator.language``, where it could be read."""


def path_of(loc: Loc, table: Mapping[str, object]) -> str:
    """``("account", 0, "imap", "port")`` → ``account "acme".imap.port``, or ``account[0]…`` while it has no name."""
    text = ""
    for place, part in enumerate(loc):
        if isinstance(part, str):
            text += f".{part}" if text else part
        else:
            name = _account_name(loc, place, table)
            text += f' "{name}"' if name else f"[{part}]"
    return text or "settings"


def _account_name(loc: Loc, place: int, table: Mapping[str, object]) -> str | None:
    accounts = table.get("account")
    if place != 1 or loc[0] != "account" or not isinstance(accounts, Sequence):
        return None
    names = [row.get("name") if isinstance(row, Mapping) else None for row in accounts]
    index = loc[1]
    name = names[index] if isinstance(index, int) and index < len(names) else None
    return name if isinstance(name, str) and name.isprintable() and names.count(name) == 1 else None


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean "x"?``, or nothing."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""


_WORDS = {
    "missing": "is missing: it must be given",
    "string_type": 'must be text in quotes: "…"',
    "int_type": "must be a whole number without quotes",
    "bool_type": "must be true or false, without quotes",
    "tuple_type": 'must be a list: ["…", "…"]',
    "dict_type": 'must be a table: { KEY = "…" }',
    "model_type": "must be a section with keys of its own",
    "model_attributes_type": "must be a section with keys of its own",
}


def line_of(error: ErrorDetails) -> str:
    """One pydantic error in our words; never with the value it complains of."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be one of {context['expected']}".replace("'", '"')
    if kind == "greater_than_equal":
        return f"must be {context['ge']} or more"
    if kind == "less_than_equal":
        return f"must be {context['le']} or less"
    return _WORDS.get(kind, error["msg"])
