"""What an experiment measures: for each invariant the number of trials and the violations.

Every experiment is one command with a printed seed; its long form writes one line of JSON into a folder, and
``python -m tests.faults.report`` makes one table of the folder.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.quiet import quiet

FOLDER = Path(".trials")
INVARIANTS = {
    "I1": "no notice lost",
    "I2": "reading twice changes nothing",
    "I3": "no letter twice",
    "I4": "no letter lost",
    "I5": "written ahead",
    "I6": "frozen bytes",
    "I7": "recipients from signed notices alone",
    "I8": "limits hold",
    "I9": "no machine answers a machine",
    "I10": "less evidence, never more trust",
    "I11": "only Amazon or the operator closes",
    "I12": "commands once, by the operator alone",
    "I13": "one bad message delays no other",
    "I14": "bounded time and memory",
    "I15": "the mailbox as found",
    "I16": "no secret and no address in a log",
    "I17": "no credential before verified TLS",
    "I18": "all recipients or none",
    "I19": "several processes are as one",
    "I20": "nothing early, 20 hours apart",
    "I21": "what fails, fails closed",
    "I22": "every decision explained",
    "I23": "off is off",
}


class Ledger:
    """The count of one experiment; ``seed`` replays it. A ``control`` is meant to fail, and is counted apart."""

    def __init__(self, name: str, seed: int, *, control: bool = False) -> None:
        self.name, self.seed, self.control = name, seed, control
        self.trials: Counter[str] = Counter()
        self.violations: list[tuple[str, str]] = []
        self.figures: dict[str, object] = {}
        self._begun = time.monotonic()

    def check(self, invariants: str, ok: bool, what: object) -> None:
        """One trial of each of ``invariants`` ("I3 I8"); ``what`` says where it was violated."""
        for invariant in invariants.split():
            self.count(invariant, 1, () if ok else (str(what),))

    def count(self, invariant: str, trials: int, violations: tuple[str, ...] = ()) -> None:
        """Several trials of one invariant at once."""
        assert invariant in INVARIANTS, invariant
        self.trials[invariant] += trials
        self.violations += [(invariant, what) for what in violations]

    def line(self) -> dict[str, Any]:
        """What is kept of it."""
        broken = Counter(invariant for invariant, _ in self.violations)
        return {
            "experiment": self.name,
            "seed": self.seed,
            "control": self.control,
            "seconds": round(time.monotonic() - self._begun),
            "invariants": {name: [count, broken[name]] for name, count in self.trials.items()},
            "figures": self.figures,
            "violations": [f"{name}: {what}" for name, what in self.violations[:20]],
        }

    def __str__(self) -> str:
        line = self.line()
        counts = ", ".join(f"{name} {broken}/{count}" for name, (count, broken) in line["invariants"].items())
        figures = "".join(f"; {name}: {value}" for name, value in self.figures.items())
        said = "\n".join(["", *line["violations"]])
        return f"{self.name}, seed {self.seed}, {line['seconds']} s: violations/trials {counts}{figures}{said}"


def command(name: str, usual: int, run: Callable[[Ledger, int], None], doc: str | None) -> int:
    """The long form as a command: ``run`` gets the ledger and how many trials of its own kind are asked for."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=usual, help=f"how many, {usual} without")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder the report reads")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    ledger = Ledger(name, asked.seed)
    with quiet():
        run(ledger, asked.count)
    return finish(ledger, asked.into)


def finish(ledger: Ledger, folder: Path) -> int:
    """Print and keep what was measured; the exit status: a control must show violations, all else none."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{ledger.name}.jsonl").open("a") as lines:
        lines.write(json.dumps(ledger.line()) + "\n")
    print(ledger, flush=True)
    good = bool(ledger.violations) is ledger.control
    print("as it should be" if good else "NOT as it should be", file=sys.stdout if good else sys.stderr)
    return 0 if good else 1
