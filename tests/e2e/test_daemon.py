"""``noticed run`` as a service: it watches, wakes at once, re-reads, ends cleanly, and logs no address."""

import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation
from tests.e2e.servers import MailServers, wait_until
from tests.mails import notice, signed

from noticed.adapters.store.engine import open_store


def test_a_notice_is_answered_within_seconds_and_the_daemon_ends_cleanly(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns, poll='"60s"')
    with seller.running():
        time.sleep(2)  # the first look is over, IDLE watches; the next poll is a minute away
        raw = signed(notice(date=datetime.now(UTC), to=seller.seller, complainant=seller.complainant))
        servers.deliver(seller.seller, raw)
        servers.wait_for(seller.complainant, 1, seconds=20)
        wait_until(lambda: seller.case()["attempts"] == 1, "the attempt", 20)
        assert "ok" in seller.run("status")
        calendar = seller.folder / "noticed.ics"
        assert (calendar.read_bytes()[:15], calendar.stat().st_mode & 0o777) == (b"BEGIN:VCALENDAR", 0o600)
        assert seller.run("letters", seller.case()["case"], "--json").count("submitted") >= 1
    text = (seller.folder / "daemon.log").read_text()
    assert seller.said("stopped")
    for word in (seller.seller, seller.complainant, "10987654321", "secret", "BrandCo"):
        assert word not in text, "logs are read by others"


def test_sighup_takes_up_new_settings_and_keeps_the_old_ones_when_they_are_wrong(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns, mode='"shadow"')
    with seller.running() as daemon:
        good = seller.settings.read_text()
        seller.settings.write_text(good + "\nnonsense = 1\n")
        daemon.send_signal(signal.SIGHUP)
        wait_until(lambda: seller.said("settings_kept"), "the refusal", 20)
        seller.settings.write_text(good.replace('mode = "shadow"', 'mode = "approve"'))
        daemon.send_signal(signal.SIGHUP)
        wait_until(lambda: any(line.get("mode") == "approve" for line in seller.log()), "the new mode", 20)


def test_an_account_renamed_while_its_letter_is_under_way_is_renamed_when_the_letter_is_done(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns)
    with seller.running() as daemon:
        raw = signed(notice(date=datetime.now(UTC), to=seller.seller, complainant=seller.complainant))
        servers.deliver(seller.seller, raw)
        servers.wait_for(seller.complainant, 1, seconds=20)
        wait_until(lambda: seller.case()["attempts"] == 1, "the attempt", 20)
        store = open_store(f"sqlite:///{seller.folder}/var/noticed.db")
        with store.alone("submit:acme") as ours:  # as a thread that waits for a server's answer has it
            assert ours
            seller.settings.write_text(seller.settings.read_text().replace('name = "acme"', 'name = "acme-home"'))
            daemon.send_signal(signal.SIGHUP)
            wait_until(lambda: seller.said("settings_postponed"), "that it goes on as before", 20)
            wait_until(lambda: len([x for x in seller.log() if x["event"] == "started"]) == 2, "the old settings", 20)
        store.close()
        wait_until(lambda: seller.said("account_renamed"), "the new name", 60)
        assert daemon.poll() is None
    assert seller.case()["account"] == "acme-home"
    assert len(servers.messages(seller.complainant)) == 1


def test_a_hangup_at_any_instant_is_taken_up_and_stops_nothing(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns, mode='"shadow"')
    with seller.running() as daemon:
        for _ in range(3000):
            daemon.send_signal(signal.SIGHUP)
            time.sleep(0.001)
        seller.settings.write_text(seller.settings.read_text().replace('mode = "shadow"', 'mode = "approve"'))
        daemon.send_signal(signal.SIGHUP)
        wait_until(lambda: any(line.get("mode") == "approve" for line in seller.log()), "the new mode", 20)


def test_the_daemon_refuses_a_store_that_a_simulation_made(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns)
    seller.once()
    assert "simulation" in seller.run("run", status=1)


def test_a_simulation_refuses_a_real_smtp_server(tmp_path: Path, servers: MailServers, dns: DnsServer) -> None:
    seller = Installation(tmp_path, servers, dns)
    text = seller.settings.read_text()
    head, _, tail = text.rpartition('host = "127.0.0.1"')
    seller.settings.write_text(f'{head}host = "smtp.example.com"{tail}')
    assert "simulation" in seller.run("once", "--now", "2026-12-01T09:00", status=1)
