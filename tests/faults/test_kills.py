"""However often the daemon is killed, every notice has one case and every letter arrives once."""

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.servers import MailServers
from tests.faults.extent import KILLS, SEED
from tests.faults.kills import experiment, plans


@pytest.mark.timeout(300 + 8 * KILLS)
def test_killed_fifty_times_it_writes_every_letter_once(servers: MailServers, dns: DnsServer) -> None:
    figures = experiment(servers, dns, plans(KILLS, SEED))
    print(f"seed {SEED}: {figures}")
    assert figures.kills == KILLS
    assert (figures.duplicates, figures.missed, figures.lost, figures.touched, figures.wrong) == (0, 0, 0, 0, ())
    assert figures.letters == 4 * figures.cases  # three attempts, and one to Amazon alone
