"""What came of asking, in figures: as values, and as text for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from noticed.core.values import Value


class Group(Value):
    """The cases of one account, marketplace or complainant, or all of them."""

    by: str
    """all, account, marketplace or complainant."""
    name: str
    cases: int = 0
    open: int = 0
    asked: int = 0
    """Cases with a letter of the cadence that was submitted."""
    letters: int = 0
    """Such letters."""
    answered: int = 0
    """Cases of these that a person answered."""
    promised: int = 0
    """Cases whose complainant said that the complaint is or will be retracted."""
    retracted: int = 0
    """Cases that Amazon closed as retracted."""
    hours_to_letter: float | None = None
    """Median, from the opening of a case to its first letter; None where none has left."""
    days_to_answer: float | None = None
    """Median, from the first letter to the first answer of a person; None where nobody answered."""


class Week(Value):
    """Cases opened in one week."""

    begins: date
    opened: int
    answered: int


class Figures(Value):
    """All of it."""

    groups: tuple[Group, ...]
    """All cases, then by account, marketplace and complainant, each with most cases first."""
    weeks: tuple[Week, ...] = ()
    days: tuple[float, ...] = ()
    """From first letter to first answer, of each case that was answered, ascending."""


COLUMNS = (
    *("by", "name", "cases", "open", "asked", "letters", "answered", "promised", "retracted"),
    *("hours_to_letter", "days_to_answer"),
)

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


def cell(value: object) -> str:
    """As it stands in the table: text that a spreadsheet would run is made text by a quotation mark."""
    if value is None:
        return ""
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_RUNS) else text


def as_csv(groups: Iterable[Group], columns: Sequence[str] = COLUMNS) -> str:
    """A header and a line a group (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(getattr(group, name)) for name in columns] for group in groups)
    return out.getvalue()
