"""Experiment: two and four daemons on one store, a file or a PostgreSQL server, write every letter once.

By itself, with ``--count`` notices for each pairing; PostgreSQL where $NOTICED_TEST_POSTGRESQL names a server:

    python -m tests.faults.several --count 40

One of two daemons on PostgreSQL killed (SIGKILL), and another started in its place, 500 times: ``tests.faults.kills``.
"""

import sys

from tests.e2e.dns import DnsServer
from tests.e2e.servers import MailServers
from tests.faults.figures import Figures, enter
from tests.faults.kills import experiment as lives
from tests.faults.ledger import Ledger, command
from tests.faults.lives import Plan
from tests.faults.schemas import SERVER


def together(servers: MailServers, dns: DnsServer, plan: Plan, *, postgresql: bool) -> Figures:
    """One installation with several daemons from its first notice to the last letter."""
    return lives(servers, dns, [plan._replace(postgresql=postgresql)])


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
