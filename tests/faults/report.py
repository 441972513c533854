"""The report of the experiments: for each invariant the number of trials and violations, from a folder of lines.

    python -m tests.faults.report [FOLDER]

Of each experiment and seed the newest line counts, under whatever folder; several seeds of one experiment are added
up. Controls, which are meant to fail, stand apart.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tests.faults.ledger import FOLDER, INVARIANTS

ELSEWHERE = {
    "I11": "tests/unit/case/test_transitions.py",
    "I12": "tests/unit/service/test_by_mail.py, tests/unit/service/test_by_mail_proof.py",
    "I13": "tests/faults/test_odd_mail.py",
    "I14": "tests/faults/test_odd_mail.py",
    "I16": "tests/faults/test_secrecy.py",
    "I18": "tests/faults/test_smtp_replies.py",
    "I22": "tests/unit/service/test_the_line.py",
    "I23": "tests/unit/service/test_the_line.py",
}
"""Invariants that tests of their own hold, without an experiment."""


def newest(folder: Path) -> list[dict[str, Any]]:
    """The last line of each experiment and seed."""
    files = sorted(folder.rglob("*.jsonl"), key=lambda file: file.stat().st_mtime)
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    last = {(line["experiment"], line["seed"]): line for line in lines}
    return [last[name] for name in sorted(last)]


def by_invariant(lines: list[dict[str, Any]]) -> dict[str, tuple[int, int, list[str]]]:
    """Trials, violations and experiments of each invariant that was measured."""
    found: dict[str, tuple[int, int, list[str]]] = defaultdict(lambda: (0, 0, []))
    for line in lines:
        for name, (trials, violations) in line["invariants"].items():
            before = found[name]
            names = dict.fromkeys((*before[2], line["experiment"]))
            found[name] = (before[0] + trials, before[1] + violations, [*names])
    return found


def print_report(folder: Path, console: Console) -> int:
    """Print it all; 1 where something measured was violated, or a control showed nothing."""
    lines = newest(folder)
    plain, controls = ([x for x in lines if x["control"] is wanted] for wanted in (False, True))
    measured = by_invariant(plain)
    table = _table("", "invariant", "says", "trials", "violations", "experiments")
    for name, says in INVARIANTS.items():
        trials, violations, experiments = measured.get(name, (0, 0, []))
        where = ", ".join(experiments) or f"no experiment: {ELSEWHERE.get(name, 'none was run')}"
        table.add_row(name, says, str(trials or "–"), str(violations) if trials else "–", where)
    console.print(table)
    runs = _table("experiments", "name", "seed", "seconds", "figures")
    for line in lines:
        name = f"{line['experiment']} (control)" if line["control"] else line["experiment"]
        figures = ", ".join(f"{key} {value}" for key, value in line["figures"].items())
        runs.add_row(name, str(line["seed"]), str(line["seconds"]), figures)
    console.print(runs)
    for line in lines:
        for violation in line["violations"]:
            console.print(f"{'control ' if line['control'] else ''}{line['experiment']}: {violation}")
    broken = [x["experiment"] for x in plain if x["violations"]]
    idle = [x["experiment"] for x in controls if not x["violations"]]
    return 1 if broken or idle or not lines else 0


def _table(title: str, *columns: str) -> Table:
    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in columns:
        made.add_column(name, overflow="fold")
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    width = None if sys.stdout.isatty() else 160
    return print_report(parser.parse_args().folder, Console(width=width, highlight=False, emoji=False, markup=False))


if __name__ == "__main__":
    sys.exit(main())
