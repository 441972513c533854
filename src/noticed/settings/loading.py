"""Find settings.toml, overlay the environment, merge what is packaged, and check all of it at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from noticed import data
from noticed.settings import checks
from noticed.settings import included as files
from noticed.settings.environment import Override, overlay, put
from noticed.settings.errors import Loc, SettingsError, path_of
from noticed.settings.model import Settings
from noticed.settings.rows import Found, Rows, found_in, frozen
from noticed.settings.secret import Surroundings

_ELSEWHERE = (Path("settings.toml"), Path("/etc/noticed/settings.toml"))


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


def load(path: Path | None, environ: Mapping[str, str], *, skip: bool = False) -> Settings:
    """Read the settings. ``path`` is what ``--settings`` says; relative paths in it are relative to the file.

    ``skip``: account files of ``include`` that cannot be used are left out (``Settings.broken`` says which and why),
    for one client's mistake stops no other. Raises ``SettingsError`` with every problem there is.
    """
    place = find(path, environ)
    table = _read(place)
    included, broken, problems = files.include(place, table.get("include"))
    rows = Rows(main=place, environ=environ, table=table, included=included)
    given, wrong = overlay(table, environ)
    problems += wrong
    accounts, found = rows.accounts()
    settings, more = _validated(table, accounts, place, environ)
    again = [override for override in given if any(_wants_text(error, override) for error in (*found, *more))]
    if again:  # NOTICED__ACCOUNT__ACME__PHONE=123 is text, though it reads as a number
        for override in again:
            put(table, override.loc, override.text)
        accounts, found = rows.accounts()
        settings, more = _validated(table, accounts, place, environ)
    if found:  # an account that is wrong is there all the same
        more = [one for one in more if one[0] != ("account",)]
    bad, found = rows.by_file(found)
    broken += bad
    problems += [f"{path_of(loc, table)}: {line}{_origin(loc, given)}" for loc, line, _ in (*found, *more)]
    if not skip:
        problems += [problem for one in broken for problem in one.problems]
    if problems or settings is None:
        lost = [problem for one in broken for problem in one.problems]
        raise SettingsError(tuple(dict.fromkeys((*problems, *lost))), _language(table))
    return settings.model_copy(update={"broken": tuple(broken), "included": tuple(one.file for one in included)})


def _language(table: Mapping[str, Any]) -> str | None:
    operator = table.get("operator")
    language = operator.get("language") if isinstance(operator, dict) else None
    return language if language in {"en", "zh"} else None


def _wants_text(found: Found, override: Override) -> bool:
    return found[2] == "string_type" and found[0] == override.loc


def _origin(loc: Loc, given: list[Override]) -> str:
    source = next((override.name for override in given if loc[: len(override.loc)] == override.loc), None)
    return f" (from {source})" if source else ""


def _validated(
    table: dict[str, Any], accounts: object, place: Path, environ: Mapping[str, str]
) -> tuple[Settings | None, list[Found]]:
    """The whole, its accounts read already; and what is wrong with the rest."""
    found: list[Found] = [(*problem, "check") for problem in checks.problems(table)]
    whole = {**frozen(_with_cadences(table)), "path": place, **({"account": accounts} if "account" in table else {})}
    try:
        return Settings.model_validate(whole, context=Surroundings(folder=place.parent, environ=environ)), found
    except ValidationError as error:
        return None, [*found, *found_in(error)]


def _read(place: Path) -> dict[str, Any]:
    try:
        return files.read(place)[1]
    except files.Unreadable as error:
        raise SettingsError([f"{place}: {error}"]) from None


def _with_cadences(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with the packaged cadences under what it says itself."""
    merged, own = dict(table), table.get("cadence", {})
    if isinstance(own, dict):
        merged["cadence"] = {
            name: _with_cadence(data.cadences().get(name, {}), own.get(name, {})) for name in {**data.cadences(), **own}
        }
    return merged


def _with_cadence(packaged: Mapping[str, Any], own: object) -> object:
    if not isinstance(own, dict):
        return own
    return own if "steps" in own else {**packaged, **own}
