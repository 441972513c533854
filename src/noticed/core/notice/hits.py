"""A label and its value, as places in a page."""

from functools import cached_property

from noticed.core.values import Value

MAX_HITS = 600
"""More labels than any notice has."""


class Hit(Value):
    """A label and the text it announces."""

    key: str
    """What it announces: a member of ``dialect.LABELS``, or ``number.<ip_type>``."""
    start: int
    value: int
    """Where the value begins …"""
    end: int
    """… and ends."""
    strong: bool = True
    """False: no separator stands between label and value."""

    @cached_property
    def base(self) -> str:
        return self.key.partition(".")[0]
