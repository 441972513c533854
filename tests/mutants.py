"""What the tests would not notice: small changes of the code (mutants), each run against the tests that pass over it.

    python -m tests.mutants                                # every mutant of core/case and the authenticity rules: hours
    python -m tests.mutants --sample 200 --seed 1          # a random sample
    python -m tests.mutants core/mail/matrix.py            # one module

Prints killed, survived and the rate of each module, and the survivors with their lines. A mutant changes one operator,
number or truth value, turns a condition round, or leaves one element of a table out. It lives in a child process alone;
no file is changed. It is killed by a test that fails, or by not starting at all; a case of a parametrised test that is
no longer there, because it was made of the table that lost a row, kills nothing. First the tests of the part itself are
asked, then, the quickest first, whatever else passes over the line.

mutmut 3 changes only what stands in functions, and the tables are what matters here; cosmic-ray starts Python anew for
each mutant.
"""

import argparse
import ast
import contextlib
import copy
import hashlib
import importlib.abc
import importlib.util
import os
import pickle
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

import coverage
import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "noticed"
MODULES = (
    *(f"core/case/{name}" for name in sorted(p.name for p in (PACKAGE / "core/case").glob("*.py"))),
    *(f"core/mail/{name}.py" for name in ("arc", "authenticity", "authres", "claim", "dkim_rules", "matrix")),
)
TESTS = (
    "tests/unit/case",
    *(
        f"tests/unit/mail/test_{name}.py"
        for name in ("authenticity", "forwarded", "never_more", "authres", "lookalikes", "signatures")
    ),
    "tests/faults/test_believed.py",
    "tests/unit/render/test_letters_to_amazon.py",
    "tests/unit/service",
)
NEAR = ("tests/unit/case/", "tests/unit/mail/")
"""The tests of the parts themselves."""
_PATIENCE = 600
"""Seconds one mutant's tests may take; a mutant that hangs is noticed."""
_BUDGETS = (10.0, 20.0)
"""Seconds of tests, as they took without a change, that are run against one mutant: the near ones, then the others."""
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}


class Mutant(NamedTuple):
    """One change."""

    module: str
    line: int
    what: str
    place: int
    """Which of the module's nodes, in the order of ``ast.walk``."""
    change: int
    """Which of the node's changes."""


class Run(NamedTuple):
    """The tests as they are: how long each takes, and which pass over a line."""

    seconds: dict[str, float]
    over: dict[str, dict[int, list[str]]]
    libraries: tuple[str, ...]
    """What they import that is not ours."""


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:  # noqa: C901, PLR0912  # a table, as cases
    """What may be done to one node: (in words, the node in its stead)."""
    new = copy.deepcopy(node)
    match new:
        case ast.Compare(ops=[op]) if type(op) in _COMPARE:
            new.ops = [_COMPARE[type(op)]()]
            yield f"{type(op).__name__} → {type(new.ops[0]).__name__}", new
        case ast.BoolOp():
            yield "one operand less", new.values[0] if len(new.values) == 2 else _less(new, "values", 0)
            new = copy.deepcopy(node)
            assert isinstance(new, ast.BoolOp)
            new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
            yield "and ↔ or", new
        case ast.UnaryOp(op=ast.Not()):
            yield "not → ", new.operand
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC:
            new.op = _ARITHMETIC[type(op)]()
            yield f"{type(op).__name__} → {type(new.op).__name__}", new
        case ast.Constant(value=bool() as value):
            new.value = not value
            yield f"{value} → {not value}", new
        case ast.Constant(value=int() as value):
            new.value = value + 1
            yield f"{value} → {value + 1}", new
        case ast.If(test=test) | ast.IfExp(test=test):
            new.test = ast.UnaryOp(op=ast.Not(), operand=test)
            yield "condition turned round", new
        case ast.comprehension(ifs=[_, *_]):
            new.ifs = new.ifs[1:]
            yield "filter left out", new
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            new.func = ast.Name(id=_CALLS[name], ctx=ast.Load())
            yield f"{name} → {_CALLS[name]}", new
        case (
            ast.Tuple(elts=elements, ctx=ast.Load()) | ast.List(elts=elements, ctx=ast.Load()) | ast.Set(elts=elements)
        ):
            for at in range(len(elements) if len(elements) > 1 else 0):
                yield f"without {ast.unparse(elements[at])[:50]}", _less(node, "elts", at)
        case ast.Dict(keys=keys):
            for at in range(len(keys) if len(keys) > 1 else 0):
                less = _less(node, "keys", at)
                assert isinstance(less, ast.Dict)
                del less.values[at]
                yield f"without {ast.unparse(keys[at] or keys[0] or node)[:50]}", less


def _less(node: ast.AST, field: str, at: int) -> ast.AST:
    new = copy.deepcopy(node)
    del getattr(new, field)[at]
    return new


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module. Annotations and docstrings are left alone."""
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    quiet = {id(n) for node in ast.walk(tree) for n in _quiet(node)}
    return [
        Mutant(module, getattr(node, "lineno", 0) or _line(node), what, place, change)
        for place, node in enumerate(ast.walk(tree))
        if id(node) not in quiet
        for change, (what, _) in enumerate(changes(node))
    ]


def _quiet(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=ast.AST() as annotation):
            yield from ast.walk(annotation)
        case ast.FunctionDef(returns=ast.AST() as returns):
            yield from ast.walk(returns)
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            yield from ast.walk(node)


def _line(node: ast.AST) -> int:
    return next((n.lineno for n in ast.walk(node) if hasattr(n, "lineno")), 0)


def mutated(mutant: Mutant) -> CodeType:
    """The module's code with the change in it."""
    file = PACKAGE / mutant.module
    tree = ast.parse(file.read_text("utf-8"))
    target = list(ast.walk(tree))[mutant.place]
    _, replacement = list(changes(target))[mutant.change]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return ast.copy_location(replacement, node) if node is target else self.generic_visit(node)

    changed = ast.fix_missing_locations(Swap().visit(tree))
    assert isinstance(changed, ast.Module)
    return compile(changed, str(file), "exec")


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


class Chosen:
    """A pytest plugin: runs these tests alone, in this order. One that is not there is not missed."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._places = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        there = [item for item in items if item.nodeid in self._places]
        items[:] = sorted(there, key=lambda item: self._places[item.nodeid])


def _pytest(arguments: Sequence[str], plugins: Sequence[object] = ()) -> int:
    quiet = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "-W", "ignore::pytest.PytestAssertRewriteWarning")
    return int(pytest.main([*arguments, *quiet], plugins=plugins))


def _child(work: Callable[[], int], patience: float | None, output: str = os.devnull) -> int:
    """Runs ``work`` in a process of its own, in silence; its exit status, -1 when it took too long."""
    child = os.fork()
    if child == 0:
        try:
            null = os.open(output, os.O_WRONLY | os.O_CREAT)
            os.dup2(null, 1)
            os.dup2(null, 2)
            status = work()
            sys.stdout.flush()
            os._exit(status)
        except BaseException:
            os.write(2, traceback.format_exc().encode())
            os._exit(99)
    ends = time.monotonic() + (patience or 36_000)
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


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
        status = _pytest(tests, [recorder])
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
        if _child(work, None, str(said)) != 0:
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


def survives(mutant: Mutant, run: Run) -> bool:
    """Whether no test noticed."""
    name = "noticed." + mutant.module.removesuffix(".py").replace("/", ".")

    def work(chosen: Sequence[str]) -> int:
        sys.meta_path.insert(0, Finder(name, mutated(mutant)))
        files = dict.fromkeys(test.partition("::")[0] for test in chosen)
        return _pytest([*files], [Chosen(chosen)])

    unnoticed = {int(pytest.ExitCode.OK), int(pytest.ExitCode.NO_TESTS_COLLECTED)}
    asked = [chosen for chosen in tests_of(mutant, run) if chosen]
    return all(_child(partial(work, chosen), _PATIENCE) in unnoticed for chosen in asked)


def main() -> int:
    """Exit status 0 when at least 85 % were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", default=MODULES, help="as core/mail/matrix.py")
    parser.add_argument("--sample", type=int, help="how many, at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=85.0, help="per cent that must be killed")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="files and folders of tests that may notice")
    options = parser.parse_args()
    os.chdir(ROOT)
    every = [mutant for module in options.modules for mutant in mutants(module)]
    chosen = random.Random(options.seed).sample(every, min(options.sample or len(every), len(every)))
    print(f"{len(every)} mutants, {len(chosen)} run, seed {options.seed}", flush=True)
    run = rehearse(options.tests)
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
