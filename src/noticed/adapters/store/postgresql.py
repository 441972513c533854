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

from sqlalchemy import URL, BigInteger, Connection, bindparam, create_engine, func, literal_column, select, text

from noticed.adapters.store.database import translate_errors
from noticed.adapters.store.facts import SqlFacts
from noticed.ports import Copied, Outran, Permanent, Refused, Transient

PLACE = "place"
"""The fact that says where the tables were when letters left from here."""

_KEY = literal_column(
    "CASE WHEN current_schema() = 'public' THEN 0 ELSE hashtextextended(current_schema(), 0) END", BigInteger
).bitwise_xor(bindparam("key", type_=BigInteger))
"""Advisory locks are a database's (manual, section 13.3.5), a store is a schema's: two of them in one database do not
wait for each other."""
_WRITE = select(
    func.set_config("lock_timeout", bindparam("patience"), literal_column("true")), func.pg_advisory_xact_lock(_KEY)
)
"""In this order: how long the lock is waited for is set when it is asked for."""

_PERSONAL = ("inbox", "outbox", "deliveries", "journal", "complaints", "complainant_addresses", "cases", "suppressed")
"""Tables that hold names and addresses."""


class Postgresql:
    """A database on a server."""

    def __init__(self, url: URL, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._write = {"patience": f"{patience_seconds * 1000:.0f}", "key": _key("write")}
        self._placed = False
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
                connection.execute(_WRITE, self._write)
            yield connection

    def opening(self) -> AbstractContextManager[None]:
        return nullcontext()  # the upgrade is a write transaction: those come one after the other already

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        key = {"key": _key(f"alone {name}")}
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
            mine = bool(session.scalar(select(func.pg_try_advisory_lock(_KEY)), key))
            try:
                yield mine
            finally:
                if mine:
                    with suppress(Transient):  # a session that broke has ended its locks already
                        session.execute(select(func.pg_advisory_unlock(_KEY)), key)

    def backup(self, file: str, *, replace: bool, at: datetime) -> Copied:  # noqa: ARG002  # the server has its own way
        url = self.engine.url.set(drivername="postgresql", password=None).render_as_string()
        raise Refused(f"PostgreSQL has its own: pg_dump --format=custom --file={quote(file)} {quote(url)}")

    def count(self, dialogues: int, at: datetime) -> None:  # noqa: ARG002  # the place is what a copy has not
        if not self._placed:
            with self.begin(write=True) as connection:
                SqlFacts(connection).set(PLACE, _place(connection))
            self._placed = True

    def outran(self, dialogues: int) -> Outran | None:
        with self.begin(write=False) as connection:
            known, here = SqlFacts(connection).get(PLACE), _place(connection)
        if known in {None, here}:
            return None
        return Outran(dialogues=dialogues, at=None, where=f"the place of its tables: {known} then, {here} now")

    def scrub(self) -> bool:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
            session.execute(text(f"SET lock_timeout = {self._patience_seconds * 1000:.0f}"))
            try:
                session.execute(text(f"VACUUM FULL {', '.join(_PERSONAL)}"))
            except Transient:
                return False
            finally:
                session.execute(text("RESET lock_timeout"))
        return True


def _place(connection: Connection) -> str:
    """Where the tables are: a dump put back has new ones, a server put back a new timeline (manual, section 26.3.5)."""
    tables = connection.scalar(text("SELECT 'facts'::regclass::oid"))
    allowed = connection.scalar(text("SELECT has_function_privilege('pg_control_checkpoint()', 'execute')"))
    timeline = connection.scalar(text("SELECT timeline_id FROM pg_control_checkpoint()")) if allowed else 0
    return f"{tables}.{timeline}"


def _key(name: str) -> int:
    """The number of an advisory lock: 64 bits, the same in every process."""
    return int.from_bytes(sha256(f"noticed {name}".encode()).digest()[:8], signed=True)
