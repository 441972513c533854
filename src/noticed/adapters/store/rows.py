"""A value and its row, field by field: a column has the name of the field it holds.

A field without a column raises ``KeyError`` or a compile error when it is written: nothing is dropped in silence.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Insert, RowMapping, Table, bindparam, func, select

from noticed.adapters.store.column_types import escaped
from noticed.core.values import Value

V = TypeVar("V", bound=Value)


def names(kind: type[Value]) -> tuple[str, ...]:
    """The field names of a kind of value, in order."""
    return tuple(kind.__dataclass_fields__)  # type: ignore[attr-defined]  # every Value is a dataclass


def columns(value: Value, but: Collection[str] = ()) -> dict[str, Any]:
    """What is written for a value, but for the fields that live elsewhere."""
    return {name: getattr(value, name) for name in names(type(value)) if name not in but}


def changed(value: V, stored: V, but: Collection[str] = ()) -> dict[str, Any]:
    """What is written for a value whose row is ``stored``: an index is touched only where its column changes."""
    known = vars(stored)
    new = ((name, each) for name, each in vars(value).items() if each is not known[name] and name not in but)
    return {name: each for name, each in new if each != known[name]}


def comes_back(*values: object) -> bool:
    """Whether they are read as they were written: no text among them that is kept escaped (``column_types.Words``)."""
    for each in values:
        match each:
            case str():
                same = escaped(each) == each
            case Value():
                same = comes_back(*vars(each).values())
            case tuple():
                same = comes_back(*each)
            case _:
                same = not isinstance(each, dict | list)  # JSON tells no list from a tuple
        if not same:
            return False
    return True


def made(kind: type[V], row: RowMapping, **others: object) -> V:
    """The value a row holds; ``others`` are the fields that live elsewhere."""
    return kind(**{name: row[name] for name in names(kind) if name not in others}, **others)


class OfCase(Protocol):
    """A row of a case."""

    @property
    def case(self) -> str | None: ...


R = TypeVar("R", bound=OfCase)


def of_each(cases: Iterable[str], rows: Iterable[R]) -> dict[str, tuple[R, ...]]:
    """Rows by their cases; of a case without any, none."""
    found: dict[str, list[R]] = {case: [] for case in cases}
    for row in rows:
        found[row.case or ""].append(row)
    return {case: tuple(of) for case, of in found.items()}


def counted(connection: Connection, column: Column[Any], *conditions: ColumnElement[bool]) -> dict[str, int]:
    """How many rows have each value of a column."""
    query = select(column, func.count()).where(*conditions).group_by(column)
    return {str(value): number for value, number in connection.execute(query)}


def by(column: Column[Any]) -> ColumnElement[bool]:
    """Where ``column`` is what is given as ``by``: a statement made once with it is never compiled again."""
    return column == bindparam("by")


@cache
def insertion(table: Table) -> Insert:
    """Into ``table``, made once: what the database gives a row by itself is not asked for."""
    return table.insert().inline()


def insert_all(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows; none is fine."""
    if several := list(rows):
        connection.execute(insertion(table), several if len(several) > 1 else several[0])
