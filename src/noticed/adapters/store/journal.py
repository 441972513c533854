"""The trail: lines are added and read, never changed (the database itself refuses it)."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from noticed.adapters.store.rows import columns, made
from noticed.adapters.store.schema import journal
from noticed.ports import JournalLine


class SqlJournal:
    """``noticed.ports.Journal`` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, line: JournalLine) -> None:
        self._connection.execute(journal.insert(), columns(line, but=["id"]))

    def of_case(self, case: str) -> tuple[JournalLine, ...]:
        return self._where(journal.c.case == case)

    def since(self, at: datetime) -> tuple[JournalLine, ...]:
        return self._where(journal.c.at >= at)

    def _where(self, condition: ColumnElement[bool]) -> tuple[JournalLine, ...]:
        """In the order they were written."""
        query = select(journal).where(condition).order_by(journal.c.id)
        return tuple(made(JournalLine, row) for row in self._connection.execute(query).mappings())
