"""``NOTICED__SECTION__KEY``: single settings from the environment, over those of the file.

A value is read as TOML where that gives a number, a truth value, a list, a table or a quoted text, else as the text
it is; empty is unset. Accounts go by name or index: ``NOTICED__ACCOUNT__ACME__EMAIL``,
``NOTICED__ACCOUNT__0__IMAP__PORT``. A plain ``…__PASSWORD`` is taken as ``{ env = … }``.
"""

import tomllib
from collections.abc import Mapping
from typing import Any

from noticed.core.values import Value
from noticed.settings.errors import Loc

_PREFIX = "NOTICED__"


class Override(Value):
    """One variable that was laid over the settings."""

    name: str
    loc: Loc
    text: str


def overlay(table: dict[str, Any], environ: Mapping[str, str]) -> tuple[list[Override], list[str]]:
    """Lay every override over ``table``; what was laid, and a problem for each that found no place."""
    laid, problems = [], []
    for name, text in sorted(environ.items()):
        if not name.startswith(_PREFIX) or not text:
            continue
        try:
            override = Override(name=name, loc=_place(name.removeprefix(_PREFIX).split("__"), table), text=text)
            put(table, override.loc, _value(override))
            laid.append(override)
        except ValueError as error:
            problems.append(f"{name}: {error}")
    return laid, problems


def put(table: dict[str, Any], loc: Loc, value: object) -> None:
    """Set one place of ``table``, making sections on the way. Raises ``ValueError`` where one is no section."""
    node: Any = table
    for part in loc[:-1]:
        node = node[part] if isinstance(part, int) else node.setdefault(part, {})
        if not isinstance(node, list if node is table.get("account") else dict):
            raise ValueError(f"{part} is no section")  # noqa: TRY004
    node[loc[-1]] = value


def _place(keys: list[str], table: dict[str, Any]) -> Loc:
    if not all(keys):
        raise ValueError("write NOTICED__SECTION__KEY")
    words = [key.lower() for key in keys]
    if words[0] == "account" and len(words) > 1:
        loc: Loc = ("account", _index(words[1], table), *words[2:])
        if len(loc) < 3:
            raise ValueError("write NOTICED__ACCOUNT__NAME__KEY")
        return (*loc[:3], *keys[3:]) if loc[2] == "amazon_cc" else loc
    return tuple(words)


def _index(word: str, table: dict[str, Any]) -> int:
    accounts = table.setdefault("account", [])
    if not isinstance(accounts, list) or not all(isinstance(row, dict) for row in accounts):
        raise ValueError("account must be written [[account]]")
    if word.isdecimal() and int(word) <= len(accounts):
        if int(word) == len(accounts):
            accounts.append({})
        return int(word)
    names = [str(row.get("name")).lower().replace("-", "_") for row in accounts]
    if word not in names:
        raise ValueError(f'no account is called "{word}"')
    return names.index(word)


def _value(override: Override) -> Any:
    try:
        value = tomllib.loads(f"value = {override.text}")["value"]
    except tomllib.TOMLDecodeError:
        value = override.text
    if override.loc[-1] == "password" and not isinstance(value, dict):
        return {"env": override.name}
    return value if isinstance(value, bool | int | float | list | dict | str) else override.text
