"""The evidence of cases."""

from typing import Any

from sqlalchemy import Connection, select

from noticed.adapters.store.rows import columns, made
from noticed.adapters.store.schema import exhibits
from noticed.ports import Exhibit

_KEPT = frozenset({"id", "sha256", "size", "content", "case"})


class SqlExhibits:
    """``noticed.ports.Exhibits`` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, exhibit: Exhibit) -> None:
        self._connection.execute(exhibits.insert(), columns(exhibit, but={"id"}))

    def save(self, exhibit: Exhibit) -> None:
        here = exhibits.c.id == exhibit.id
        self._connection.execute(exhibits.update().where(here).values(columns(exhibit, but=_KEPT)))

    def of_case(self, case: str, *, whole: bool = False) -> tuple[Exhibit, ...]:
        light = [column for column in exhibits.c if whole or column is not exhibits.c.content]
        query = select(*light).where(exhibits.c.case == case).order_by(exhibits.c.id)
        without: dict[str, Any] = {} if whole else {"content": b""}
        return tuple(made(Exhibit, row, **without) for row in self._connection.execute(query).mappings())

    def blank(self, case: str) -> None:
        for exhibit in self.of_case(case):
            gone = {"name": f"removed-{exhibit.id}", "removed_why": None, "content": b""}
            self._connection.execute(exhibits.update().where(exhibits.c.id == exhibit.id).values(gone))
