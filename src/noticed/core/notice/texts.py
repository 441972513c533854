"""Every string of a dialect, however deep it lies. Never raises."""

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass


def texts_of(value: object, but: Collection[str]) -> Iterator[str]:
    """The strings of a value, of its items, and of its fields ``but`` those; of a mapping its values'."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from texts_of(item, but)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item, but)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in but:
                yield from texts_of(getattr(value, field.name), but)
