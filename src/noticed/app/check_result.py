"""One line of what ``noticed check`` found."""

from noticed.core.values import Value


class Result(Value):
    """One line of the list."""

    ok: bool
    note: bool = False
    """Nothing is wrong, but it is worth a look."""
    what: str
    text: str
