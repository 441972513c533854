"""The packaged files as they are read, and the shapes of what stands in them.

Raises ``TypeError`` where a list or a number is not one: a packaged file is broken, and the tests read them all.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

Table = Mapping[str, object]
_FOLDER = "noticed.data"
_Read = TypeVar("_Read")


class WhenAsked(Mapping[str, _Read]):
    """Of each of some names what ``read`` makes of it, when it is first asked for."""

    def __init__(self, names: Iterable[str], read: Callable[[str], _Read]) -> None:
        self._names = tuple(names)
        self._read = read
        self._known: dict[str, _Read] = {}

    def __getitem__(self, name: str) -> _Read:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:  # the inherited one would read it
        return name in self._names


def table(name: str) -> dict[str, object]:
    """The packaged TOML file ``name`` of this folder, as read."""
    return tomllib.loads(text(name))


def text(name: str) -> str:
    """The packaged file ``name`` of this folder."""
    return (files(_FOLDER) / name).read_text(encoding="utf-8")


def page(name: str) -> str:
    """The packaged page, style sheet or script ``name``."""
    return text(f"pages/{name}")


def rows(name: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The tables of a file, by their names."""
    return ((key, row) for key, row in table(name).items() if isinstance(row, dict))


def tables(folder: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The files of a folder, each by its name without the ending, in order."""
    return ((name, table(f"{folder}/{name}.toml")) for name in names(folder))


def names(folder: str) -> Iterator[str]:
    """What the TOML files of a folder are called, without the ending, in order."""
    found = sorted(entry.name for entry in (files(_FOLDER) / folder).iterdir())
    return (name.removesuffix(".toml") for name in found if name.endswith(".toml"))


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise TypeError("a list of texts is expected")
    return tuple(str(item) for item in value)


def count(value: object) -> int:
    """A number."""
    if not isinstance(value, int):
        raise TypeError("a number is expected")
    return value


def mapping(value: object) -> Table:
    """A table, not to be changed; an empty one where there is none."""
    return MappingProxyType(dict(value) if isinstance(value, dict) else {})


def by_language(value: object) -> Mapping[str, str]:
    """Language → text."""
    return {language: str(text) for language, text in mapping(value).items()}
