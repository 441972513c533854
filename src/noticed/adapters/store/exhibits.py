"""The evidence of cases."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from noticed.adapters.store.known import Known
from noticed.adapters.store.rows import columns, made, of_each
from noticed.adapters.store.schema import exhibits
from noticed.ports import Exhibit

_KEPT = frozenset({"id", "sha256", "size", "content", "case"})
_LIGHT = (
    select(*(column for column in exhibits.c if column is not exhibits.c.content))
    .where(exhibits.c.case.in_(bindparam("cases", expanding=True)))
    .order_by(exhibits.c.id)
)


class SqlExhibits:
    """``noticed.ports.Exhibits`` on one transaction."""

    def __init__(self, connection: Connection, known: Known | None = None) -> None:
        self._connection = connection
        self._of_case = (known or Known()).exhibits_of

    def add(self, exhibit: Exhibit) -> None:
        self._of_case.clear()
        self._connection.execute(exhibits.insert(), columns(exhibit, but={"id"}))

    def save(self, exhibit: Exhibit) -> None:
        self._of_case.clear()
        here = exhibits.c.id == exhibit.id
        self._connection.execute(exhibits.update().where(here).values(columns(exhibit, but=_KEPT)))

    def of_case(self, case: str, *, whole: bool = False) -> tuple[Exhibit, ...]:
        if not whole:
            return self._of_case[case] if case in self._of_case else self.ahead([case])[case]
        query = select(exhibits).where(exhibits.c.case == case).order_by(exhibits.c.id)
        return tuple(made(Exhibit, row) for row in self._connection.execute(query).mappings())

    def ahead(self, cases: Sequence[str]) -> Mapping[str, tuple[Exhibit, ...]]:
        """Read the evidence of several cases at once, without the files."""
        rows = self._connection.execute(_LIGHT, {"cases": cases}).mappings()
        self._of_case |= of_each(cases, (made(Exhibit, row, content=b"") for row in rows))
        return self._of_case

    def blank(self, case: str) -> None:
        several = self.of_case(case)
        self._of_case.clear()
        for exhibit in several:
            gone = {"name": f"removed-{exhibit.id}", "removed_why": None, "content": b""}
            self._connection.execute(exhibits.update().where(exhibits.c.id == exhibit.id).values(gone))
