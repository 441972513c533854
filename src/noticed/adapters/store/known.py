"""What one connection knows of the rows it has read, for as long as nobody else can have changed them.

Within a transaction that is certain. On SQLite it holds over several write transactions of one connection, too:
``PRAGMA data_version`` says whether another connection has committed since (https://sqlite.org/pragma.html).
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from noticed.core.case.model import Case
from noticed.ports import JournalLine, Letter

K = TypeVar("K")

KNOWN = "known"
"""Where it is among what SQLAlchemy keeps of a connection."""
_KEPT = 40
"""Cases and letters that are kept from one transaction to the next."""
_FARTHEST = 16
_KEPT_FACTS = 64


class Known:
    """Rows by their names, as they will be read; None: there is no such fact."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.letters: dict[str, Letter] = {}
        self.facts: dict[str, str | None] = {}
        self.letters_of: dict[str, tuple[str, ...]] = {}
        """The names of all letters of a case, in their order."""
        self.lines_of: dict[tuple[str, str], tuple[JournalLine, ...]] = {}
        """All lines of a case about one event."""
        self.seals: dict[str, str | None] = {}
        """The seal of a case's last line."""
        self._rows: tuple[dict[Any, Any], ...] = (
            self.cases,
            self.letters,
            self.letters_of,
            self.lines_of,
            self.seals,
        )
        self.reach = 1
        """How many cases are read ahead: more from one time to the next, as long as nobody else commits."""
        self.version: int | None = None
        """Of the data, as ``PRAGMA data_version`` tells it."""

    def forget_rows(self) -> None:
        """Many rows were changed by one statement."""
        for rows in self._rows:
            rows.clear()

    def farther(self, names: Sequence[str]) -> Sequence[str]:
        """So many of ``names`` as are worth to be read together."""
        near = names[: self.reach]
        self.reach = min(2 * self.reach, _FARTHEST)
        return near

    def shrink(self) -> None:
        """Keep the latest of it for the next transaction, in little memory."""
        for rows in self._rows:
            _shrink(rows, _KEPT)
        _shrink(self.facts, _KEPT_FACTS)
        for name in [name for name, letter in self.letters.items() if letter.files]:
            del self.letters[name]


def _shrink(rows: dict[K, Any], many: int) -> None:
    for name in [*rows][: max(len(rows) - many, 0)]:
        del rows[name]
