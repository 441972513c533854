"""What only a server can do to us. Collected where $NOTICED_TEST_POSTGRESQL is the URL of one."""

import os
from contextlib import closing

import pytest
from sqlalchemy import create_engine, make_url, text
from tests.faults.schemas import schema

from noticed.adapters.store.engine import open_store
from noticed.ports import Permanent, Store, Transient

SERVER = make_url(os.environ.get("NOTICED_TEST_POSTGRESQL", "postgresql://")).set(drivername="postgresql+psycopg")

OUR_OTHER_SESSIONS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND application_name = 'noticed contract'"
)


@pytest.fixture
def url(postgresql_url: str) -> str:
    """A store whose sessions can be told from anybody else's on the server."""
    named = make_url(postgresql_url).update_query_dict({"application_name": "noticed contract"})
    return named.render_as_string(hide_password=False)


def end_sessions() -> None:
    engine = create_engine(SERVER)
    with engine.begin() as connection:
        connection.execute(OUR_OTHER_SESSIONS)
    engine.dispose()


def write(store: Store, value: str, *, cut: bool = False) -> None:
    with store.write() as tx:
        tx.facts.set("state", value)
        if cut:
            end_sessions()


def test_a_lost_session_is_transient_and_undoes_everything(url: str) -> None:
    store = open_store(url)
    write(store, "old")
    with pytest.raises(Transient, match="broke off"):
        write(store, "new", cut=True)
    with store.read() as tx:
        assert tx.facts.get("state") == "old"
    store.close()


def test_a_session_lost_between_transactions_is_not_noticed(url: str) -> None:
    store = open_store(url)
    write(store, "old")
    end_sessions()
    write(store, "new")
    store.close()


def test_a_lease_whose_session_was_lost_is_free_again(url: str) -> None:
    store = open_store(url)
    with store.alone("submit:acme") as mine:
        assert mine
        end_sessions()
    with store.alone("submit:acme") as mine:
        assert mine
    store.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [({"username": "nobody_here"}, "refuses the login"), ({"database": "nothing_here"}, "no such database")],
)
def test_a_wrong_name_is_permanent(change: dict[str, str], said: str) -> None:
    wrong = SERVER.set(**change)  # type: ignore[arg-type]
    with pytest.raises(Permanent, match=said):
        open_store(wrong.render_as_string(hide_password=False))


def test_two_stores_in_one_database_do_not_wait_for_each_other(postgresql_url: str) -> None:
    """Each has a schema of its own; a lock of the server is the whole database's."""
    with schema() as other_url:
        one, other = (open_store(url, patience_seconds=2) for url in (postgresql_url, other_url))
        with closing(one), closing(other), closing(open_store(postgresql_url, patience_seconds=0.2)) as again:
            with one.write() as tx:
                tx.facts.set("state", "one")
                write(other, "other")
                with pytest.raises(Transient, match="stays locked"):
                    write(again, "one more")
            with (
                one.alone("submit:acme") as mine,
                other.alone("submit:acme") as theirs,
                again.alone("submit:acme") as no,
            ):
                assert (mine, theirs, no) == (True, True, False)
