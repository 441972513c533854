"""The [[account]] tables, of settings.toml and of the files it includes: completed, checked and read one by one.

Under what an account says lie [account_defaults], the login it shares, and what is known of its provider.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from noticed import data
from noticed.settings import checks
from noticed.settings.account import Account
from noticed.settings.errors import Loc, line_of, nearest
from noticed.settings.included import Broken, Included, laid_under, problem
from noticed.settings.secret import Surroundings

Found = tuple[Loc, str, str]
"""Where, what, and pydantic's name of the error."""
_OF_A_LOGIN = ("provider", "imap", "smtp", "password", "oauth")
_DEFAULTS = "account_defaults"


class Rows:
    """The accounts of one reading. ``table``: settings.toml, whose ``account`` gets the included ones as well."""

    def __init__(
        self, *, main: Path, environ: Mapping[str, str], table: dict[str, Any], included: Sequence[Included]
    ) -> None:
        self._main, self._environ, self._table = main, environ, table
        self._files: dict[int, tuple[Included, int]] = {}
        own = table.get("account", [] if included else None)
        if isinstance(own, list):
            table["account"] = own
            for one in included:
                for number, row in enumerate(one.rows):
                    self._files[len(own)] = one, number
                    own.append(row)
        if not included and "include" in table:
            table.setdefault("account", [])

    def accounts(self) -> tuple[object, list[Found]]:
        """The accounts that can be used, and what is wrong with the others, by its place in ``table``."""
        given = self._table.get("account")
        if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
            return frozen(given), []
        found = list(self._of_defaults())
        rows = [self._with_defaults(row) for row in given]
        found += [(*wrong, "check") for wrong in checks.names(rows)]
        rows = list(self._with_logins(rows, found))
        rows = [_with_provider(row) for row in rows]
        made: list[Account | None] = []
        for index, row in enumerate(rows):
            found += [(*wrong, "check") for wrong in checks.account(index, row, self._table)]
            account, more = self._read(index, row)
            made.append(account)
            found += more
        bad = _numbers(found)
        found += [
            (("account", index, "login"), f'its login "{row["login"]}" cannot be used', "check")
            for index, row in enumerate(rows)
            if index not in bad and any(rows[other].get("name") == row.get("login", "") for other in bad)
        ]
        bad = _numbers(found)
        return tuple(account for index, account in enumerate(made) if account and index not in bad), found

    def by_file(self, found: Sequence[Found]) -> tuple[list[Broken], list[Found]]:
        """Problems of included files, a value each; and those of settings.toml itself."""
        lines: dict[Path, list[str]] = {}
        rest: list[Found] = []
        for loc, what, kind in found:
            index = loc[1] if len(loc) > 1 and loc[0] == "account" else None
            if isinstance(index, int) and index in self._files:
                one, number = self._files[index]
                lines.setdefault(one.file, []).append(problem(self._main, one, number, loc[2:], what))
            else:
                rest.append((loc, what, kind))
        return [Broken(file=file, problems=tuple(dict.fromkeys(said))) for file, said in lines.items()], rest

    def _with_defaults(self, row: dict[str, Any]) -> dict[str, Any]:
        defaults = self._table.get(_DEFAULTS)
        if not isinstance(defaults, dict):
            return row
        own = {key: value for key, value in defaults.items() if not ("login" in row and key in _OF_A_LOGIN)}
        return laid_under(own, row)

    def _of_defaults(self) -> Iterator[Found]:
        """What is wrong in [account_defaults] is said there, once."""
        defaults = self._table.get(_DEFAULTS)
        if not isinstance(defaults, dict):
            return
        for key in ("name", "email", "login"):
            if key in defaults:
                yield (_DEFAULTS, key), "differs from account to account: give it there", "check"
        _, found = self._read(None, _with_provider(defaults))
        yield from (
            ((_DEFAULTS, *loc[2:]), what, kind)
            for loc, what, kind in found
            if kind != "missing" and len(loc) > 2 and loc[2] in defaults
        )

    def _with_logins(self, rows: list[dict[str, Any]], found: list[Found]) -> Iterator[dict[str, Any]]:
        """An account on another's login has its servers, and its user name."""
        by_name = {row.get("name"): row for row in rows}
        for index, row in enumerate(rows):
            if "login" not in row:
                yield row
                continue
            holder = by_name.get(row["login"])
            wrong = _wrong_login(row, holder, [str(name) for name in by_name if name])
            if wrong:
                found.append((("account", index, "login"), wrong, "check"))
            if holder is None or holder is row:
                yield row
                continue
            merged = {**row, **{key: holder[key] for key in _OF_A_LOGIN if key in holder}}
            for key in ("imap", "smtp"):
                server = holder.get(key, {})
                if isinstance(server, dict):
                    merged[key] = {"username": holder.get("email"), **server}
            yield merged

    def _read(self, index: int | None, row: dict[str, Any]) -> tuple[Account | None, list[Found]]:
        around = Surroundings(folder=self._main.parent, environ=self._environ, beside=self._beside(index, row))
        place: Loc = ("account", index or 0)
        try:
            return Account.model_validate(frozen(row), context=around), []
        except ValidationError as error:
            found = [((*place, *loc), what, kind) for loc, what, kind in found_in(error, place)]
            return None, [one for one in found if index is None or not self._is_default(index, one)]

    def _is_default(self, index: int, found: Found) -> bool:
        """Whether it comes from [account_defaults], where it is said."""
        defaults, own = self._table.get(_DEFAULTS), self._table["account"][index]
        for part in (part for part in found[0][2:] if isinstance(part, str)):
            if not isinstance(defaults, dict) or part not in defaults:
                return False
            if not isinstance(own, dict) or part not in own:
                return True
            defaults, own = defaults[part], own[part]
        return False

    def _beside(self, index: int | None, row: dict[str, Any]) -> Path | None:
        """Where the account's files are looked for first: beside its own file, or that of its login."""
        if "login" in row:
            rows = self._table["account"]
            index = next((n for n, one in enumerate(rows) if one.get("name") == row["login"]), index)
        return self._files[index][0].file.parent if index in self._files else None


def _numbers(found: Sequence[Found]) -> set[int]:
    """Which accounts are wrong."""
    return {loc[1] for loc, _, _ in found if loc[0] == "account" and isinstance(loc[1], int)}


def _wrong_login(row: Mapping[str, Any], holder: Mapping[str, Any] | None, known: list[str]) -> str | None:
    if holder is None:
        return f"names no account{nearest(str(row['login']), known)}"
    if holder is row or "login" in holder:
        return "names an account that has no login of its own"
    given = next((key for key in _OF_A_LOGIN if key in row), None)
    return f"has {given} of the other account: leave {given} out here" if given else None


def found_in(error: ValidationError, of: Loc = ()) -> list[Found]:
    """Every problem pydantic found. ``of``: where in the settings the value stands that was read."""
    found = []
    for detail in error.errors(include_url=False, include_input=False):
        loc = detail["loc"]
        line = checks.unknown_key((*of, *loc)) if detail["type"] == "extra_forbidden" else line_of(detail)
        found.append((loc, line, detail["type"]))
    return found


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


def frozen(value: object) -> Any:
    """Lists as tuples: what strict, frozen sections hold."""
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return tuple(frozen(item) for item in value) if isinstance(value, list | tuple) else value
