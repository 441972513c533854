"""A backup: one moment of the store, whole or not at all, ours alone, and it says of itself that it is a copy."""

import stat
import threading
from pathlib import Path

import pytest
from tests.contract.store.examples import NOW, a_line

from noticed.adapters.store.engine import open_store
from noticed.ports import COPY_MARK, Refused, Store


def lines(store: Store) -> int:
    with store.read() as tx:
        return len(tx.journal.since(NOW))


@pytest.fixture
def full(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'var' / 'noticed.db'}")
    with store.write() as tx:
        tx.journal.add(a_line())
    return store


def test_a_copy_holds_what_the_store_holds_and_knows_what_it_is(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    copied = full.backup(str(file), replace=False, at=NOW)
    assert (copied.cases, copied.letters, copied.size) == (0, 0, file.stat().st_size)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = open_store(f"sqlite:///{file}")
    with again.read() as tx:
        assert tx.facts.get(COPY_MARK) == NOW.isoformat()
    assert lines(again) == 1
    again.close()
    with full.read() as tx:
        assert tx.facts.get(COPY_MARK) is None
    full.close()
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".part") == []


def test_a_store_in_memory_can_be_copied_too(tmp_path: Path) -> None:
    store = open_store("sqlite://")
    with store.write() as tx:
        tx.journal.add(a_line())
    store.backup(str(tmp_path / "copy.db"), replace=False, at=NOW)
    store.close()
    again = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert lines(again) == 1
    again.close()


def test_nothing_is_overwritten_unless_that_was_said(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_bytes(b"precious")
    with pytest.raises(Refused, match="--force"):
        full.backup(str(file), replace=False, at=NOW)
    assert file.read_bytes() == b"precious"
    full.backup(str(file), replace=True, at=NOW)
    assert file.read_bytes().startswith(b"SQLite format 3")
    for name in ("noticed.db", "../var/noticed.db"):
        with pytest.raises(Refused, match="the store itself"):
            full.backup(str(tmp_path / "var" / name), replace=True, at=NOW)
    full.close()


def test_a_copy_is_one_moment_while_others_write(full: Store, tmp_path: Path) -> None:
    """Every write adds two lines: no copy has an odd one beside the first."""
    stop = threading.Event()

    def writer() -> None:
        while not stop.is_set():
            with full.write() as tx:
                tx.journal.add(a_line())
                tx.journal.add(a_line())

    thread = threading.Thread(target=writer)
    thread.start()
    try:
        for number in range(5):
            full.backup(str(tmp_path / f"{number}.db"), replace=False, at=NOW)
    finally:
        stop.set()
        thread.join()
    full.close()
    for number in range(5):
        copy = open_store(f"sqlite:///{tmp_path / f'{number}.db'}")
        assert lines(copy) % 2 == 1
        copy.close()
