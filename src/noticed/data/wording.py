"""The words the program says, a file a language."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from noticed.data.tables import names, table


class _Words(Mapping[str, Mapping[str, str]]):
    """Each language is read when it is first spoken."""

    def __getitem__(self, language: str) -> Mapping[str, str]:
        if language not in _languages():
            raise KeyError(language)
        return _words_of(language)

    def __iter__(self) -> Iterator[str]:
        return iter(_languages())

    def __len__(self) -> int:
        return len(_languages())

    def __contains__(self, language: object) -> bool:  # the inherited one would read it
        return language in _languages()


_WORDS = _Words()


def words() -> Mapping[str, Mapping[str, str]]:
    """Language → the words of digests, alerts, commands and errors, by ``table.key``."""
    return _WORDS


@cache
def _languages() -> tuple[str, ...]:
    return tuple(names("words"))


@cache
def _words_of(language: str) -> Mapping[str, str]:
    return MappingProxyType(dict(_flat(table(f"words/{language}.toml"))))


def _flat(row: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)
