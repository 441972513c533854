"""What the tests would not notice: small changes of the code (mutants), each run against the tests that pass over it.

    python -m tests.mutants                                # every mutant of core/case and the authenticity rules: hours
    python -m tests.mutants --sample 200 --seed 1          # a random sample
    python -m tests.mutants --near                         # asks the tests of the parts alone: less is killed, sooner
    python -m tests.mutants core/mail/matrix.py            # one module

Prints killed, survived and the rate of each module, and the survivors with their lines. A mutant changes one operator,
number or truth value, turns a condition round, or leaves one element of a table out (the size of a cache, on which no
answer depends, is left alone). It lives in a child process alone; no file is changed. It is killed by a test that
fails, or by not starting at all; a case of a parametrised test that is no longer there, because it was made of the
table that lost a row, kills nothing. First the tests of the part itself are asked, then, the quickest first, whatever
else passes over the line.

mutmut 3 changes only what stands in functions, and the tables are what matters here; cosmic-ray starts Python anew for
each mutant.
"""

import argparse
import importlib.abc
import importlib.util
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

import pytest
from tests.mutants.changes import Mutant, mutants, mutated
from tests.mutants.rehearsal import (
    FAR,
    MODULES,
    NEAR,
    PATIENCE,
    ROOT,
    Run,
    in_a_child,
    rehearse,
    run_pytest,
    tests_of,
    warm,
)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from the mutant's code."""

    def __init__(self, name: str, code: CodeType) -> None:
        self._name, self._code = name, code

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._name else None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


class Chosen:
    """A pytest plugin: runs these tests alone, in this order. One that is not there is not missed."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._places = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        there = [item for item in items if item.nodeid in self._places]
        items[:] = sorted(there, key=lambda item: self._places[item.nodeid])


def survives(mutant: Mutant, run: Run) -> bool:
    """Whether no test noticed."""
    name = "noticed." + mutant.module.removesuffix(".py").replace("/", ".")

    def work(chosen: Sequence[str]) -> int:
        sys.meta_path.insert(0, Finder(name, mutated(mutant)))
        files = dict.fromkeys(test.partition("::")[0] for test in chosen)
        return run_pytest([*files], [Chosen(chosen)])

    unnoticed = {int(pytest.ExitCode.OK), int(pytest.ExitCode.NO_TESTS_COLLECTED)}
    asked = [chosen for chosen in tests_of(mutant, run) if chosen]
    return all(in_a_child(partial(work, chosen), PATIENCE) in unnoticed for chosen in asked)


def main() -> int:
    """Exit status 0 when at least 85 % were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", default=MODULES, help="as core/mail/matrix.py")
    parser.add_argument("--sample", type=int, help="how many, at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=85.0, help="per cent that must be killed")
    parser.add_argument(
        "--near", action="store_true", help="ask the tests of the parts themselves alone: a lower bound"
    )
    options = parser.parse_args()
    os.chdir(ROOT)
    every = [mutant for module in options.modules for mutant in mutants(module)]
    chosen = random.Random(options.seed).sample(every, min(options.sample or len(every), len(every)))
    print(f"{len(every)} mutants, {len(chosen)} run, seed {options.seed}", flush=True)
    run = rehearse(NEAR if options.near else NEAR + FAR)
    warm(run)
    print(f"{len(run.seconds)} tests in {sum(run.seconds.values()):.0f} s", flush=True)
    killed, lived = Counter[str](), defaultdict[str, list[Mutant]](list)
    for mutant in sorted(chosen):
        if survives(mutant, run):
            lived[mutant.module].append(mutant)
            print(f"survived  {mutant.module}:{mutant.line}  {mutant.what}", flush=True)
        else:
            killed[mutant.module] += 1
    for module in options.modules:
        total = killed[module] + len(lived[module])
        if total:
            print(f"{module:32} killed {killed[module]:4} of {total:4}  {100 * killed[module] / total:5.1f} %")
    dead, total = sum(killed.values()), len(chosen)
    print(f"{'all':32} killed {dead:4} of {total:4}  {100 * dead / max(total, 1):5.1f} %")
    return 0 if 100 * dead >= options.least * total else 1


if __name__ == "__main__":
    raise SystemExit(main())
