"""The store in one SQLite file, or in memory (the twin in tests: the same code, one connection under a lock).

WAL with synchronous=FULL: what was committed survives a power cut. Write transactions begin with BEGIN IMMEDIATE,
so two writers never meet half-way; readers see one moment (https://sqlite.org/isolation.html).
The file is ours alone (0600, in a folder 0700 when we make it). A damaged one raises ``Permanent`` and is left alone.
"""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event

from noticed.adapters.store import backup, beside
from noticed.adapters.store.database import LOCKED, told, translate_errors
from noticed.adapters.store.known import KNOWN, Known
from noticed.ports import Copied, Outran, StoreAway, StoreBroken

_CONNECTION = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
)

_KEPT = "kept"
"""What a connection knew after its last write transaction, among what SQLAlchemy keeps of it."""
_QUICK = 32 * 1024 * 1024
"""Octets of a file that is checked in a moment."""
_DAY = 24 * 3600


class SqliteFile:
    """A database file."""

    def __init__(self, path: Path, patience_seconds: float) -> None:
        self._path = path
        self.engine = _engine(URL.create("sqlite", database=str(path)), patience_seconds, max_overflow=-1)

    def begin(self, *, write: bool) -> AbstractContextManager[Connection]:
        return _begun(self.engine, write=write)

    @contextmanager
    def opening(self) -> Iterator[None]:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock_file("opening") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # switching to WAL knows no patience of its own
                new = not self._path.exists()
                os.close(self._opened(self._path))
                if not new and self._is_to_be_checked(lock.fileno()):
                    self._check()
                    self._note_check(lock.fileno())
                yield
        except OSError as error:
            raise StoreBroken(f"the store at {self._path} cannot be opened: {error.strerror}") from error

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        try:
            lock = self._lock_file(name)
        except OSError as error:
            raise StoreAway(f"the lock beside the store cannot be opened: {error.strerror}") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                mine = False
            else:
                mine = True
            yield mine

    def backup(self, file: str, *, replace: bool, at: datetime) -> Copied:
        return backup.copy(self.engine, self._path, Path(file), replace=replace, at=at)

    def count(self, dialogues: int, at: datetime) -> None:
        try:
            with self._lock_file("dialogues") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                known = beside.read(self._beside)
                if known is None or known.dialogues < dialogues:
                    beside.write(self._opened, self._beside, dialogues, at)
        except OSError as error:
            raise StoreAway(f"{self._beside} cannot be written: {error.strerror}; nothing is sent") from error

    def outran(self, dialogues: int) -> Outran | None:
        with self._lock_file("dialogues") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            known = beside.read(self._beside)
        return known if known and known.dialogues > dialogues else None

    def scrub(self) -> bool:
        with closing(self.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            connection.info.pop(backup.WRITES, None)
            cursor.execute("PRAGMA query_only = OFF")
            try:
                cursor.execute("VACUUM")
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError:  # locked, or no room for a copy of itself
                return False
        return not busy

    @property
    def _beside(self) -> Path:
        return self._path.with_name(f"{self._path.name}.dialogues")

    def _lock_file(self, name: str) -> IO[bytes]:
        """An open lock file; its lock ends when it is closed, or with the process (flock(2))."""
        path = f"{self._path}.{quote(name, safe='')}.lock"
        return os.fdopen(self._opened(path), "rb")

    def _opened(self, path: Path | str) -> int:
        """A descriptor of a file that is made where it is missing. What root makes belongs to the folder's owner:
        a command typed as root must not shut the service out of its own store."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.geteuid() == 0:
            folder = self._path.parent.stat()
            os.fchown(descriptor, folder.st_uid, folder.st_gid)
        return descriptor

    def _is_to_be_checked(self, mark: int) -> bool:
        """Always while that is quick; a large store once a day, by whoever opens it first. ``mark``: a file that says
        which one was checked, and by its own time, when.
        """
        file, marked = self._path.stat(), os.fstat(mark)
        same = os.pread(mark, 32, 0) == b"%d" % file.st_ino
        return file.st_size < _QUICK or not same or not 0 <= time.time() - marked.st_mtime < _DAY

    def _note_check(self, mark: int) -> None:
        with suppress(OSError):  # a full disk: it is checked again the next time
            os.ftruncate(mark, 0)
            os.pwrite(mark, b"%d" % self._path.stat().st_ino, 0)

    def _check(self) -> None:
        with self.begin(write=False) as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if said != "ok":
            raise StoreBroken(f"the store at {self._path} is damaged: put back a copy, or move it away to begin anew")


class SqliteMemory:
    """A database that ends with its process. Several threads take turns on the one connection."""

    def __init__(self, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._turn = threading.Lock()
        self._leases: dict[str, threading.Lock] = {}
        self.engine = _engine(URL.create("sqlite"), patience_seconds, poolclass=StaticPool)

    @contextmanager
    def begin(self, *, write: bool) -> Iterator[Connection]:
        if not self._turn.acquire(timeout=self._patience_seconds):
            raise StoreAway(LOCKED)
        try:
            with _begun(self.engine, write=write) as connection:
                yield connection
        finally:
            self._turn.release()

    def opening(self) -> AbstractContextManager[None]:
        return nullcontext()

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        lease = self._leases.setdefault(name, threading.Lock())
        free = lease.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                lease.release()

    def backup(self, file: str, *, replace: bool, at: datetime) -> Copied:
        with self._turn:
            return backup.copy(self.engine, None, Path(file), replace=replace, at=at)

    def count(self, dialogues: int, at: datetime) -> None:
        """It ends with its process: nobody can put an older one back."""

    def outran(self, dialogues: int) -> Outran | None:  # noqa: ARG002
        return None

    def scrub(self) -> bool:
        return True


@contextmanager
def _begun(engine: Engine, *, write: bool) -> Iterator[Connection]:
    with engine.connect().execution_options(noticed_writes=write) as connection:
        try:
            with connection.begin():
                _begin(connection, write=write)
                if write:
                    connection.info[KNOWN] = _recalled(connection)
                yield connection
            if write:
                connection.info[_KEPT] = connection.info[KNOWN]
                connection.info[_KEPT].shrink()
        finally:
            connection.info.pop(KNOWN, None)


def _engine(url: URL, patience_seconds: float, **pool: object) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # addresses and letters stay out of tracebacks
        connect_args={"isolation_level": None, "check_same_thread": False},  # we say BEGIN ourselves
        **pool,
    )
    translate_errors(engine)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            for statement in (f"PRAGMA busy_timeout = {patience_seconds * 1000:.0f}", *_CONNECTION):
                cursor.execute(statement)

    return engine


def _begin(connection: Connection, *, write: bool) -> None:
    """Each letter begins two transactions: the short way. An event of the engine's would be asked for at every
    statement."""
    driver = _driver(connection)
    try:
        if connection.info.get(backup.WRITES) is not write:
            driver.execute(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
            connection.info[backup.WRITES] = write
        driver.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    except sqlite3.Error as error:
        raise told(error) or error from error


def _recalled(connection: Connection) -> Known:
    """What this connection's last write transaction knew, where no other has committed since."""
    version = _driver(connection).execute("PRAGMA data_version").fetchone()[0]
    known: Known | None = connection.info.pop(_KEPT, None)
    known = known if known and known.version == version else Known()
    known.version = version
    return known


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
