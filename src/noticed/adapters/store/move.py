"""A store moved whole to another place, from a file to a server or back.

Promises: at no time are there two stores that send. The old one is sealed first: it says where it goes, sends nothing
from then on, and is not opened again. Then every row is copied in one transaction, read back and compared before
that is committed. A move that ended half-way is done again by the same command. Raises ``Refused``, ``Transient``,
``Permanent``.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import URL, Connection, Integer, LargeBinary, Row, Table, func, make_url, select, text

from noticed.adapters.store.database import Database
from noticed.adapters.store.engine import open_database
from noticed.adapters.store.facts import SqlFacts
from noticed.adapters.store.postgresql import PLACE
from noticed.adapters.store.schema import facts, mailboxes, metadata
from noticed.ports import MOVED, Refused

_BATCH, _LARGE = 500, 10
"""Rows at a time: of a table of small values, and of one that holds mails."""

_STAYS = (MOVED, PLACE)
"""Facts about the old place."""

Told = Callable[[str, int], None]
"""Called with a table's name and how many rows of it have just been copied."""


def move(source: str, target: str, *, password: str | None, at: datetime, told: Told) -> int:
    """Move the store at URL ``source`` to ``target``, which must be empty; ``password``: of the server, where one of
    them is on one. Returns how many rows there are.
    """
    if make_url(source) == make_url(target):
        raise Refused("the store is there already: name another place")
    with ExitStack() as stack:
        old = open_database(source, password=password, moved=True)
        stack.callback(old.engine.dispose)
        new = open_database(target, password=password)
        stack.callback(new.engine.dispose)
        _idle(old, stack)
        _sealed(old, _shown(make_url(target)), at)
        with old.begin(write=False) as reader, new.begin(write=True) as writer:
            if any(writer.execute(select(table).limit(1)).first() for table in metadata.sorted_tables):
                raise Refused(f"{_shown(make_url(target))} holds something: name an empty database")
            return sum(_copied(reader, writer, table, told) for table in metadata.sorted_tables)


def _idle(old: Database, stack: ExitStack) -> None:
    """Nobody is in the middle of a letter, and nobody begins one before this is over."""
    with old.begin(write=False) as connection:
        accounts = connection.scalars(select(mailboxes.c.account).distinct()).all()
    for account in accounts:
        if not stack.enter_context(old.alone(f"submit:{account}")):
            raise Refused("a daemon is sending from the store: stop it first")


def _sealed(old: Database, place: str, at: datetime) -> None:
    with old.begin(write=True) as connection:
        known = SqlFacts(connection).get(MOVED)
        if known is not None and known.partition(" ")[2] != place:
            raise Refused(f"the store was moved to {known.partition(' ')[2]}: that one is the store now")
        SqlFacts(connection).set(MOVED, f"{at.isoformat()} {place}")


def _copied(reader: Connection, writer: Connection, table: Table, told: Told) -> int:
    """Copy a table; compare what was read there with what can be read here."""
    count = before = 0
    for rows in _batches(reader, table):
        writer.execute(table.insert(), [dict(row._mapping) for row in rows])
        count += len(rows)
        before += _sum(rows)
        told(table.name, len(rows))
    after = sum(_sum(rows) for rows in _batches(writer, table))
    if before != after:
        raise RuntimeError(f"{table.name} came out otherwise than it went in")
    _numbered_on(reader, writer, table)
    return count


def _batches(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    """All rows in no order, some at a time."""
    size = _LARGE if any(isinstance(column.type, LargeBinary) for column in table.c) else _BATCH
    statement = select(table).execution_options(yield_per=size)
    if table is facts:
        statement = statement.where(facts.c.name.not_in(_STAYS))
    for rows in connection.execute(statement).partitions():
        yield list(rows)


def _sum(rows: list[Row[Any]]) -> int:
    """A number that is the same for the same rows in any order."""
    return sum(int.from_bytes(sha256(repr(tuple(row)).encode("utf-8", "backslashreplace")).digest()) for row in rows)


def _numbered_on(reader: Connection, writer: Connection, table: Table) -> None:
    """New rows are numbered from where the old store stood: no number is given twice, not even a removed row's."""
    (key, *others) = table.primary_key.columns
    if others or not isinstance(key.type.dialect_impl(writer.dialect), Integer):
        return
    last = max(reader.scalar(select(func.max(key))) or 0, _counter(reader, table))
    if last and writer.dialect.name == "postgresql":
        writer.execute(select(func.setval(func.pg_get_serial_sequence(table.name, key.name), last)))
    elif last and table.dialect_options["sqlite"]["autoincrement"]:
        writer.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        writer.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table.name, "last": last})


def _counter(reader: Connection, table: Table) -> int:
    """The last number the old store gave, where it keeps count."""
    if reader.dialect.name == "postgresql":
        sequence = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
        return int(reader.scalar(sequence, {"name": table.name}) or 0)
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return 0
    found = reader.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    return int(found or 0)


def _shown(url: URL) -> str:
    return url.set(password=None).render_as_string()
