"""Experiment: the real daemon is killed (SIGKILL) again and again; nothing is lost, nothing leaves twice.

The daemon runs on a real Dovecot and Postfix with a cadence of seconds; one in a hundred answers to a final dot is
lost, and our own copies take up to two seconds. After every kill a copy of the store is checked; at the end what
really lies in the mailboxes is compared with what should. By itself:

    python -m tests.faults.kills --kills 1000 --seed 7
    python -m tests.faults.kills --kills 200 --careless      control: without the write-ahead, duplicates appear
    python -m tests.faults.kills --kills 500 --workers       one of two daemons on PostgreSQL, the other goes on

The last needs the URL of a server in $NOTICED_TEST_POSTGRESQL; each installation has a schema of its own there.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from tests.e2e.dns import DnsServer
from tests.e2e.late import Late
from tests.e2e.servers import MailServers
from tests.faults.figures import Figures, enter
from tests.faults.ledger import FOLDER, Ledger, finish
from tests.faults.lives import Experiment, Plan
from tests.faults.schemas import schema
from tests.faults.warm import Warm

LATEST = 2.0
"""Seconds that our own copies take to arrive, at most."""


def experiment(servers: MailServers, dns: DnsServer, plans: Sequence[Plan], *, careless: bool = False) -> Figures:
    """Several installations side by side; what they counted together."""
    with (
        tempfile.TemporaryDirectory() as name,
        Late(servers, LATEST, plans[0].seed),
        Warm(careless=careless) as warm,
        ThreadPoolExecutor(2) as pool,
    ):
        folders = [Path(name) / str(number) for number in range(len(plans))]
        for folder in folders:
            folder.mkdir()

        def lives(folder: Path, plan: Plan) -> Figures:
            with schema() if plan.postgresql else nullcontext("") as store:
                return _run(Experiment(folder, servers, dns, plan._replace(store=store), warm))

        total = Figures()
        for done, figures in enumerate(pool.map(lives, folders, plans), 1):
            total = total.plus(figures)
            print(f"{done} of {len(plans)}: {total}", flush=True)
        return total


def _run(one: Experiment) -> Figures:
    """An installation whose story does not end is wrong, and the others are counted all the same."""
    try:
        return one.run()
    except Exception as error:
        return one.figures.plus(Figures(wrong=(f"the story broke off: {type(error).__name__}: {error}",)))


def plans(kills: int, seed: int, *, careless: bool = False, workers: bool = False, each: int = 25) -> list[Plan]:
    """``kills`` in installations of ``each``; every other one holds what is in doubt instead of sending it again.
    ``workers``: two daemons on PostgreSQL, of which one is killed.
    """
    count = max(round(kills / each), 1)
    unknown = ["resend"] * count if careless else [("resend", "hold")[n % 2] for n in range(count)]
    share = [kills // count + (n < kills % count) for n in range(count)]
    daemons = 2 if workers else 1
    return [
        Plan(
            seed=seed + n,
            kills=share[n],
            notices=max(share[n] * 2 // 5, 1),
            unknown=unknown[n],
            daemons=daemons,
            postgresql=workers,
        )
        for n in range(count)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--careless", action="store_true", help="without the write-ahead: duplicates must appear")
    parser.add_argument("--workers", action="store_true", help="one of two daemons on PostgreSQL is killed")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder the report reads")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    name = "kills_careless" if asked.careless else "kills_workers" if asked.workers else "kills"
    ledger = Ledger(name, asked.seed, control=asked.careless)
    with MailServers() as servers, DnsServer() as dns:
        installations = plans(asked.kills, asked.seed, careless=asked.careless, workers=asked.workers)
        figures = experiment(servers, dns, installations, careless=asked.careless)
    enter(ledger, figures, several=asked.workers)
    return finish(ledger, asked.into)


if __name__ == "__main__":
    sys.exit(main())
