"""What a store needs of the database under it, and how the database's errors are told to the services.

A lock that stays, a full disk and a lost connection become ``StoreAway``; a damaged file and refused credentials
become ``StoreBroken``; everything else is a bug and passes as it is.
"""

import sqlite3
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine, ExceptionContext, event

from noticed.ports import Copied, Outran, StoreAway, StoreBroken

LOCKED = "the store stays locked by another process: end that one; what waited goes on by itself"


class Database(Protocol):
    """One kind of database."""

    engine: Engine

    def begin(self, *, write: bool) -> AbstractContextManager[Connection]:
        """A transaction. Writers come one after the other, whichever process they are in."""

    def opening(self) -> AbstractContextManager[None]:
        """Around the first connection and the upgrade: one process at a time. Checks what is there."""

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """See ``noticed.ports.Store.alone``."""

    def backup(self, file: str, *, replace: bool, at: datetime) -> Copied:
        """See ``noticed.ports.Store.backup``."""

    def count(self, dialogues: int, at: datetime) -> None:
        """See ``noticed.ports.Store.count``."""

    def outran(self, dialogues: int) -> Outran | None:
        """See ``noticed.ports.Store.outran``."""

    def scrub(self) -> bool:
        """See ``noticed.ports.Store.scrub``."""


_SQLITE: dict[int, Exception] = {
    sqlite3.SQLITE_BUSY: StoreAway(LOCKED),
    sqlite3.SQLITE_LOCKED: StoreAway(LOCKED),
    sqlite3.SQLITE_FULL: StoreAway("the disk of the store is full: make room there; what waited goes on by itself"),
    sqlite3.SQLITE_IOERR: StoreAway(
        "the disk of the store cannot be read or written: make room there, or look after the disk"
    ),
    sqlite3.SQLITE_CORRUPT: StoreBroken("the store's file is damaged: put back a copy, or move it away to begin anew"),
    sqlite3.SQLITE_NOTADB: StoreBroken(
        "the store's file is no database: put back a copy, or name another in store.url"
    ),
    sqlite3.SQLITE_CANTOPEN: StoreBroken("the store's file cannot be opened: check store.url and who may write there"),
}

_POSTGRESQL: dict[str, Exception] = {  # SQLSTATE, or its class (PostgreSQL manual, appendix A)
    "55P03": StoreAway(LOCKED),
    "40": StoreAway("the store broke off a transaction; the next run does it again"),
    "53": StoreAway("the store's server has no room left: disk, memory or connections"),
    "57": StoreAway("the store's server broke off: it goes down, comes up, or was told to"),
    "08": StoreAway("the connection to the store is lost"),
    "28": StoreBroken("the store's server refuses the login: check store.url and store.password"),
    "3D": StoreBroken("the store's server has no such database: check store.url"),
}


def translate_errors(engine: Engine) -> None:
    """Have every error of this engine told in the words of the ports, where it happens."""

    @event.listens_for(engine, "handle_error")
    def _tell(context: ExceptionContext) -> BaseException | None:
        if context.is_pre_ping:
            return None  # the pool asks whether a session still lives, and opens another where it does not
        error = context.original_exception
        if not isinstance(error, Exception):
            return None  # Ctrl-C is no word about the database
        known: Exception | None = None
        if isinstance(error, ValueError):
            known = error  # a value that we refuse to write
        elif isinstance(error, sqlite3.Error):
            known = told(error)
        elif (state := getattr(error, "sqlstate", None)) is not None:
            known = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
        elif context.is_disconnect or context.connection is None:
            known = _unreachable(str(error))
        return _anew(known)


def told(error: sqlite3.Error) -> Exception | None:
    """An error of SQLite's in the words of the ports; None: it is a bug."""
    return _anew(_SQLITE.get(_primary_code(error)))


def _anew(error: Exception | None) -> Exception | None:
    return None if error is None else type(error)(*error.args)


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code (the low byte). Python's module gives none where a text is no UTF-8: damage."""
    unreadable = sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else 0
    return getattr(error, "sqlite_errorcode", unreadable) & 0xFF


def _unreachable(said: str) -> Exception:
    """A connection that was refused or lost; libpq gives words, no SQLSTATE, where the login fails."""
    if any(words in said for words in ("authentication failed", "no password supplied", "role ")):
        return _POSTGRESQL["28"]
    if "does not exist" in said:
        return _POSTGRESQL["3D"]
    return StoreAway("the store's server cannot be reached")
