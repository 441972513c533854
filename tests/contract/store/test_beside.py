"""What a SQLite store notes beside itself of the dialogues begun outlives an older copy put back."""

from pathlib import Path

import pytest
from tests.contract.store.examples import MINUTE, NOW

from noticed.adapters.store.engine import SqlStore, open_store
from noticed.ports import Permanent


def opened(folder: Path) -> SqlStore:
    return open_store(f"sqlite:///{folder / 'noticed.db'}")


def test_the_greatest_number_stays_and_lies_where_it_lay(tmp_path: Path) -> None:
    store, file = opened(tmp_path), tmp_path / "noticed.db.dialogues"
    assert store.outran(0) is None
    places = set()
    for number in (1, 9, 10, 9, 100_000, 3):
        store.count(number, NOW + number * MINUTE)
        places.add((file.stat().st_ino, file.stat().st_size))
    assert len(places) == 1
    found = store.outran(99_999)
    assert found is not None
    assert (found.dialogues, found.at) == (100_000, NOW + 100_000 * MINUTE)
    assert store.outran(100_000) is None
    store.close()


def test_what_an_earlier_release_wrote_is_read_and_counted_on(tmp_path: Path) -> None:
    store, file = opened(tmp_path), tmp_path / "noticed.db.dialogues"
    file.write_text(f"57 {NOW.isoformat()}\n", "ascii")
    found = store.outran(0)
    assert found is not None
    assert found.dialogues == 57
    store.count(58, NOW)
    number, at = file.read_text("ascii").split()  # as that release reads it
    assert (int(number), at) == (58, NOW.isoformat())
    store.close()


def test_other_words_are_no_number(tmp_path: Path) -> None:
    store, file = opened(tmp_path), tmp_path / "noticed.db.dialogues"
    file.write_text("fifty-seven\n", "ascii")
    with pytest.raises(Permanent, match="damaged"):
        store.outran(0)
    store.close()
