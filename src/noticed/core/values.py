"""What every value of the project shares: frozen, keyword-only, and no time without a zone.

Raises ``ValueError`` where a value is built with a naive datetime: a time that does not say
where it was read is a bug at the place that made it, not at the place that compares it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Value:
    """Base of all values: subclasses become frozen, keyword-only, slotless dataclasses."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)

    def __post_init__(self) -> None:
        if datetime not in map(type, vars(self).values()):
            return
        for name, value in vars(self).items():
            if isinstance(value, datetime) and value.tzinfo is None:
                raise ValueError(f"{type(self).__name__}.{name}: a time without a zone")
