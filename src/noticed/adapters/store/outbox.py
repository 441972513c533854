"""Letters and what the server said of each recipient.

Promises that a letter is claimed by one process, that its frozen bytes never change, and that a letter that was
submitted, refused or cancelled stays so. Raises ``Refused`` for a letter that exists, ``ValueError`` for a forbidden
change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from noticed.adapters.store import outbox_queries as queries
from noticed.adapters.store.known import Known
from noticed.adapters.store.rows import changed, columns, comes_back, counted, insert_all, insertion, made, of_each
from noticed.adapters.store.schema import deliveries, outbox
from noticed.adapters.store.sent import SqlSent, were_sent_since
from noticed.core.case.model import OPERATOR_LETTERS, LetterKind
from noticed.core.journal import REMOVED
from noticed.ports import Delivery, Due, Letter, LetterStatus, Phase, Refused

_OPEN = (LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT)
_ENDED = (LetterStatus.SUBMITTED, LetterStatus.REFUSED, LetterStatus.CANCELLED)


class SqlOutbox(SqlSent):
    """``noticed.ports.Outbox`` on one transaction."""

    def __init__(self, connection: Connection, known: Known) -> None:
        super().__init__(connection)
        self._known, self._of_case, self._written = known.letters, known.letters_of, known.written

    def get(self, letter: str) -> Letter | None:
        if letter not in self._known:
            self._put_together(queries.ONE, {"by": letter})
        return self._known.get(letter)

    def add(self, letter: Letter) -> None:
        if self._exists(letter):
            raise Refused(f"letter {letter.letter} exists")
        self._connection.execute(insertion(outbox), columns(letter, but=["deliveries"]))
        self._add_deliveries(letter)
        if letter.case:
            self._written(letter.case, letter.letter)
        if comes_back(letter):
            self._known[letter.letter] = letter

    def _exists(self, letter: Letter) -> bool:
        """Where all letters of its case are known, its name is not asked for: it begins with that of the case."""
        names = self._of_case.get(letter.case or "")
        if names is not None and letter.letter.startswith(f"{letter.case}."):
            return letter.letter in names
        return self._connection.scalar(queries.NAMED, {"by": letter.letter}) is not None

    def save(self, letter: Letter) -> None:
        stored = self.get(letter.letter)
        if stored is None:
            raise LookupError(f"letter {letter.letter}")
        if stored.status in _ENDED and letter.status is not stored.status:
            raise ValueError(f"letter {letter.letter} is {stored.status}: it cannot become {letter.status}")
        if stored.raw is not None and letter.raw != stored.raw:
            raise ValueError(f"letter {letter.letter}: its bytes are frozen")
        del self._known[letter.letter]
        values = changed(letter, stored, but=["deliveries"])
        if values:
            self._connection.execute(queries.SAVE, {"by": letter.letter, **values})
        if letter.deliveries != stored.deliveries:
            if stored.deliveries:
                self._connection.execute(queries.DROP, {"by": letter.letter})
            self._add_deliveries(letter)
        if comes_back(*values.values(), letter.deliveries):
            self._known[letter.letter] = letter

    def of_case(self, case: str) -> tuple[Letter, ...]:
        names = self._of_case.get(case)
        known = tuple(self._known[name] for name in names or () if name in self._known)
        if names is None or len(known) < len(names):
            known = self._put_together(queries.OF_CASE, {"by": case})
            self._of_case[case] = tuple(letter.letter for letter in known)
        return known

    def ahead(self, cases: Sequence[str]) -> None:
        """Read the letters of several cases at once."""
        letters = self._put_together(queries.OF_CASES, {"cases": cases})
        self._of_case |= {case: tuple(x.letter for x in of) for case, of in of_each(cases, letters).items()}

    def all(self, status: LetterStatus | None = None) -> tuple[Letter, ...]:
        return self._where(outbox.c.status == status if status else true())

    def counts(self) -> dict[str, int]:
        return counted(self._connection, outbox.c.status, outbox.c.kind.not_in(OPERATOR_LETTERS))

    def latest(self, kind: LetterKind, to: tuple[str, ...] | None = None) -> datetime | None:
        theirs = [] if to is None else [outbox.c.to == to]
        newest: datetime | None = self._connection.scalar(
            select(func.max(outbox.c.created_at)).where(
                outbox.c.kind == kind, outbox.c.status == LetterStatus.SUBMITTED, *theirs
            )
        )
        return newest

    def submitted_since(self, at: datetime) -> tuple[Letter, ...]:
        # by the time alone and apart: SQLite would go through all that were ever submitted
        found = self._where(outbox.c.id.in_(select(outbox.c.id).where(outbox.c.submitted_at > at)))
        return tuple(letter for letter in found if letter.status is LetterStatus.SUBMITTED)

    def some(self) -> bool:
        return self._connection.scalar(select(outbox.c.id).limit(1)) is not None

    def due(self, now: datetime) -> tuple[Due, ...]:
        return tuple(made(Due, row) for row in self._connection.execute(queries.DUE, {"now": now}).mappings())

    def claim(self, letter: Letter, owner: str, now: datetime) -> Letter | None:
        stored = self.get(letter.letter)
        if stored is None or stored.status is not LetterStatus.QUEUED:
            return None
        claimed = replace(
            letter,
            status=LetterStatus.SUBMITTING,
            phase=Phase.DATA if letter.phase is Phase.DATA else Phase.ENVELOPE,
            owner=owner,
            started_at=now,
            tries=stored.tries + 1,
        )
        self.save(claimed)
        return claimed

    def give_back(self, letter: Letter) -> Letter:
        tries = letter.tries - 1
        given = replace(letter, status=LetterStatus.QUEUED, phase=letter.at_rest, owner=None, tries=tries)
        self.save(given)
        if tries:
            return given
        self._known.pop(letter.letter, None)
        self._connection.execute(queries.SAVE, {"by": letter.letter, "raw": None})
        return replace(given, raw=None)

    def open_dialogues(self) -> tuple[Letter, ...]:
        return self._where(outbox.c.status.in_(_OPEN))

    def by_message_id(self, message_ids: Sequence[str]) -> tuple[Letter, ...]:
        return self._where(or_(outbox.c.message_id.in_(message_ids), outbox.c.copy_id.in_(message_ids)))

    def sent_since(self, account: str, since: datetime) -> tuple[Letter, ...]:
        return self._where(and_(*were_sent_since(account, since)))

    def blank(self, letter: str) -> None:
        here = outbox.c.letter == letter
        self._known.pop(letter, None)
        none: dict[str, object] = dict.fromkeys(("hold_reason", "answer", "html", "raw", "reworded"))
        self._connection.execute(
            outbox.update()
            .where(here)
            .values(none | {"subject": REMOVED, "body": REMOVED, "to": (), "cc": (), "files": ()})
        )
        self._connection.execute(deliveries.delete().where(deliveries.c.letter == letter))

    def _where(self, condition: ColumnElement[bool]) -> tuple[Letter, ...]:
        """Letters in the order they were written."""
        return self._put_together(queries.letters(condition), {})

    def _put_together(self, queries: tuple[Select[Any], Select[Any]], by: Mapping[str, object]) -> tuple[Letter, ...]:
        """Where there is no letter, what was said of it is not asked for."""
        letters, said = queries
        rows = self._connection.execute(letters, by).mappings().all()
        if not rows:
            return ()
        of: dict[str, list[Delivery]] = {}
        for row in self._connection.execute(said, by).mappings():
            of.setdefault(row["letter"], []).append(made(Delivery, row))
        found = tuple(made(Letter, row, deliveries=tuple(of.get(row["letter"], ()))) for row in rows)
        self._known.update({letter.letter: letter for letter in found})
        return found

    def _add_deliveries(self, letter: Letter) -> None:
        insert_all(
            self._connection,
            deliveries,
            ({"letter": letter.letter, "position": n, **columns(one)} for n, one in enumerate(letter.deliveries)),
        )
