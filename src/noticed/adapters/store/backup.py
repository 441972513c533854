"""A copy of a SQLite store, made while others read and write it.

Promises: what stands at the name is a whole copy or what was there before, on disk and readable by us alone; the
copy is one moment of the store, without the pages of what was deleted (https://sqlite.org/lang_vacuum.html, INTO),
checked, and says of itself that it is a copy. Raises ``Refused``, ``Transient``, ``Permanent``.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from noticed.ports import COPY_MARK, Copied, Permanent, Refused, Transient

WRITES = "writes"
"""Whether a connection was last told that it may write, among what SQLAlchemy keeps of it."""


def copy(engine: Engine, store: Path | None, file: Path, *, replace: bool, at: datetime) -> Copied:
    """Copy the store behind ``engine`` (its own file is ``store``) into ``file``, as of ``at``."""
    if store is not None and file.exists() and file.samefile(store):
        raise Refused(f"{file} is the store itself: name another file")
    if file.exists() and (not replace or not file.is_file()):
        raise Refused(f"{file} exists: name another file, or add --force")
    try:
        with _beside(file) as part:
            _vacuum(engine, part)
            copied = _marked(part, at)
            _placed(part, file, replace=replace)
    except FileExistsError:
        raise Refused(f"{file} exists: name another file, or add --force") from None
    except OSError as error:
        raise Transient(f"{file} cannot be written: {error.strerror}") from error
    return copied


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """An empty file of ours alone in the same folder; gone afterwards, whatever happens."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _vacuum(engine: Engine, part: Path) -> None:
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        connection.info.pop(WRITES, None)
        cursor.execute("PRAGMA query_only = OFF")
        try:
            cursor.execute("VACUUM INTO ?", (str(part),))
        except sqlite3.OperationalError as error:
            raise Transient(f"the copy could not be written: {error}") from error
        except sqlite3.DatabaseError as error:
            raise Permanent(f"the store's file is damaged, and was not copied: {error}") from error


def _marked(part: Path, at: datetime) -> Copied:
    """Checked, marked, and closed without anything beside it."""
    with closing(sqlite3.connect(part, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = DELETE")
        said = made.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise Permanent(f"the copy is not sound, and was thrown away: {said}")
        made.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (COPY_MARK, at.isoformat()))
        cases = made.execute("SELECT count(*) FROM cases").fetchone()[0]
        letters = made.execute('SELECT count(*) FROM outbox WHERE "case" IS NOT NULL').fetchone()[0]
    return Copied(cases=cases, letters=letters, size=part.stat().st_size)


def _placed(part: Path, file: Path, *, replace: bool) -> None:
    _synced(part)
    if replace:
        part.replace(file)
    else:
        try:
            os.link(part, file)  # fails where the name is taken, in one step
        except PermissionError:  # a file system without hard links
            part.rename(file)
    _synced(file.parent)


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
