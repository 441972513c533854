"""What the tests with real servers share: one mail system and one DNS server for the whole run."""

from collections.abc import Iterator

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.servers import MailServers


@pytest.fixture(scope="session")
def servers() -> Iterator[MailServers]:
    with MailServers() as running:
        yield running


@pytest.fixture(scope="session")
def dns() -> Iterator[DnsServer]:
    with DnsServer() as running:
        yield running
