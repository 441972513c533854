"""Two daemons on one store share the work: every letter leaves once."""

from tests.e2e.dns import DnsServer
from tests.e2e.servers import MailServers
from tests.faults.extent import LONG, SEED
from tests.faults.kills import experiment
from tests.faults.lives import Plan


def test_two_daemons_write_every_letter_once(servers: MailServers, dns: DnsServer) -> None:
    figures = experiment(servers, dns, [Plan(seed=SEED, kills=0, notices=40 if LONG else 5, daemons=2)])
    print(figures)
    assert figures.cases == (40 if LONG else 5)
    assert (figures.duplicates, figures.lost, figures.wrong) == (0, 0, ())
    assert figures.letters == 4 * figures.cases
