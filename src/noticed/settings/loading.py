"""Find settings.toml, overlay the environment, merge what is packaged, and check all of it at once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from noticed import data
from noticed.settings import checks
from noticed.settings.environment import Override, overlay, put
from noticed.settings.errors import Loc, SettingsError, line_of, path_of
from noticed.settings.model import Settings
from noticed.settings.secret import Surroundings

_ELSEWHERE = (Path("settings.toml"), Path("/etc/noticed/settings.toml"))
_LARGEST = 1024 * 1024


def find(path: Path | None, environ: Mapping[str, str]) -> Path:
    """The settings file: ``path``, else $NOTICED_SETTINGS, ./settings.toml, /etc/noticed/settings.toml.

    Raises ``SettingsError`` when the one that was named, or every one of the last two, is missing.
    """
    named = path or (Path(environ["NOTICED_SETTINGS"]) if environ.get("NOTICED_SETTINGS") else None)
    if named:
        if not named.is_file():
            raise SettingsError([f"{named}: no such file; `noticed init` writes one"])
        return named.absolute()
    found = next((place for place in _ELSEWHERE if place.is_file()), None)
    if found is None:
        raise SettingsError(
            ["no settings found at --settings, $NOTICED_SETTINGS, ./settings.toml or /etc/noticed/settings.toml; "
             "`noticed init` writes them, `noticed demo` needs none"]
        )  # fmt: skip
    return found.absolute()


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings. ``path`` is what ``--settings`` says; relative paths in it are relative to the file.

    Raises ``SettingsError`` with every problem there is.
    """
    place = find(path, environ)
    table = _read(place)
    given, problems = overlay(table, environ)
    around = Surroundings(folder=place.parent, environ=environ)
    settings, found = _validated(table, place, around)
    again = [override for override in given if any(_wants_text(error, override) for error in found)]
    if again:  # NOTICED__ACCOUNT__ACME__PHONE=123 is text, though it reads as a number
        for override in again:
            put(table, override.loc, override.text)
        settings, found = _validated(table, place, around)
    problems += [f"{path_of(loc, table)}: {line}{_origin(loc, given)}" for loc, line, _ in found]
    if problems or settings is None:
        raise SettingsError(tuple(dict.fromkeys(problems)), _language(table))
    return settings


def _language(table: Mapping[str, Any]) -> str | None:
    operator = table.get("operator")
    language = operator.get("language") if isinstance(operator, dict) else None
    return language if language in {"en", "zh"} else None


Found = tuple[Loc, str, str]
"""Where, what, and pydantic's name of the error."""


def _wants_text(found: Found, override: Override) -> bool:
    return found[2] == "string_type" and found[0] == override.loc


def _origin(loc: Loc, given: list[Override]) -> str:
    source = next((override.name for override in given if loc[: len(override.loc)] == override.loc), None)
    return f" (from {source})" if source else ""


def _validated(table: dict[str, Any], place: Path, around: Surroundings) -> tuple[Settings | None, list[Found]]:
    found: list[Found] = [(*problem, "check") for problem in checks.problems(table)]
    try:
        settings = Settings.model_validate({**_frozen(_with_packaged(table)), "path": place}, context=around)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            loc = detail["loc"]
            line = checks.unknown_key(loc) if detail["type"] == "extra_forbidden" else line_of(detail)
            found.append((loc, line, detail["type"]))
        return None, found
    return settings, found


def _read(place: Path) -> dict[str, Any]:
    try:
        with place.open("rb") as file:
            return tomllib.loads(file.read(_LARGEST).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SettingsError([f"{place}: is not UTF-8: save it as UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{place}: is not TOML: {error}"]) from None
    except OSError as error:
        raise SettingsError([f"{place}: cannot be read: {(error.strerror or 'error').lower()}"]) from None


def _with_packaged(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with the providers' servers and the packaged cadences under what it says itself."""
    merged = dict(table)
    accounts = table.get("account")
    if isinstance(accounts, list):
        merged["account"] = [_with_provider(row) if isinstance(row, dict) else row for row in accounts]
    own = table.get("cadence", {})
    if isinstance(own, dict):
        merged["cadence"] = {
            name: _with_cadence(data.cadences().get(name, {}), own.get(name, {})) for name in {**data.cadences(), **own}
        }
    return merged


def _with_provider(row: dict[str, Any]) -> dict[str, Any]:
    provider = row.get("provider")
    preset = data.providers().get(provider if isinstance(provider, str) else "plain")
    if preset is None:
        preset = data.providers()["gmail"]  # an unknown provider is one problem, not four with its servers' hosts
    merged = dict(row)
    for key, defaults in (("imap", preset.imap), ("smtp", preset.smtp)):
        own = row.get(key, {})
        if isinstance(own, dict):
            merged[key] = {**defaults, **own}
            if "tls" in own and "port" not in own:
                merged[key].pop("port", None)  # the provider's port belongs to its own tls
    return merged


def _with_cadence(packaged: Mapping[str, Any], own: object) -> object:
    if not isinstance(own, dict):
        return own
    return own if "steps" in own else {**packaged, **own}


def _frozen(value: object) -> Any:
    """Lists as tuples: what strict, frozen sections hold."""
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value
