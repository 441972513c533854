"""The store on a PostgreSQL server, for several hosts.

Writers take one advisory lock for the length of their transaction, so that they come one after the other exactly as
on SQLite: a limit counted and a letter claimed in one transaction hold for every process. A lease is an advisory lock
of a session of its own and ends with that session (PostgreSQL manual, section 13.3.5).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from hashlib import sha256
from shlex import quote

from sqlalchemy import URL, Connection, create_engine, func, select, text

from noticed.adapters.store.database import translate_errors
from noticed.ports import Copied, Permanent, Refused, Transient


class Postgresql:
    """A database on a server."""

    def __init__(self, url: URL, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        try:
            self.engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                hide_parameters=True,  # addresses and letters stay out of tracebacks
                pool_pre_ping=True,
                max_overflow=-1,  # the server says how many are too many
                connect_args={"connect_timeout": max(2, round(patience_seconds))},
            )
        except ModuleNotFoundError as error:
            raise Permanent("PostgreSQL needs its driver: pip install 'noticed[postgresql]'") from error
        translate_errors(self.engine)

    @contextmanager
    def begin(self, *, write: bool) -> Iterator[Connection]:
        level = "READ COMMITTED" if write else "REPEATABLE READ"
        with (
            self.engine.connect().execution_options(isolation_level=level, postgresql_readonly=not write) as connection,
            connection.begin(),
        ):
            if write:
                connection.execute(text(f"SET LOCAL lock_timeout = {self._patience_seconds * 1000:.0f}"))
                connection.execute(select(func.pg_advisory_xact_lock(_key("write"))))
            yield connection

    def opening(self) -> AbstractContextManager[None]:
        return nullcontext()  # the upgrade is a write transaction: those come one after the other already

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        key = _key(f"alone {name}")
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
            mine = bool(session.scalar(select(func.pg_try_advisory_lock(key))))
            try:
                yield mine
            finally:
                if mine:
                    with suppress(Transient):  # a session that broke has ended its locks already
                        session.execute(select(func.pg_advisory_unlock(key)))

    def backup(self, file: str, *, replace: bool, at: datetime) -> Copied:  # noqa: ARG002  # the server has its own way
        url = self.engine.url.set(drivername="postgresql", password=None).render_as_string()
        raise Refused(f"PostgreSQL has its own: pg_dump --format=custom --file={quote(file)} {quote(url)}")


def _key(name: str) -> int:
    """The number of an advisory lock: 64 bits, the same in every process."""
    return int.from_bytes(sha256(f"noticed {name}".encode()).digest()[:8], signed=True)
