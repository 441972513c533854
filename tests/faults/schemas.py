"""A schema of its own for every experiment on a PostgreSQL server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema, DropSchema

SERVER = os.environ.get("NOTICED_TEST_POSTGRESQL", "")


@contextmanager
def schema() -> Iterator[str]:
    """A URL with an empty schema of its own on the server."""
    name = f"test_{uuid4().hex}"
    address = make_url(SERVER).set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(CreateSchema(name))
    try:
        url = address.update_query_dict({"options": f"-csearch_path={name}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(DropSchema(name, cascade=True))
        engine.dispose()
