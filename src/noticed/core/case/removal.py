"""What was done to take a product down, as the operator marked it."""

from datetime import datetime
from enum import StrEnum

from noticed.core.values import Value


class Item(StrEnum):
    """The kinds of lines of a removal checklist."""

    SNAPSHOT = "snapshot"
    """A record of the page and our offers, before anything is changed."""
    OFFER = "offer"
    """Our offer of one ASIN in one store is closed."""
    SIBLINGS = "siblings"
    """The catalogue was searched for variations of the product and its like."""
    STOCK = "stock"
    """What becomes of the stock is settled."""
    OWNER = "owner"
    """The complainant was told."""


class Done(Value):
    """One mark."""

    item: Item
    of: str = ""
    """B0C1234567@US, of an offer."""
    at: datetime
    """When it was done, by the operator's word."""
    note: str = ""
    """In his words; the plan of action quotes it."""
