"""Small changes of a module: an operator, a number, a truth value, a condition, one element of a table less."""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import NamedTuple

PACKAGE = Path(__file__).parents[2] / "src" / "noticed"
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
    """Every mutant of a module. Annotations, docstrings and the size of a cache are left alone: no answer depends on
    them.
    """
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
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.Call(func=ast.Name(id="lru_cache")):
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
