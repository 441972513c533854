"""The same contract over SQLite in memory, a file, and PostgreSQL where $NOTICED_TEST_POSTGRESQL is the URL of one."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from noticed.adapters.store.engine import open_store
from noticed.ports import Store

_SERVER = os.environ.get("NOTICED_TEST_POSTGRESQL")
_SHARED = ["file", "postgresql"] if _SERVER else ["file"]
collect_ignore = [] if _SERVER else ["test_postgresql.py"]


@pytest.fixture(params=["memory", *_SHARED])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty store of each kind."""
    yield from _url(request.param, tmp_path)


@pytest.fixture(params=_SHARED)
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty store of each kind that several processes can open."""
    yield from _url(request.param, tmp_path)


@pytest.fixture
def postgresql_url(tmp_path: Path) -> Iterator[str]:
    """An empty store on the server."""
    yield from _url("postgresql", tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def shared(shared_url: str) -> Iterator[Store]:
    opened = open_store(shared_url)
    yield opened
    opened.close()


def _url(kind: str, folder: Path) -> Iterator[str]:
    if kind == "memory":
        yield "sqlite://"
    elif kind == "file":
        yield f"sqlite:///{folder / 'var' / 'noticed.db'}"
    else:
        yield from _postgresql(_SERVER or "")


def _postgresql(server: str) -> Iterator[str]:
    """A schema of its own on the server."""
    schema = f"test_{uuid4().hex}"
    address = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(CreateSchema(schema))
    yield address.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(DropSchema(schema, cascade=True))
    engine.dispose()
