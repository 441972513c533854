"""Experiment: two and four daemons on one store, a file or a PostgreSQL server, write every letter once.

By itself, with ``--count`` notices for each pairing; PostgreSQL where $NOTICED_TEST_POSTGRESQL names a server:

    python -m tests.faults.several --count 40
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema, DropSchema
from tests.e2e.dns import DnsServer
from tests.e2e.servers import MailServers
from tests.faults.figures import Figures, enter
from tests.faults.kills import experiment as lives
from tests.faults.ledger import Ledger, command
from tests.faults.lives import Plan

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


def together(servers: MailServers, dns: DnsServer, plan: Plan, *, postgresql: bool) -> Figures:
    """One installation with several daemons from its first notice to the last letter."""
    if not postgresql:
        return lives(servers, dns, [plan])
    with schema() as url:
        return lives(servers, dns, [plan._replace(store=url)])


def experiment(ledger: Ledger, notices: int) -> None:
    """Two and four, on each kind of store there is."""
    total, runs = Figures(), []
    with MailServers() as servers, DnsServer() as dns:
        for postgresql in (False, True) if SERVER else (False,):
            for daemons in (2, 4):
                plan = Plan(seed=ledger.seed, kills=0, notices=notices, daemons=daemons)
                total = total.plus(together(servers, dns, plan, postgresql=postgresql))
                runs.append(f"{daemons} on {'PostgreSQL' if postgresql else 'SQLite'}")
    enter(ledger, total, several=True)
    ledger.figures["daemons"] = ", ".join(runs)


if __name__ == "__main__":
    sys.exit(command("several", 40, experiment, __doc__))
