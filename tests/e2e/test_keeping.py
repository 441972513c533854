"""Backup, restore, rebuild and forgetting on real servers, by the real commands."""

import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation, stop
from tests.e2e.servers import MailServers
from tests.mails import answer, clearance, notice, signed

DAY = timedelta(days=1)
Install = Callable[..., Installation]


@pytest.fixture
def seller(tmp_path: Path, servers: MailServers, dns: DnsServer) -> Installation:
    made = Installation(tmp_path, servers, dns)
    made.once()
    made.receive(signed(notice(date=made.now, to=made.seller, complainant=made.complainant)))
    return made


def names(seller: Installation) -> list[str]:
    """Which letters the complainant got, by our name for each."""
    return [str(m["X-Noticed-Letter"]) for m in seller.arrived(seller.complainant)]


def test_a_backup_put_back_after_another_letter_left_sends_none_twice(seller: Installation) -> None:
    file, store = seller.folder / "copy.db", seller.folder / "var" / "noticed.db"
    said = seller.run("backup", str(file))
    assert "1 cases, 1 letters" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "--force" in seller.run("backup", str(file), status=1)
    seller.once(4 * DAY)
    assert len(names(seller)) == 2

    for path in store.parent.glob("noticed.db-*"):
        path.unlink()
    shutil.copyfile(file, store)
    seller.once(timedelta(minutes=1))
    assert "searches first" in seller.run("status", "--max-age", "9999d")
    assert "searches first" in seller.run("digest")
    seller.once(timedelta(minutes=20))
    assert "searches first" not in seller.run("digest")
    assert (seller.case()["attempts"], len(names(seller))) == (2, 2)
    seller.once(4 * DAY)
    assert seller.case()["attempts"] == 3
    assert len(set(names(seller))) == len(names(seller)) == 3


def test_a_lost_store_is_refused_and_rebuilt_from_the_mailboxes(seller: Installation) -> None:
    seller.once(4 * DAY)
    before = seller.case()
    for path in (seller.folder / "var").iterdir():
        if not path.name.endswith(".dialogues"):
            path.unlink()
    assert "noticed rebuild" in seller.run("once", "--now", seller.now.isoformat(), status=1)
    said = seller.run("rebuild")
    assert before["case"] in said
    assert "your decisions" in said
    seller.now = seller.start  # the servers' clock is the real one: both letters arrived today
    for after in (timedelta(minutes=5), timedelta(minutes=20)):
        seller.once(after)
    seen = ("case", "state", "reason", "attempts", "complaint_ids", "asins", "complainant_emails")
    assert {key: seller.case()[key] for key in seen} == {key: before[key] for key in seen}
    assert len(set(names(seller))) == len(names(seller)) == 2
    seller.once(6 * DAY)
    assert len(set(names(seller))) == len(names(seller)) == 3


def test_who_says_stop_is_suppressed_and_later_forgotten(seller: Installation) -> None:
    (inquiry,) = seller.arrived(seller.complainant)
    stop_it = answer(inquiry, date=seller.now, sender=seller.complainant, to=seller.seller, text="Do not write to us.")
    seller.receive(stop_it)
    assert seller.case()["reason"] == "suppressed"
    assert seller.complainant in seller.run("suppressed")
    assert "suppressed drop" in seller.run("write", seller.case()["case"], status=1)
    assert "still open" in seller.run("forget", seller.complainant, status=1)
    seller.receive(signed(clearance(date=seller.now, to=seller.seller)))
    seller.once(DAY)
    assert seller.case()["case"] in seller.run("forget", seller.complainant)
    store = seller.folder / "var"
    left = b"".join(path.read_bytes() for path in store.iterdir())
    assert seller.complainant.encode() not in left
    assert "forgotten" in seller.run("suppressed")
    assert len(names(seller)) == 1


def test_a_backup_is_made_while_the_daemon_runs(tmp_path: Path, servers: MailServers, dns: DnsServer) -> None:
    made = Installation(tmp_path, servers, dns)
    daemon = made.start_daemon()
    try:
        servers.deliver(made.seller, signed(notice(date=made.now, to=made.seller, complainant=made.complainant)))
        servers.wait_for(made.complainant, 1)
        assert "1 cases, 1 letters" in made.run("backup", str(tmp_path / "copy.db"))
    finally:
        assert stop(daemon) == 0
