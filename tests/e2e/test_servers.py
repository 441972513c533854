"""The servers of the tests keep their own promises."""

import smtplib
import ssl
import time

from tests.e2e.servers import PASSWORD, MailServers, Service

LETTER = b"From: seller@fate.test\r\nSubject: Which right?\r\nMessage-ID: <1@fate.test>\r\n\r\nOne line.\r\n"


def submit(servers: MailServers, *recipients: str) -> dict[str, tuple[int, bytes]]:
    context = ssl.create_default_context(cafile=str(servers.ca_file))
    with smtplib.SMTP("localhost", servers.ports["submission"], local_hostname="localhost") as smtp:
        smtp.starttls(context=context)
        smtp.login("seller@fate.test", PASSWORD)
        return smtp.sendmail("seller@fate.test", recipients, LETTER)


def test_an_address_has_the_fate_it_begins_with(servers: MailServers) -> None:
    addresses = ("fate@amazon.com", "reject@fate.test", "tempfail@fate.test", "vanished-1@fate.test")
    refused = submit(servers, *addresses)
    assert {address: code for address, (code, _) in refused.items()} == {
        "reject@fate.test": 550,
        "tempfail@fate.test": 450,
    }
    assert servers.wait_for("fate@amazon.com")[0].raw.endswith(b"One line.\r\n")
    (report,) = servers.wait_for("seller@fate.test")
    assert b"Content-Type: message/delivery-status" in report.raw
    assert b"Final-Recipient: rfc822; vanished-1@fate.test" in report.raw
    assert b"Status: 5.1.1" in report.raw


def test_a_second_mail_system_is_up_in_seconds_and_leaves_nothing(servers: MailServers) -> None:
    started = time.monotonic()
    with MailServers() as second:
        assert time.monotonic() - started < 15  # under two on an idle machine
        assert not set(second.ports.values()) & set(servers.ports.values())
        second.deliver("somebody@fate.test", LETTER)
        assert len(second.messages("somebody@fate.test")) == 1
        folder = second.folder
    assert not folder.exists()


def test_each_server_can_be_away_and_come_back(servers: MailServers) -> None:
    services: tuple[Service, ...] = ("postfix", "dovecot")
    for service in services:
        servers.stop(service)
        servers.start(service)
    assert submit(servers, "later@fate.test") == {}
    assert len(servers.wait_for("later@fate.test")) == 1
