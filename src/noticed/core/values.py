"""What every value of the project shares: frozen, keyword-only, and no time without a zone.

Raises ``ValueError`` where a value is built with a naive datetime: a time that does not say
where it was read is a bug at the place that made it, not at the place that compares it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Value:
    """Base of all values: subclasses become frozen, keyword-only, slotless dataclasses."""

    def __init_subclass__(cls) -> None:
        if any(map(_may_be_a_time, cls.__annotations__.values())):
            cls.__post_init__ = _has_zones  # type: ignore[attr-defined]
        dataclass(frozen=True, kw_only=True)(cls)


def _may_be_a_time(annotation: object) -> bool:
    """Only classes with such a field are looked at when one is made: most values hold no time, and many are made."""
    return annotation in (object, Any) or isinstance(annotation, TypeVar) or "datetime" in str(annotation)


def _has_zones(value: Value) -> None:
    for name, each in vars(value).items():
        if isinstance(each, datetime) and each.tzinfo is None:
            raise ValueError(f"{type(value).__name__}.{name}: a time without a zone")
