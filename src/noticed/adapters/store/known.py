"""What one connection knows of the rows it has read, for as long as nobody else can have changed them.

Within a transaction that is certain. On SQLite it holds over several write transactions of one connection, too:
``PRAGMA data_version`` says whether another connection has committed since (https://sqlite.org/pragma.html).
"""

from noticed.core.case.model import Case
from noticed.ports import Letter

KNOWN = "known"
"""Where it is among what SQLAlchemy keeps of a connection."""
_KEPT = 8
"""Cases and letters that are kept from one transaction to the next."""
_KEPT_FACTS = 64


class Known:
    """Rows by their names, as they will be read; None: there is no such fact."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.letters: dict[str, Letter] = {}
        self.facts: dict[str, str | None] = {}
        self.version: int | None = None
        """Of the data, as ``PRAGMA data_version`` tells it."""

    def forget_rows(self) -> None:
        """Many rows were changed by one statement."""
        self.cases.clear()
        self.letters.clear()

    def for_the_next(self) -> "Known":
        """The latest of it, in little memory."""
        kept = Known()
        kept.version = self.version
        kept.cases = dict([*self.cases.items()][-_KEPT:])
        kept.letters = {name: x for name, x in [*self.letters.items()][-_KEPT:] if not x.files}
        kept.facts = dict([*self.facts.items()][-_KEPT_FACTS:])
        return kept
