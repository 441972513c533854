"""The tests as they are: how long each takes, which lines it passes over, and which are asked about a mutant."""

import contextlib
import hashlib
import importlib
import os
import pickle
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import coverage
import pytest
from tests.mutants.changes import PACKAGE, Mutant

ROOT = Path(__file__).parents[2]
MODULES = (
    *(f"core/case/{name}" for name in sorted(p.name for p in (PACKAGE / "core/case").glob("*.py"))),
    *(f"core/mail/{name}.py" for name in ("arc", "authenticity", "authres", "claim", "dkim_rules", "matrix")),
)
NEAR = (
    "tests/unit/case",
    *(
        f"tests/unit/mail/test_{name}.py"
        for name in ("authenticity", "forwarded", "never_more", "authres", "lookalikes", "signatures")
    ),
)
"""The tests of the parts themselves."""
FAR = ("tests/faults/test_believed.py", "tests/unit/render/test_letters_to_amazon.py", "tests/unit/service")
PATIENCE = 120
"""Seconds of processor time one mutant's tests may take; a mutant that hangs is noticed."""
_BUDGETS = (10.0, 20.0)
"""Seconds of tests, as they took without a change, that are run against one mutant: the near ones, then the others."""


class Run(NamedTuple):
    """The tests as they are: how long each takes, and which pass over a line."""

    seconds: dict[str, float]
    over: dict[str, dict[int, list[str]]]
    libraries: tuple[str, ...]
    """What they import that is not ours."""


class Recorder:
    """A pytest plugin: notes each test's time, and tells coverage whose turn it is."""

    def __init__(self, watch: coverage.Coverage) -> None:
        self.seconds: dict[str, float] = {}
        self._watch = watch

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._watch.switch_context(item.nodeid)
        began = time.process_time()  # a busy machine makes no test slower
        result = yield
        self.seconds[item.nodeid] = time.process_time() - began
        return result


def run_pytest(arguments: Sequence[str], plugins: Sequence[object] = ()) -> int:
    quiet = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "-W", "ignore::pytest.PytestAssertRewriteWarning")
    return int(pytest.main([*arguments, *quiet], plugins=plugins))


def in_a_child(work: Callable[[], int], patience: int | None, output: str = os.devnull) -> int:
    """Runs ``work`` in a process of its own, in silence; its exit status, below 0 when it took too long."""
    child = os.fork()
    if child == 0:
        try:
            if patience:
                resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
            null = os.open(output, os.O_WRONLY | os.O_CREAT)
            os.dup2(null, 1)
            os.dup2(null, 2)
            status = work()
            sys.stdout.flush()
            os._exit(status)
        except BaseException:
            os.write(2, traceback.format_exc().encode())
            os._exit(99)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def rehearse(tests: Sequence[str]) -> Run:
    """All tests once, as the code is. Raises ``SystemExit`` when one of them fails."""
    notes = ROOT / "build" / f"mutants-{_state(tests)}"
    if not notes.exists():
        notes.parent.mkdir(exist_ok=True)
        _rehearse(tests, notes)
    found = pickle.loads(notes.read_bytes())
    assert isinstance(found, Run)
    return found


def _state(tests: Sequence[str]) -> str:
    """A digest of everything the tests are about: what was rehearsed once need not be again."""
    every = hashlib.sha256(repr(sorted(tests)).encode())
    for folder in ("src", "tests", "docs"):
        for file in sorted(path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"):
            every.update(f"{file.relative_to(ROOT)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return every.hexdigest()[:16]


def _rehearse(tests: Sequence[str], notes: Path) -> None:
    def work() -> int:
        watch = coverage.Coverage(data_file=None, include=[str(PACKAGE / module) for module in MODULES])
        watch.start()
        recorder = Recorder(watch)
        status = run_pytest(tests, [recorder])
        watch.stop()
        data = watch.get_data()
        over = {m: data.contexts_by_lineno(str(PACKAGE / m)) for m in MODULES}
        ours = ("noticed", "tests", "conftest", "__main__")
        libraries = tuple(name for name in sys.modules if name.partition(".")[0] not in ours)
        if status == 0:
            notes.write_bytes(pickle.dumps(Run(recorder.seconds, over, libraries)))
        return status

    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "said")
        if in_a_child(work, None, str(said)) != 0:
            raise SystemExit(f"{said.read_text()[-3000:]}\nthe tests fail as they are: mend them first")


def warm(run: Run) -> None:
    """What the tests import that is not ours: a child need not do so again."""
    for name in run.libraries:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def tests_of(mutant: Mutant, run: Run) -> tuple[list[str], list[str]]:
    """The tests that pass over the mutant's line, the quickest first; over a table's line, those of its module and of
    the files that import it; where there are none, those of the modules that do. (Near ones, others.)
    """
    lines = run.over[mutant.module]
    passing = {test for test in lines.get(mutant.line, []) if test}
    if not passing:
        files = {
            str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py") if _imports(path, mutant.module)
        }
        passing = {test for test in run.seconds if test.partition("::")[0] in files} | _over(run, mutant.module)
    passing = passing or {t for m in MODULES if _imports(PACKAGE / m, mutant.module) for t in _over(run, m)}
    near = {test for test in passing if test.startswith(NEAR)}
    return _quickest(near, run, _BUDGETS[0]), _quickest(passing - near, run, _BUDGETS[1])


def _over(run: Run, module: str) -> set[str]:
    return {test for tests in run.over[module].values() for test in tests if test}


def _imports(file: Path, module: str) -> bool:
    return f"from noticed.{module.removesuffix('.py').replace('/', '.')} import" in file.read_text("utf-8")


def _quickest(tests: Iterable[str], run: Run, left: float) -> list[str]:
    chosen: list[str] = []
    for test in sorted(tests, key=lambda test: (run.seconds.get(test, 1.0), test)):
        left -= run.seconds.get(test, 1.0)
        if left < 0 and chosen:
            break
        chosen.append(test)
    return chosen
