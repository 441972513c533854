"""Opening the store, and its transactions.

Promises: all of a transaction happens or none of it; write transactions come one after the other, across threads,
processes and hosts; a transaction inside another is refused (``RuntimeError``), on every database alike.
Raises ``Transient`` (locked, full, unreachable) and ``Permanent`` (damaged, newer than the program, refused login).
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from noticed.adapters.store.alerts import SqlAlerts
from noticed.adapters.store.cases import SqlCases
from noticed.adapters.store.database import Database
from noticed.adapters.store.exhibits import SqlExhibits
from noticed.adapters.store.facts import SqlFacts
from noticed.adapters.store.inbox import SqlInbox
from noticed.adapters.store.journal import SqlJournal
from noticed.adapters.store.known import KNOWN, Known
from noticed.adapters.store.mailboxes import SqlMailboxes
from noticed.adapters.store.migrate import upgrade
from noticed.adapters.store.outbox import SqlOutbox
from noticed.adapters.store.renaming import rename
from noticed.adapters.store.sqlite import SqliteFile, SqliteMemory
from noticed.adapters.store.suppressed import SqlSuppressions
from noticed.ports import MOVED, Copied, Outran, Permanent, StoreAway, Tx


class SqlTx:
    """``noticed.ports.Tx`` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: Known = connection.info.get(KNOWN) or Known()
        self.mailboxes = SqlMailboxes(connection)
        self.inbox = SqlInbox(connection, self._known)
        self.cases = SqlCases(connection, self._known)
        self.outbox = SqlOutbox(connection, self._known)
        self.journal = SqlJournal(connection, self._known)
        self.facts = SqlFacts(connection, self._known)
        self.suppressed = SqlSuppressions(connection, self.facts)
        self.alerts = SqlAlerts(connection)
        self.exhibits = SqlExhibits(connection, self._known)

    def ahead(self, cases: Sequence[str], event: str) -> Sequence[str]:
        if not cases or self.journal.knows(cases[0], event):
            return ()
        several = self._known.farther(cases)
        self.cases.ahead(several)
        self.outbox.ahead(several)
        self.journal.ahead(several, event)
        return several

    def gather(self, cases: Sequence[str]) -> None:
        self._known.let_go()
        self.outbox.ahead(cases)
        self.journal.gather(cases)
        self.inbox.ahead(cases)
        self.exhibits.ahead(cases)

    def rename(self, old: str, new: str) -> None:
        rename(self._connection, old, new)
        self._known.forget_rows()


class SqlStore:
    """``noticed.ports.Store`` on SQLite or PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = threading.local()
        self._closed = False

    def write(self) -> AbstractContextManager[Tx]:
        return self._transaction(write=True)

    def read(self) -> AbstractContextManager[Tx]:
        return self._transaction(write=False)

    def alone(self, name: str) -> AbstractContextManager[bool]:
        return self._database.alone(name)

    def backup(self, file: str, *, replace: bool, at: datetime) -> Copied:
        return self._database.backup(file, replace=replace, at=at)

    def count(self, dialogues: int, at: datetime) -> None:
        self._database.count(dialogues, at)

    def outran(self, dialogues: int) -> Outran | None:
        return self._database.outran(dialogues)

    def scrub(self) -> bool:
        return self._database.scrub()

    def close(self) -> None:
        self._closed = True  # else the pool would quietly open another connection for whoever comes late
        self._database.engine.dispose()

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Tx]:
        if getattr(self._thread, "inside", False):
            raise RuntimeError("a transaction inside a transaction")
        if self._closed:
            raise StoreAway("the store is closed")
        self._thread.inside = True
        try:
            with self._database.begin(write=write) as connection:
                yield SqlTx(connection)
        finally:
            self._thread.inside = False


def open_store(url: str, *, password: str | None = None, patience_seconds: float = 30) -> SqlStore:
    """The store at ``url``, made or upgraded where needed.

    ``sqlite:///relative``, ``sqlite:////absolute``, ``sqlite://`` (in memory) or ``postgresql://user@host/name``;
    ``password`` is the server's; a transaction waits
    ``patience_seconds`` for another one's lock. Raises ``Transient`` or ``Permanent``.
    """
    return SqlStore(open_database(url, password=password, patience_seconds=patience_seconds))


def open_database(
    url: str, *, password: str | None = None, patience_seconds: float = 30, moved: bool = False
) -> Database:
    """The database under a store. ``moved``: also one that was moved away, to end that move.

    Raises as ``open_store``.
    """
    database = _database(url, password, patience_seconds)
    try:
        with database.opening():
            upgrade(database)
        if not moved:
            _refuse_moved(database)
    except BaseException:
        database.engine.dispose()
        raise
    return database


def _refuse_moved(database: Database) -> None:
    with database.begin(write=False) as connection:
        known = SqlFacts(connection).get(MOVED)
    if known is not None:
        raise Permanent(f"the store was moved to {known.partition(' ')[2]}: name that one in store.url")


def _database(url: str, password: str | None, patience_seconds: float) -> Database:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Permanent("store.url is no URL of a database") from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database in {None, "", ":memory:"}:
            return SqliteMemory(patience_seconds)
        case "sqlite":
            return SqliteFile(Path(parsed.database or ""), patience_seconds)
        case "postgresql":
            from noticed.adapters.store.postgresql import Postgresql

            return Postgresql(parsed.set(password=password) if password else parsed, patience_seconds)
        case other:
            raise Permanent(f"store.url: {other} is neither sqlite nor postgresql")
