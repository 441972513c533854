"""The IMAP server falls silent, or numbers everything anew again and again: it is noticed, and changes nothing."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation, stop
from tests.e2e.proxy import Proxy, Rule
from tests.e2e.servers import PASSWORD, MailServers, wait_until
from tests.faults.extent import LONG
from tests.faults.lives import NO_LIMITS
from tests.mails import AMAZON, notice, signed

from noticed.adapters.imap import ImapMail
from noticed.adapters.imap_session import ImapSession
from noticed.adapters.server import Server
from noticed.ports import Transient

USER = "silence@seller.example"


@pytest.mark.parametrize(
    "command", [b"LOGIN", b"LIST", b"EXAMINE", b"UID SEARCH", b"RFC822.SIZE", b"BODY.PEEK[]", b"STATUS"]
)
def test_a_server_that_falls_silent_is_noticed_after_its_timeout(servers: MailServers, command: bytes) -> None:
    servers.deliver(USER, b"Subject: x\r\n\r\n" + b"y" * 2000 + b"\r\n")
    with Proxy(servers.ports["imap"]) as proxy:
        proxy.once(Rule(command, "silence"))
        server = Server(
            host="127.0.0.1", port=proxy.port, tls="none", username=USER, secret=lambda: PASSWORD, timeout=0.5
        )
        begun = time.monotonic()
        with pytest.raises(Transient), ImapMail(server).connect() as session:
            _read_everything(session)
        assert time.monotonic() - begun < 6 * server.timeout


def test_a_minute_is_how_long_a_silent_server_is_waited_for() -> None:
    server = Server(host="imap.example", port=993, username=USER, secret=lambda: PASSWORD)
    assert server.timeout <= 60


def _read_everything(session: ImapSession) -> None:
    session.folders()
    session.examine("INBOX")
    for summary in session.summaries(session.uids_after(0)):
        session.body(summary, 100_000)
    session.passed("Sent", session.examine("INBOX"))
    session.unchanged("Sent")


def test_a_mailbox_numbered_anew_again_and_again_makes_no_new_case_and_no_letter(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns, limits=NO_LIMITS)
    complainants = [f"ip@{seller.seller.partition('@')[0]}-anew{n}.example" for n in range(4)]

    def arrives(number: int) -> None:
        raw = notice(
            date=datetime.now(UTC),
            to=seller.seller,
            complaint=str(10800000000 + number),
            complainant=complainants[number],
        )
        servers.deliver(seller.seller, signed(raw))

    def written() -> bool:
        assert daemon.poll() is None, "the daemon ended by itself"
        return len(seller.arrived(AMAZON)) >= 3

    seller.run("once")
    daemon = seller.start_daemon()
    try:
        for number in range(3):
            arrives(number)
        wait_until(written, "the first letters", 60, step=0.5)
        for _ in range(20 if LONG else 4):
            servers.set_uidvalidity(seller.seller)
            time.sleep(2.5)  # a poll or two
        arrives(3)
        servers.wait_for(complainants[3], 1, seconds=60)
        time.sleep(3)  # whatever else might come
    finally:
        stop(daemon)
    servers.wait_until_queue_is_empty()
    assert [len(seller.arrived(address)) for address in complainants] == [1, 1, 1, 1]
    assert len(seller.arrived(AMAZON)) == 4
    assert sorted(c["complaint_ids"][0] for c in seller.json("cases")) == [str(10800000000 + n) for n in range(4)]
