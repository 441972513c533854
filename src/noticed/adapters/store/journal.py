"""The trail: lines are added and read, never changed (the database itself refuses it), and each line of a case carries
a seal over the one before it (``core.journal``).
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from noticed.adapters.store.column_types import Words
from noticed.adapters.store.rows import by, columns, made
from noticed.adapters.store.schema import journal
from noticed.core.journal import REMOVED, SealedLine, digest_of, seal_of
from noticed.ports import JournalLine

_OF_CASE = select(journal).where(by(journal.c.case)).order_by(journal.c.id)
_OF_EVENT = _OF_CASE.where(journal.c.event == bindparam("event"))
_LAST = select(journal.c.seal).where(by(journal.c.case)).order_by(journal.c.id.desc()).limit(1)


class SqlJournal:
    """``noticed.ports.Journal`` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, line: JournalLine) -> None:
        self._connection.execute(journal.insert(), columns(line, but=["id"]) | self._seal(line))

    def of_case(self, case: str, event: str | None = None) -> tuple[JournalLine, ...]:
        read = _OF_CASE if event is None else _OF_EVENT
        rows = self._connection.execute(read, {"by": case} | ({} if event is None else {"event": event}))
        return tuple(made(JournalLine, row) for row in rows.mappings())

    def since(self, at: datetime) -> tuple[JournalLine, ...]:
        # apart from the order: SQLite would go through all lines in it
        return self._where(journal.c.id.in_(select(journal.c.id).where(journal.c.at >= at)))

    def sealed(self, case: str) -> tuple[SealedLine, ...]:
        query = select(journal).where(journal.c.case == case, journal.c.seal.is_not(None)).order_by(journal.c.id)
        return tuple(made(SealedLine, row) for row in self._connection.execute(query).mappings())

    def blank(self, case: str) -> None:
        self._connection.execute(journal.update().where(journal.c.case == case).values(text=REMOVED))

    def blank_mentions(self, word: str) -> int:
        named = and_(journal.c.case.is_(None), func.lower(journal.c.text).contains(word.lower(), autoescape=True))
        return self._connection.execute(journal.update().where(named).values(text=REMOVED)).rowcount

    def _where(self, condition: ColumnElement[bool]) -> tuple[JournalLine, ...]:
        """In the order they were written."""
        query = select(journal).where(condition).order_by(journal.c.id)
        return tuple(made(JournalLine, row) for row in self._connection.execute(query).mappings())

    def _seal(self, line: JournalLine) -> dict[str, str]:
        """Write transactions come one after the other: the line before is the last one committed, or our own."""
        if line.case is None:
            return {}
        written = Words().written  # what will be read: the seal must hold for that
        digest = digest_of(written(line.text), line.facts)
        seal = seal_of(
            self._connection.scalar(_LAST, {"by": line.case}),
            at=line.at,
            case=written(line.case),
            event=written(line.event),
            digest=digest,
        )
        return {"digest": digest, "seal": seal}
