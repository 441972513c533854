"""A label and its value, as places in a page."""

from noticed.core.values import Value, kept

LABELS = (
    "asin",
    "complaint_id",
    "type",
    "number",
    "owner",
    "owner_email",
    "contact",
    "name",
    "email",
    "agent",
    "person",
    "phone",
    "statement",
    "work",
    "title",
    "ignore",
)
"""What a label may announce. ``number.<ip_type>`` are labels of a number that name the right too."""
UNNAMED = "ignore.unnamed"
"""Key of a cell whose column has a name that nobody knows."""
MAX_HITS = 600
"""More labels than any notice has."""


class Hit(Value):
    """A label and the text it announces."""

    key: str
    """What it announces: a member of ``LABELS``, ``number.<ip_type>`` or ``UNNAMED``."""
    start: int
    value: int
    """Where the value begins …"""
    end: int
    """… and ends."""
    strong: bool = True
    """False: no separator stands between label and value."""

    @kept
    def base(self) -> str:
        return self.key.partition(".")[0]
