"""The wall clock jumps forth and back: nothing leaves early, nothing twice, and the operator learns of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.e2e.dns import DnsServer
from tests.e2e.installation import Installation, stop
from tests.e2e.servers import MailServers, wait_until
from tests.faults.clocks import experiment
from tests.faults.extent import LONG, SEED
from tests.faults.ledger import Ledger
from tests.faults.lives import NO_LIMITS
from tests.faults.quiet import quiet
from tests.faults.shifted import VARIABLE
from tests.mails import COMPLAINANT, SELLER, answer, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.adapters.system import SystemClock
from noticed.ports import LetterStatus, Refused
from noticed.service import status, timekeeping

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SHIFTED = [sys.executable, "-m", "tests.faults.shifted"]


def test_whatever_the_clock_does_no_letter_is_early() -> None:
    ledger = Ledger("clocks", SEED)
    with quiet():
        experiment(ledger, 500 if LONG else 6)
    print(ledger)
    assert not ledger.violations


def test_what_a_clock_years_ahead_planned_is_planned_anew_when_the_operator_says_so() -> None:
    world = World()
    world.clock.set(START + 3650 * DAY)
    world.server.deliver(SELLER, signed(notice(date=world.clock.now())))
    world.once()
    world.clock.set(START)
    world.once()
    clock = next(x for x in status.look(world.context, DAY).lines if x.what == "clock")
    assert not clock.ok
    assert "resume --clock-is-right" in clock.text
    timekeeping.set_right(world.context)
    assert not [x for x in status.look(world.context, DAY).lines if x.what == "clock"]
    for _ in range(13):
        world.sleep(DAY)
    assert len(world.arrived(COMPLAINANT)) == 3
    assert all(x.status is LetterStatus.SUBMITTED for x in world.letters())


def test_a_follow_up_that_a_clock_years_ahead_took_waits_for_its_own_time() -> None:
    world = World()
    world.clock.set(START)
    world.receive(signed(notice(date=START)))
    first = world.letters()[-1].submitted_at
    assert first
    world.context = replace(world.context, hold=DAY)
    world.clock.set(START + 3650 * DAY)
    world.once()
    world.clock.set(START + HOUR)
    world.once()
    timekeeping.set_right(world.context)
    for _ in range(10):
        world.sleep(DAY)
    left = [x.submitted_at for x in world.letters() if x.step and x.submitted_at]
    assert min(left) - first >= 4 * DAY


def _lost_its_server() -> World:
    """Kept right by a server once, and without one for two hours; a notice has come."""
    world = World()
    world.clock.by_server = True
    world.sleep(MINUTE)
    world.clock.by_server = False
    world.sleep(MINUTE)
    world.sleep(2 * HOUR)
    world.receive(signed(notice(date=world.clock.now())))
    return world


def _clock_lines(world: World) -> list[str]:
    return [x.text for x in status.look(world.context, DAY).lines if x.what == "clock" and not x.ok]


def test_a_clock_that_lost_its_time_server_sends_nothing_but_the_alarm_until_it_is_back() -> None:
    world = _lost_its_server()
    assert world.arrived(COMPLAINANT) == []
    assert "without its time server" in _clock_lines(world)[0]
    assert [m["Subject"] for m in world.arrived(BOSS) if "time server" in m["Subject"]]
    world.sleep(DAY)
    assert world.arrived(COMPLAINANT) == []
    assert len([m for m in world.arrived(BOSS) if "time server" in m["Subject"]]) == 1
    world.clock.by_server = True
    world.sleep(MINUTE)
    assert len(world.arrived(COMPLAINANT)) == 1
    assert not _clock_lines(world)


def test_an_hour_without_a_time_server_is_no_loss() -> None:
    world = World()
    for kept in (True, False, False, True, False):
        world.clock.by_server = kept
        world.sleep(25 * MINUTE)
    world.receive(signed(notice(date=world.clock.now())))
    assert len(world.arrived(COMPLAINANT)) == 1


@pytest.mark.parametrize("kept", [None, False])
def test_where_there_never_was_a_time_server_nothing_is_known_to_be_lost(kept: bool | None) -> None:
    world = World()
    world.clock.by_server = kept
    world.sleep(DAY)
    world.receive(signed(notice(date=world.clock.now())))
    assert len(world.arrived(COMPLAINANT)) == 1
    assert not _clock_lines(world)


def test_a_machine_that_says_no_more_of_its_time_server_has_not_lost_it() -> None:
    world = _lost_its_server()
    world.clock.by_server = None
    world.sleep(MINUTE)
    assert len(world.arrived(COMPLAINANT)) == 1


def test_the_operator_s_word_does_instead_of_a_time_server() -> None:
    world = _lost_its_server()
    timekeeping.set_right(world.context)
    assert not _clock_lines(world)
    world.sleep(2 * HOUR)
    assert len(world.arrived(COMPLAINANT)) == 1
    world.sleep(DAY)
    assert not _clock_lines(world)


def test_the_machine_is_asked_and_answers_or_does_not() -> None:
    assert SystemClock().kept() in {True, False, None}


def test_a_clock_that_is_not_behind_has_nothing_to_be_set_right() -> None:
    with pytest.raises(Refused, match="not behind"):
        timekeeping.set_right(World().context)


class Shifted:
    """The real daemon, and commands, under a clock that is set by hand."""

    def __init__(self, seller: Installation) -> None:
        self.seller = seller
        self._file = seller.folder / "clock"
        self.offset = timedelta()

    @property
    def offset(self) -> timedelta:
        return timedelta(seconds=float(self._file.read_text()))

    @offset.setter
    def offset(self, by: timedelta) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(str(by.total_seconds()))
        new.replace(self._file)

    @property
    def environment(self) -> dict[str, str]:
        return {**self.seller.environment, VARIABLE: str(self._file), "PYTHONPATH": os.pathsep.join(sys.path)}

    @contextmanager
    def daemon(self) -> Iterator[None]:
        with (self.seller.folder / "daemon.log").open("ab") as log:
            daemon = subprocess.Popen([*SHIFTED, "run"], env=self.environment, stderr=log, stdout=log)
        try:
            yield
            assert daemon.poll() is None, "the daemon ended by itself"
        finally:
            stop(daemon)

    def status(self) -> tuple[int, str]:
        command = [*SHIFTED, "status", "--max-age", "1h"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr


def test_the_daemon_sends_nothing_while_its_clock_is_behind(
    tmp_path: Path, servers: MailServers, dns: DnsServer
) -> None:
    seller = Installation(tmp_path, servers, dns, limits=NO_LIMITS)
    clock = Shifted(seller)
    silent, other = seller.complainant, f"ip@other-{seller.complainant.partition('@')[2]}"

    def arrives(complainant: str, complaint: str) -> None:
        raw = notice(date=datetime.now(UTC), to=seller.seller, complaint=complaint, complainant=complainant)
        servers.deliver(seller.seller, signed(raw))

    with clock.daemon():
        wait_until(lambda: clock.status()[0] == 0, "the mailbox is read", 60, step=0.5)
        arrives(silent, "10700000001")
        servers.wait_for(silent, 1, seconds=30)
        clock.offset = -DAY
        wait_until(lambda: any("behind" in m["Subject"] for m in seller.arrived(seller.boss)), "the alarm", 30)
        arrives(other, "10700000002")
        wait_until(lambda: len(seller.stored()) >= 3, "notice and copies", 30)
        code, said = clock.status()
        assert code == 1
        assert "clock: behind the last recorded time" in said
        assert "noticed resume --clock-is-right" in said
        assert seller.arrived(other) == []
        clock.offset = timedelta()
        servers.wait_for(other, 1, seconds=30)
        assert clock.status()[0] == 0
        (inquiry,) = seller.arrived(other)
        servers.deliver(seller.seller, answer(inquiry, date=datetime.now(UTC), sender=other, to=seller.seller))
        clock.offset = 5 * DAY  # a laptop that slept: what is due leaves a minute apart
        servers.wait_for(silent, 2, seconds=150)
    servers.wait_until_queue_is_empty()
    assert len(seller.arrived(silent)) == 2
    assert len(seller.arrived(other)) == 1  # the last look came first: it had answered
