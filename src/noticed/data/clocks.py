"""The packaged clocks as values. Raises ``ValueError`` for a row that cannot be read, with its name and why."""

import re
from collections.abc import Mapping
from functools import cache

from noticed.core.case.beginnings import Start
from noticed.core.case.clocks import About, Alarm, Binds, Clock
from noticed.core.case.duration import Duration, parse_duration
from noticed.core.case.model import State
from noticed.data import Table, table

_KEYS = frozenset(
    {*("starts", "length", "within", "binds", "alarms", "alert", "days", "ends"),
     *("states", "countries", "about", "outlives", "basis")}
)  # fmt: skip
_BASES = frozenset({"amazon", "statute", "practice"})
_DAYS = frozenset({"complainant", "store"})


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock there is, in the file's order."""
    return read(table("clocks.toml"))


def read(rows: Mapping[str, object]) -> tuple[Clock, ...]:
    """The clocks of a file's rows."""
    return tuple(_clock(name, row if isinstance(row, dict) else {}) for name, row in rows.items())


def _clock(name: str, row: Table) -> Clock:
    try:
        _check(row)
        more = {"states": tuple(State(one) for one in _texts(row, "states"))} if "states" in row else {}
        return Clock(
            name=name,
            starts=Start(str(row["starts"])),
            length=None if row["length"] == "printed" else _some(row, "length"),
            within=_some(row, "within") if "within" in row else None,
            binds=Binds(str(row["binds"])),
            alarms=tuple(_alarm(text) for text in _texts(row, "alarms")),
            alert=bool(row.get("alert", False)),
            days=str(row.get("days", "complainant")),
            ends=tuple(Start(one) for one in _texts(row, "ends")),
            countries=_texts(row, "countries"),
            about=About(str(row["about"])) if "about" in row else None,
            outlives=bool(row.get("outlives", False)),
            **more,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"clocks.toml: [{name}]: {error}") from error


def _check(row: Table) -> None:
    if unknown := sorted(row.keys() - _KEYS):
        raise ValueError(f"unknown key {unknown[0]}")
    for key, known in (("basis", _BASES), ("days", _DAYS)):
        if row.get(key, "complainant") not in known:
            raise ValueError(f"{key}: one of {', '.join(sorted(known))}")


def _some(row: Table, key: str) -> Duration:
    length = parse_duration(str(row[key]))
    if not length:
        raise ValueError(f"{key}: no time at all")
    return length


def _texts(row: Table, key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise TypeError(f"{key}: a list of texts is expected")
    return tuple(map(str, value))


def _alarm(text: str) -> Alarm:
    if part := re.fullmatch(r"(\d{1,2})%", text):
        return Alarm(part=int(part[1]) / 100)
    if text.startswith("-"):
        before = parse_duration(text[1:])
        if before.business_days:
            raise ValueError(f'alarms: "{text}": business days are counted from the beginning')
        return Alarm(before=before)
    return Alarm(after=parse_duration(text))
