"""A store that an earlier version left in the middle of a case: this version opens it, and the case goes on."""

import lzma
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.service.world import World

from noticed.adapters.store.engine import open_store
from noticed.adapters.store.schema import REVISION
from noticed.adapters.system import FixedClock
from noticed.core.case.model import State
from noticed.ports import LetterStatus

OLDER = Path(__file__).parent / "older"
SELLER = "shop@acme-home.example"
OWNER = "ip@brightwater.example"
BEFORE = datetime(2026, 12, 6, 12, 0, tzinfo=UTC)
LAST_REMINDER = datetime(2026, 12, 7, 17, 1, tzinfo=UTC)


def lay_out(path: Path, revision: str) -> None:
    """A store at ``path`` as the version of that revision left it: two letters have left, the last reminder is due on
    the 7th."""
    script = lzma.decompress((OLDER / f"{revision}.sql.xz").read_bytes()).decode()
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


@pytest.fixture(params=["0002"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store of each kept revision."""
    path = tmp_path / "noticed.db"
    lay_out(path, request.param)
    return path


def test_a_case_goes_on_in_the_store_of_an_earlier_version(older: Path) -> None:
    world = World(seller=SELLER, clock=FixedClock(BEFORE), store=open_store(f"sqlite:///{older}"))
    case = world.case()
    asked = world.letters()
    assert (case.case, case.state, case.attempts) == ("N-ILZQ", State.WITH_COMPLAINANT, 2)
    assert [letter.status for letter in asked] == [LetterStatus.SUBMITTED, LetterStatus.SUBMITTED]
    assert world.arrived(OWNER) == []  # what has left does not leave again

    world.at(LAST_REMINDER)

    (reminder,) = world.arrived(OWNER)
    assert reminder["Subject"].startswith("Re: ")
    assert "[N-ILZQ]" in reminder["Subject"]
    assert world.case().attempts == 3


def test_an_upgrade_is_whole_and_keeps_every_row(older: Path) -> None:
    def count(table: str) -> int:
        connection = sqlite3.connect(older)
        try:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        finally:
            connection.close()

    tables = ("inbox", "deliveries", "outbox", "journal", "cases")
    before = [count(table) for table in tables]
    open_store(f"sqlite:///{older}").close()
    assert [count(table) for table in tables] == before
    connection = sqlite3.connect(older)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISION,)
    connection.close()
