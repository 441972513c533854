"""The words the program says, a file a language."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from noticed.data.tables import WhenAsked, names, text

_TABLE = re.compile(r"^\[(\w+)", re.MULTILINE)
"""Where a table of such a file begins; no text in it has a line like that."""


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Language → the words of digests, alerts, commands and errors, by ``table.key``."""
    return WhenAsked(names("words"), _Language)


class _Language(Mapping[str, str]):
    """The words of one language. A file has 100 kB: most commands say a few of its words, and only tables that are
    asked for are parsed.
    """

    def __init__(self, language: str) -> None:
        whole = text(f"words/{language}.toml")
        starts = [(found[1], found.start()) for found in _TABLE.finditer(whole)]
        ends = [start for _, start in starts[1:]] + [len(whole)]
        self._texts: dict[str, str] = {}
        for (name, start), end in zip(starts, ends, strict=True):
            self._texts[name] = self._texts.get(name, "") + whole[start:end]
        self._tables = WhenAsked(self._texts, self._table)

    def _table(self, name: str) -> Mapping[str, str]:
        return dict(_flat(tomllib.loads(self._texts[name])))

    def __getitem__(self, key: str) -> str:
        return self._tables[key.partition(".")[0]][key]

    def __iter__(self) -> Iterator[str]:
        return (key for table in self._tables.values() for key in table)

    def __len__(self) -> int:
        return sum(map(len, self._tables.values()))


def _flat(row: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)
