"""What one connection knows of the rows it has read, for as long as nobody else can have changed them.

Within a transaction that is certain. On SQLite it holds over several write transactions of one connection, too:
``PRAGMA data_version`` says whether another connection has committed since (https://sqlite.org/pragma.html).
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from noticed.core.case.model import Case
from noticed.ports import Exhibit, InboxRow, JournalLine, Letter

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
        self.not_all_of: set[str] = set()
        """Cases of which a letter was added, and whose others are not known."""
        self.lines_of: dict[tuple[str, str | None], tuple[JournalLine, ...]] = {}
        """All lines of a case about one event; None: about all."""
        self.messages_of: dict[str, tuple[InboxRow, ...]] = {}
        """All messages of a case, without their bytes; within one transaction."""
        self.exhibits_of: dict[str, tuple[Exhibit, ...]] = {}
        """All evidence of a case, without the files; within one transaction."""
        self.seals: dict[str, str | None] = {}
        """The seal of a case's last line; None where it has none."""
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
        self.let_go()

    def let_go(self) -> None:
        """What there may be much of, and is read again where it is asked for."""
        for rows in (self.lines_of, self.messages_of, self.exhibits_of):
            rows.clear()

    def begun(self, case: str) -> None:
        """A case that has just been added: nobody else can have written of it."""
        self.seals.setdefault(case, None)
        if case not in self.not_all_of:
            self.letters_of[case] = ()

    def written(self, case: str, letter: str) -> None:
        """A letter was added to a case."""
        if case in self.letters_of:
            self.letters_of[case] += (letter,)
        else:
            self.not_all_of.add(case)

    def farther(self, names: Sequence[str]) -> Sequence[str]:
        """So many of ``names`` as are worth to be read together."""
        near = names[: self.reach]
        self.reach = min(2 * self.reach, _FARTHEST)
        return near

    def shrink(self) -> None:
        """Keep the latest of it for the next transaction, in little memory."""
        self.not_all_of.clear()
        self.messages_of.clear()
        self.exhibits_of.clear()
        for of in [of for of in self.lines_of if of[1] is None]:
            del self.lines_of[of]
        for rows in self._rows:
            _shrink(rows, _KEPT)
        _shrink(self.facts, _KEPT_FACTS)
        for name in [name for name, letter in self.letters.items() if letter.files]:
            del self.letters[name]


def _shrink(rows: dict[K, Any], many: int) -> None:
    if len(rows) > many:
        for name in [*rows][:-many]:
            del rows[name]
