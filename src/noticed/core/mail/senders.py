"""Amazon's addresses as values; the table itself is data/senders.toml."""

from collections.abc import Mapping

from noticed.core.values import Value


class Senders(Value):
    """Amazon's addresses, from ``data/senders.toml``. Everything in lower case."""

    notice: tuple[str, ...]
    other: tuple[str, ...]
    domains: tuple[str, ...]
    subjects: tuple[str, ...]


def parse_senders(table: Mapping[str, object]) -> Senders:
    """The table of ``data/senders.toml``; raises ValueError naming the key that is wrong."""
    read = {name: _strings(table, name) for name in ("notice", "other", "domains", "subjects")}
    unknown = table.keys() - read.keys()
    if unknown:
        raise ValueError(f"{min(unknown)}: unknown key")
    return Senders(**read)


def _strings(table: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name}: has to be a list of strings")
    return tuple(item.lower() for item in value)
