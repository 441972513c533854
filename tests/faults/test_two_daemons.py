"""Two daemons on one store, and four of which some are killed, share the work: every letter leaves once."""

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.servers import MailServers
from tests.faults.extent import LONG, SEED
from tests.faults.lives import Plan
from tests.faults.schemas import SERVER
from tests.faults.several import together

PAIRINGS = [(2, False, 0), (4, True, 4)] if SERVER else [(2, False, 0), (4, False, 0)]
"""Daemons, whether on PostgreSQL, and how many are killed (a file under two daemons cannot be looked at meanwhile)."""


@pytest.mark.parametrize(("daemons", "postgresql", "kills"), PAIRINGS)
def test_several_daemons_write_every_letter_once(
    servers: MailServers, dns: DnsServer, daemons: int, postgresql: bool, kills: int
) -> None:
    notices = 40 if LONG else 5
    plan = Plan(seed=SEED, kills=kills, notices=notices, daemons=daemons)
    figures = together(servers, dns, plan, postgresql=postgresql)
    print(figures)
    assert (figures.cases, figures.kills) == (notices, kills)
    assert (figures.duplicates, figures.missed, figures.lost, figures.touched, figures.wrong) == (0, 0, 0, 0, ())
    assert figures.letters == 4 * figures.cases
