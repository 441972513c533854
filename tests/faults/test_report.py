"""The report tables what the experiments left, and is red where anything measured was violated."""

import io
import re
from pathlib import Path

from rich.console import Console
from tests.faults.ledger import INVARIANTS, Ledger, finish
from tests.faults.report import print_report


def report(folder: Path) -> tuple[int, str]:
    """Exit status and text."""
    written = io.StringIO()
    status = print_report(folder, Console(file=written, width=200, highlight=False))
    return status, written.getvalue()


def row(said: str, invariant: str) -> str:
    """The line of one invariant."""
    return next(line for line in said.splitlines() if line.startswith(f"{invariant} "))


def test_every_invariant_has_its_line_and_what_nobody_measured_says_so(tmp_path: Path) -> None:
    ledger = Ledger("clocks", 7)
    for _ in range(3):
        ledger.check("I8 I20", True, "fine")
    assert finish(ledger, tmp_path) == 0
    status, said = report(tmp_path)
    assert status == 0
    assert all(row(said, invariant) for invariant in INVARIANTS)
    assert "3" in row(said, "I20")
    assert "clocks" in row(said, "I20")
    assert "no experiment" in row(said, "I10")


def test_the_newest_line_of_a_seed_counts_and_a_violation_is_named(tmp_path: Path) -> None:
    good, bad = Ledger("clocks", 7), Ledger("clocks", 7)
    good.check("I20", True, "")
    bad.check("I20", False, "N-AAAA.1 left early")
    finish(bad, tmp_path)
    assert report(tmp_path)[0] == 1
    assert "N-AAAA.1 left early" in report(tmp_path)[1]
    finish(good, tmp_path)
    assert report(tmp_path)[0] == 0


def test_seeds_are_added_up_from_whatever_folder(tmp_path: Path) -> None:
    for seed in (7, 8):
        ledger = Ledger("kills", seed)
        ledger.count("I3", 400)
        finish(ledger, tmp_path / str(seed))
    status, said = report(tmp_path)
    assert status == 0
    assert "800" in row(said, "I3")
    bad = Ledger("kills", 9)
    bad.count("I3", 1, ("a letter twice",))
    finish(bad, tmp_path)
    assert report(tmp_path)[0] == 1


def test_a_control_must_show_what_it_is_for(tmp_path: Path) -> None:
    control = Ledger("kills_careless", 7, control=True)
    control.count("I3", 100)
    assert finish(control, tmp_path) == 1
    control.count("I3", 1, ("a letter twice",))
    assert finish(control, tmp_path) == 0
    status, said = report(tmp_path)
    assert status == 0
    assert "no experiment" in row(said, "I3")


def test_every_test_that_the_documentation_names_is_there() -> None:
    root = Path(__file__).parents[2]
    named = re.findall(r"tests/[\w/]+\.py", (root / "docs" / "trust.md").read_text("utf-8"))
    assert len(named) > 40
    assert [name for name in named if not (root / name).exists()] == []
