"""Times are shown in a zone that has a name: the one that is given, or this machine's."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.settings.examples import ENOUGH, written

from noticed.settings import load


@pytest.mark.parametrize(
    ("machine", "shown"),
    [("Asia/Shanghai", "Asia/Shanghai"), ("UTC", "UTC"), ("Nowhere/Land", "UTC"), ("XYZ-3", "UTC")],
)
def test_the_machine_s_zone_is_the_default(machine: str, shown: str) -> None:
    script = "from noticed.settings.times import system_zone; print(system_zone().key)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], env={"TZ": machine}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == shown


def test_a_given_zone_wins(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ENOUGH), {"NOTICED__TIMEZONE": "Europe/Berlin"})
    assert settings.timezone.key == "Europe/Berlin"
