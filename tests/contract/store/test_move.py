"""A store is moved whole, from a file to a file or a server and back; the old one never sends again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, select
from tests.contract.store.examples import NOW, a_line, a_row
from tests.unit.service.test_an_older_store import OWNER, SELLER, lay_out
from tests.unit.service.world import World

from noticed.adapters.store.engine import open_database, open_store
from noticed.adapters.store.facts import SqlFacts
from noticed.adapters.store.move import move
from noticed.adapters.store.schema import inbox, ledger, metadata
from noticed.adapters.system import FixedClock
from noticed.ports import MOVED, Permanent, Refused


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A store in the middle of a case."""
    lay_out(tmp_path / "old.db", "0002")
    url = f"sqlite:///{tmp_path / 'old.db'}"
    open_store(url).close()
    return url


def moved(source: str, target: str) -> int:
    return move(source, target, password=None, at=NOW, told=lambda _table, _rows: None)


def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table, but what the store says of where it is."""
    database = open_database(url, moved=True)
    with database.begin(write=False) as connection:
        rows = {t.name: sorted(map(repr, connection.execute(select(t)))) for t in metadata.sorted_tables}
    database.engine.dispose()
    rows["facts"] = [row for row in rows["facts"] if MOVED not in row and "'place'" not in row]
    return rows


@contextmanager
def rows_of(url: str) -> Iterator[Connection]:
    """A write transaction on the tables themselves."""
    database = open_database(url)
    with database.begin(write=True) as connection:
        yield connection
    database.engine.dispose()


def a_number(url: str, raw: bytes) -> int:
    """The number that a new message gets."""
    store = open_store(url)
    with store.write() as tx:
        given = tx.inbox.add(a_row(raw, uid=1000))
    store.close()
    assert given is not None
    return given


def test_a_store_that_was_moved_there_and_back_holds_what_it_held(source: str, shared_url: str, tmp_path: Path) -> None:
    before = everything(source)
    assert moved(source, shared_url) == sum(map(len, before.values()))
    assert everything(shared_url) == before
    home = f"sqlite:///{tmp_path / 'home.db'}"
    moved(shared_url, home)
    assert everything(home) == before


def test_the_old_store_is_not_opened_again_and_sends_nothing(source: str, shared_url: str) -> None:
    running = World(seller=SELLER, clock=FixedClock(NOW), store=open_store(source))  # a daemon that was not stopped
    due = running.case().plan_at
    assert due is not None
    moved(source, shared_url)
    running.at(due)
    assert running.arrived(OWNER) == []
    with pytest.raises(Permanent, match="moved to"):
        open_store(source)


def test_the_case_goes_on_in_the_new_place(source: str, shared_url: str) -> None:
    moved(source, shared_url)
    world = World(seller=SELLER, clock=FixedClock(NOW), store=open_store(shared_url))
    due = world.case().plan_at
    assert due is not None
    world.at(due)
    assert len(world.arrived(OWNER)) == 1


def test_a_number_is_not_given_twice_even_if_its_row_is_gone(source: str, shared_url: str, tmp_path: Path) -> None:
    given = a_number(source, b"removed")
    with rows_of(source) as connection:
        connection.execute(ledger.delete().where(ledger.c.inbox_id == given))
        connection.execute(inbox.delete().where(inbox.c.id == given))
    moved(source, shared_url)
    moved(shared_url, home := f"sqlite:///{tmp_path / 'home.db'}")
    assert a_number(home, b"new") == given + 1


def test_nothing_is_moved_over_a_store_that_holds_something(source: str, shared_url: str) -> None:
    store = open_store(shared_url)
    with store.write() as tx:
        tx.journal.add(a_line())
    store.close()
    with pytest.raises(Refused, match="holds something"):
        moved(source, shared_url)


def test_a_move_that_was_broken_off_is_done_again_and_no_other(source: str, shared_url: str, tmp_path: Path) -> None:
    with rows_of(source) as connection:  # sealed, and the machine lost power
        SqlFacts(connection).set(MOVED, f"{NOW.isoformat()} {make_url(shared_url).set(password=None)}")
    with pytest.raises(Refused, match="that one is the store now"):
        moved(source, f"sqlite:///{tmp_path / 'third.db'}")
    assert moved(source, shared_url) > 0


def test_a_store_from_which_a_letter_is_leaving_is_not_moved(source: str, shared_url: str) -> None:
    store = open_store(source)
    with store.alone("submit:acme"), pytest.raises(Refused, match="stop it first"):
        moved(source, shared_url)
    store.close()
    open_store(source).close()  # and it was not sealed
