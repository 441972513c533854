"""The trail: lines are added and read, never changed (the database itself refuses it), and each line of a case carries
a seal over the one before it (``core.journal``).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, select

from noticed.adapters.store.column_types import Words
from noticed.adapters.store.known import Known
from noticed.adapters.store.rows import by, columns, insertion, made, of_each
from noticed.adapters.store.schema import journal
from noticed.core.journal import REMOVED, SealedLine, digest_of, seal_of
from noticed.ports import JournalLine

_OF_CASE = select(journal).where(by(journal.c.case)).order_by(journal.c.id)
_OF_EVENT = _OF_CASE.where(journal.c.event == bindparam("event"))
_OF_CASES = select(journal).where(journal.c.case.in_(bindparam("cases", expanding=True))).order_by(journal.c.id)
_OF_CASES_AND_EVENT = _OF_CASES.where(journal.c.event == bindparam("event"))
_LAST = select(journal.c.seal).where(by(journal.c.case)).order_by(journal.c.id.desc()).limit(1)
_LASTS = select(journal.c.case, journal.c.seal).where(
    journal.c.id.in_(
        select(func.max(journal.c.id))
        .where(journal.c.case.in_(bindparam("cases", expanding=True)))
        .group_by(journal.c.case)
    )
)


class SqlJournal:
    """``noticed.ports.Journal`` on one transaction."""

    def __init__(self, connection: Connection, known: Known | None = None) -> None:
        self._connection = connection
        known = known or Known()
        self._known, self._seals = known.lines_of, known.seals

    def add(self, line: JournalLine) -> None:
        for event in (line.event, None):
            self._known.pop((line.case or "", event), None)
        sealed = {} if line.case is None else self._seal(line, line.case)
        self._connection.execute(insertion(journal), columns(line, but=["id"]) | sealed)

    def of_case(self, case: str, event: str | None = None) -> tuple[JournalLine, ...]:
        known, every = self._known.get((case, event)), self._known.get((case, None))
        if known is None and every is not None:
            known = tuple(line for line in every if line.event == event)
        if known is None and event is not None:
            return self._read(_OF_EVENT, {"by": case, "event": event})
        if known is None:
            known = self._known[case, None] = self._read(_OF_CASE, {"by": case})
        return known

    def gather(self, cases: Sequence[str]) -> None:
        """Read all lines of several cases at once."""
        lines = of_each(cases, self._read(_OF_CASES, {"cases": cases}))
        self._known.update({(case, None): of for case, of in lines.items()})

    def ahead(self, cases: Sequence[str], event: str) -> None:
        """Read the lines of several cases about one event at once, and their last seals."""
        lines = of_each(cases, self._read(_OF_CASES_AND_EVENT, {"cases": cases, "event": event}))
        self._known.update({(case, event): of for case, of in lines.items()})
        last: dict[str, str | None] = dict.fromkeys(cases)
        self._seals |= last | {row.case: row.seal for row in self._connection.execute(_LASTS, {"cases": cases})}

    def knows(self, case: str, event: str) -> bool:
        """Whether the lines of a case about an event have been read."""
        return (case, event) in self._known

    def since(self, at: datetime) -> tuple[JournalLine, ...]:
        # apart from the order: SQLite would go through all lines in it
        return self._where(journal.c.id.in_(select(journal.c.id).where(journal.c.at >= at)))

    def sealed(self, case: str) -> tuple[SealedLine, ...]:
        query = select(journal).where(journal.c.case == case, journal.c.seal.is_not(None)).order_by(journal.c.id)
        return tuple(made(SealedLine, row) for row in self._connection.execute(query).mappings())

    def blank(self, case: str) -> None:
        self._known.clear()
        self._connection.execute(journal.update().where(journal.c.case == case).values(text=REMOVED))

    def blank_mentions(self, word: str) -> int:
        self._known.clear()
        named = and_(journal.c.case.is_(None), func.lower(journal.c.text).contains(word.lower(), autoescape=True))
        return self._connection.execute(journal.update().where(named).values(text=REMOVED)).rowcount

    def _where(self, condition: ColumnElement[bool]) -> tuple[JournalLine, ...]:
        """In the order they were written."""
        return self._read(select(journal).where(condition).order_by(journal.c.id), {})

    def _read(self, query: Select[Any], by: dict[str, object]) -> tuple[JournalLine, ...]:
        return tuple(made(JournalLine, row) for row in self._connection.execute(query, by).mappings())

    def _seal(self, line: JournalLine, case: str) -> dict[str, str]:
        """Write transactions come one after the other: the line before is the last one committed, or our own."""
        if case not in self._seals:
            self._seals[case] = self._connection.scalar(_LAST, {"by": case})
        written = Words().written  # what will be read: the seal must hold for that
        digest = digest_of(written(line.text), line.facts)
        seal = seal_of(
            self._seals[case],
            at=line.at,
            case=written(case),
            event=written(line.event),
            digest=digest,
        )
        self._seals[case] = seal
        return {"digest": digest, "seal": seal}
