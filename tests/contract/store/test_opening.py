"""A store is made, upgraded, checked, or refused with one line; it is never made anew over something damaged."""

import os
import stat
import time
from contextlib import closing
from pathlib import Path
from traceback import format_exception_only

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text
from tests.contract.store.examples import NOW, a_line

from noticed.adapters.store import sqlite
from noticed.adapters.store.engine import open_store
from noticed.adapters.store.schema import REVISION, metadata
from noticed.ports import Permanent, Store, Transient


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_migrations_make_what_the_tables_say(shared: Store, shared_url: str) -> None:
    engine = create_engine(make_url(shared_url).set(drivername=_driver(shared_url)))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISION
    engine.dispose()


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    migrations = Path(__file__).parents[3] / "src/noticed/adapters/store/migrations"
    assert ScriptDirectory(str(migrations)).get_heads() == [REVISION]


def test_a_store_opened_again_holds_what_it_held(shared: Store, shared_url: str) -> None:
    with shared.write() as tx:
        tx.journal.add(a_line())
    again = open_store(shared_url)
    with again.read() as tx:
        assert len(tx.journal.since(NOW)) == 1
    again.close()


def test_a_store_of_a_newer_program_is_refused(shared: Store, shared_url: str) -> None:
    engine = create_engine(make_url(shared_url).set(drivername=_driver(shared_url)))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Permanent, match=r"newer noticed \(revision 9999\)"):
        open_store(shared_url)


def test_a_store_of_an_older_program_is_upgraded(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "noticed.adapters.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        tx.journal.add(a_line())
    store.close()


def test_the_file_and_its_folder_are_ours_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "noticed.db"
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        tx.facts.set("paused", "yes")
    with store.alone("submit:acme"):
        assert mode(path.parent) == 0o700
        assert {file.name: mode(file) for file in path.parent.iterdir()} == {
            "noticed.db": 0o600,
            "noticed.db-wal": 0o600,
            "noticed.db-shm": 0o600,
            "noticed.db.opening.lock": 0o600,
            "noticed.db.submit%3Aacme.lock": 0o600,
        }
    store.close()


def test_what_was_committed_survives_a_power_cut(tmp_path: Path) -> None:
    from noticed.adapters.store.sqlite import SqliteFile

    database = SqliteFile(tmp_path / "noticed.db", patience_seconds=30)
    with database.opening(), database.begin(write=True) as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    database.engine.dispose()
    assert said == ["wal", 2, 1, 30_000]


@pytest.mark.parametrize("damage", ["not a database", "a damaged page", "cut short"])
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "noticed.db"
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        for number in range(200):
            tx.journal.add(a_line(f"line {number} " + 100 * "x"))
    store.close()
    whole = path.read_bytes()
    damaged = {
        "not a database": b"From: somebody\n" * 1000,
        "a damaged page": whole[:-8192] + 4096 * b"\xff" + whole[-4096:],
        "cut short": whole[: len(whole) // 2],
    }[damage]
    path.write_bytes(damaged)
    with pytest.raises(Permanent, match=r"damaged|no database"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == damaged


def test_a_text_that_the_check_does_not_look_into_is_damage_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "noticed.db"
    with closing(open_store(f"sqlite:///{path}")) as store, store.write() as tx:
        tx.journal.add(a_line(5000 * "x"))
    path.write_bytes(path.read_bytes().replace(1000 * b"x", 1000 * b"\xff"))
    with (
        closing(open_store(f"sqlite:///{path}")) as store,
        store.read() as tx,
        pytest.raises(Permanent, match="damaged"),
    ):
        list(tx.journal.of_case("N-7K3F"))


def test_a_lease_that_cannot_be_written_is_transient(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'noticed.db'}")
    with pytest.raises(Transient, match="File name too long"), store.alone(300 * "x"):
        pass
    store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://server/noticed", "mysql is neither sqlite nor postgresql"),
        ("noticed.db", "no URL"),
        ("sqlite:////dev/null/noticed.db", "cannot be opened: File exists"),
        ("sqlite:////dev", "cannot be opened: Is a directory"),
    ],
)
def test_a_wrong_url_is_named(url: str, said: str) -> None:
    with pytest.raises(Permanent, match=said):
        open_store(url)


def test_a_server_that_cannot_be_reached_may_be_there_later() -> None:
    with pytest.raises(Transient, match="cannot be reached") as caught:
        open_store("postgresql+psycopg://noticed@127.0.0.1:1/noticed", password="correct horse")
    assert "correct horse" not in "".join(format_exception_only(caught.value)) + repr(caught.value.__cause__)


def _driver(url: str) -> str:
    return "postgresql+psycopg" if url.startswith("postgresql") else "sqlite"


def test_what_root_makes_belongs_to_the_folders_owner(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    if os.geteuid() == 0:
        os.chown(folder, 8, 8)
    with closing(open_store(f"sqlite:///{folder}/noticed.db")) as store, store.alone("submit:acme"):
        with store.write() as tx:
            tx.facts.set("mode", "shadow")
        owners = {(f.stat().st_uid, f.stat().st_gid) for f in folder.iterdir()}
    assert owners == {(folder.stat().st_uid, folder.stat().st_gid)}


def test_a_closed_store_opens_nothing_for_whoever_comes_late(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/noticed.db")
    store.close()
    with pytest.raises(Transient, match="closed"), store.read():
        pass


def test_ctrl_c_in_the_middle_of_a_statement_is_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with closing(open_store(f"sqlite:///{tmp_path}/noticed.db")) as store:
        with monkeypatch.context() as patch:
            patch.setattr(store._database.engine.dialect, "do_execute", interrupted)
            with pytest.raises(KeyboardInterrupt):
                _set(store)
        with store.read() as tx:
            assert tx.facts.get("mode") is None


def _set(store: Store) -> None:
    with store.write() as tx:
        tx.facts.set("mode", "auto")


def test_a_large_file_is_checked_once_a_day_and_another_one_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, checks = tmp_path / "noticed.db", list[int]()
    monkeypatch.setattr(sqlite, "_QUICK", 0)
    monkeypatch.setattr(sqlite.SqliteFile, "_check", lambda self: checks.append(1))
    mark = Path(f"{path}.opening.lock")
    wanted = [0, 1, 1, 2, 2, 3]  # made · the first time · again · another file · again · a day later
    for n, count in enumerate(wanted):
        if n == 3:
            copied = tmp_path / "copy.db"
            copied.write_bytes(path.read_bytes())
            copied.replace(path)
        if n == 5:
            os.utime(mark, (0, time.time() - 25 * 3600))
        open_store(f"sqlite:///{path}").close()
        assert len(checks) == count, n
