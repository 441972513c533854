"""A store with a million closed cases: what the daemon and the operator ask for must not read them.

On SQLite, and on PostgreSQL where $NOTICED_TEST_POSTGRESQL is the URL of a server (a schema of its own is made).
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Insert, Table, create_engine, select, text, type_coerce
from tests.bench.start import SETTINGS, used
from tests.bench.table import Bench, Row, below
from tests.faults.schemas import SERVER
from tests.faults.schemas import schema as schema_of_its_own

from noticed.adapters.store import schema
from noticed.adapters.store.engine import open_store
from noticed.adapters.store.rows import columns
from noticed.core.case.model import Case, CaseAsin, CaseComplaint, Disposition, LetterKind, Reason, State
from noticed.ports import JournalLine, Letter, LetterStatus

CLOSED, OPEN, LINES = 1_000_000, 2_000, 5
SHORT = 12_800, 200, 5
_WITH_OPERATOR = 40
"""Of this many open cases one waits for the operator."""
_DOUBLED = 6
"""So often are the closed cases copied by the database, under other names: sixty-four of each in the end."""
_TABLES = (
    schema.cases,
    schema.complaints,
    schema.complaint_asins,
    schema.complainant_addresses,
    schema.outbox,
    schema.journal,
)
_NAMES = frozenset({"case", "complaint_id", "letter", "message_id"})
_DAY = timedelta(days=1)
NOW = datetime.now(UTC).replace(microsecond=0)


def measure(*, short: bool) -> Bench:
    """Seconds of commands beyond that of ``noticed --help`` on the same store, and of one tick."""
    closed, still, lines = SHORT if short else (CLOSED, OPEN, LINES)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        for kind, url in _stores(Path(name)):
            rows += _of_one(Path(name), kind, url, closed, still, lines)
    return Bench(
        name="big-store",
        title=f"{closed:,} closed cases",
        how=(
            f"And {still:,} open ones, of which {still // _WITH_OPERATOR} wait for the operator, a letter of each, and "
            f"{(closed + still) * lines:,} lines of the journal. Seconds of the processor of a command beyond "
            "the same command on an empty store, median of 3; a tick is everything the daemon does every three "
            "seconds when nothing is due."
        ),
        rows=tuple(rows),
    )


def _of_one(folder: Path, kind: str, url: str, closed: int, still: int, lines: int) -> Iterator[Row]:
    (folder / "settings.toml").write_text(f'mode = "auto"\n[store]\nurl = "{url}"\n{SETTINGS}')
    commands = {
        "`cases --state with_operator`": ["cases", "--state", "with_operator", "--json"],
        "`digest`": ["digest"],
    }
    empty = {what: _seconds(folder, words) for what, words in commands.items()}
    fill(url, closed, still, lines)
    yield below(f"{kind}: a tick", _tick(folder), 1, "s", digits=3)
    for what, words in commands.items():
        took = _seconds(folder, words)
        yield below(f"{kind}: {what}", took - empty[what], 1, "s", against=f"{empty[what]:.2f} s on an empty store")


def _stores(folder: Path) -> Iterator[tuple[str, str]]:
    yield "SQLite", f"sqlite:///{folder / 'noticed.db'}"
    if SERVER:
        with schema_of_its_own() as url:
            yield "PostgreSQL", url


def fill(url: str, closed: int, still: int, lines: int) -> None:
    """Rows as the store writes them; the closed cases are some, and copies of them made by the database."""
    open_store(url).close()
    engine, some = create_engine(url), closed >> _DOUBLED
    with engine.begin() as connection:
        _add(connection, [_case(number, some) for number in range(some)], lines)
        for copy in range(_DOUBLED):
            for table in _TABLES:
                connection.execute(_copied(table, copy))
        _add(connection, [_case(some + number, some) for number in range(still)], lines)
        if engine.dialect.name == "postgresql":  # as the server does by itself while a store grows
            connection.execute(text("ANALYZE"))
    engine.dispose()


def _copied(table: Table, copy: int) -> Insert:
    """The rows of a table once more, under other names."""
    kept = [column for column in table.c if column.name != "id"]
    named = [type_coerce(column + f".{copy}", column.type) if column.name in _NAMES else column for column in kept]
    return table.insert().from_select(kept, select(*named))


def _add(connection: Connection, some: list[Case], lines: int) -> None:
    _insert(connection, schema.cases, (columns(c, but=("complaints", "complainant_emails")) for c in some))
    _insert(
        connection,
        schema.complaints,
        ({"case": c.case, "position": 0, **columns(c.complaints[0], but=["asins"])} for c in some),
    )
    _insert(
        connection,
        schema.complaint_asins,
        ({"case": c.case, "complaint": 0, "position": 0, **columns(a)} for c in some for a in c.complaints[0].asins),
    )
    _insert(connection, schema.complainant_addresses, map(_address, some))
    _insert(connection, schema.outbox, (columns(_letter(c), but=["deliveries"]) for c in some))
    trail = (columns(_line(c, n), but=["id"]) for c in some for n in range(lines))
    _insert(connection, schema.journal, ({**row, "digest": None, "seal": None} for row in trail))


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    connection.execute(table.insert(), list(rows))


def _case(number: int, closed: int) -> Case:
    over = number < closed
    opened = NOW - _DAY * (21 + 700 * (1 - number / closed)) if over else NOW - _DAY * (number % 20)
    mine = not over and number % _WITH_OPERATOR == 0
    at = opened + 20 * _DAY  # the last of them a day ago, as many on each day
    state = State.CLOSED if over else State.WITH_OPERATOR if mine else State.WITH_COMPLAINANT
    asin = CaseAsin(asin=f"B{number:09d}", marketplace="US")
    return Case(
        case=f"N-{number:07d}",
        account="acme",
        state=state,
        reason=Reason.REPLIED if mine else None,
        disposition=Disposition.RETRACTED if over else None,
        marketplace="US",
        complaints=(CaseComplaint(complaint_id=str(10_000_000_000 + number), asins=(asin,)),),
        complainant_emails=(f"ip@brand{number % 300_000}.example",),
        opened_at=opened,
        changed_at=opened,
        closed_at=at if over else None,
        wake_at=None if over else NOW + timedelta(days=3),
    )


def _address(case: Case) -> dict[str, object]:
    (address,) = case.complainant_emails
    domain = address.partition("@")[2]
    return {"case": case.case, "position": 0, "address": address, "domain": domain, "registrable": domain}


def _letter(case: Case) -> Letter:
    return Letter(
        letter=f"{case.case}.1",
        account="acme",
        case=case.case,
        kind=LetterKind.INQUIRY,
        status=LetterStatus.SUBMITTED,
        sender="shop@qq.com",
        to=case.complainant_emails,
        subject="which right do you mean?",
        body="One line is enough.",
        message_id=f"<{case.case}.1@qq.com>",
        created_at=case.opened_at,
        started_at=case.opened_at,
        submitted_at=case.opened_at,
        copied_at=case.opened_at,
    )


def _line(case: Case, number: int) -> JournalLine:
    at = case.opened_at + timedelta(hours=number)
    return JournalLine(at=at, account="acme", case=case.case, event="note", text=f"something happened, {number}")


_TICK = """
import os, statistics, time
from noticed.app.build import opened
from noticed.service import searching, steps, timekeeping
from noticed.service.submit import accounts_due
from noticed.settings import load
with opened(load(None, os.environ)) as context:
    def tick():
        begun = time.perf_counter()
        timekeeping.remember(context)
        steps.prepare(context)
        searching.accounts(context)
        accounts_due(context)
        return time.perf_counter() - begun
    tick()
    print(statistics.median(tick() for _ in range(5)))
"""


def _tick(folder: Path) -> float:
    return float(_run(folder, [sys.executable, "-c", _TICK]))


def _seconds(folder: Path, words: list[str]) -> float:
    def once() -> float:
        before = used()
        _run(folder, [sys.executable, "-m", "noticed", *words])
        return used() - before

    once()
    return _median(once)


def _median(once: Callable[[], float]) -> float:
    return statistics.median(once() for _ in range(3))


def _run(folder: Path, command: list[str]) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
