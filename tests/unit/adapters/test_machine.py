"""The clock, the names and the service manager."""

import re
import socket
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from noticed.adapters.notify import SystemdNotifier
from noticed.adapters.system import FixedClock, RandomIds, SystemClock

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_the_clock_says_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_fixed_clock_stands_still_until_it_is_set() -> None:
    clock = FixedClock(NOON.astimezone(timezone(timedelta(hours=8))))
    assert clock.now() == NOON
    assert clock.now().utcoffset() == timedelta(0)
    clock.set(NOON + timedelta(days=4))
    assert clock.now() == NOON + timedelta(days=4)


def test_names_are_short_plain_and_never_the_same() -> None:
    names = {RandomIds().new() for _ in range(1000)}
    assert len(names) == 1000
    assert all(re.fullmatch(r"[a-z2-7]{26}", name) for name in names)


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_hears_how_we_are(tmp_path: Path, abstract: bool) -> None:
    address = f"@noticed-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + address[1:] if abstract else address)
        notifier = SystemdNotifier(address)
        notifier.ready()
        notifier.alive("3 cases,\nnothing due")
        notifier.stopping()
        heard = [manager.recv(1000) for _ in range(3)]
    assert heard == [b"READY=1", b"WATCHDOG=1\nSTATUS=3 cases, nothing due", b"STOPPING=1"]


@pytest.mark.parametrize("address", [None, "", "/nowhere/notify", "@nobody-listens-here"])
def test_without_a_service_manager_nothing_happens(address: str | None) -> None:
    SystemdNotifier(address).ready()
    SystemdNotifier(address).alive("fine")
