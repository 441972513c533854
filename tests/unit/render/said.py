"""What the program says in English where it happens, as its source has it: literals, with gaps for what varies."""

import ast
from collections.abc import Iterator
from pathlib import Path

import noticed

SOURCE = Path(noticed.__file__).parent
GAP = "‹›"
"""Stands for whatever the program puts there."""

_RAISED = frozenset(
    {"Refused", "Permanent", "Transient", "BadFile", "InDoubt", "StoreAway", "StoreBroken", "Unfit", "fail"}
)
_SETTINGS = ("settings/", "core/case/duration.py", "core/case/calendar.py", "core/case/corrections.py")
"""Where a ``ValueError`` is said to the operator."""
_SHOWN = ("service/", "core/case/perceive.py", "core/mail/matrix.py", "core/mail/dkim_rules.py", "app/check")
_NAMES = frozenset({"text", "why", "problem", "doubt", "error", "hold_reason"})
"""Arguments and variables, there, that end before the operator."""
_PLACES = {
    "app/check_mail.py": {"_logged_in"},
    "adapters/imap_session.py": {"_SPELT"},
    "adapters/server.py": {"connection_trouble", "login_help", "_ANOTHER_NAME", "_CERTIFICATE", "_NO_TLS", "_OLD_TLS"},
    "adapters/store/database.py": {"LOCKED"},
    "cli/init.py": {"_exists"},
    "core/mail/recipients.py": {"problem", "_problem"},
    "core/notice/drift.py": {"_signs", "_gaps"},
    "service/announce.py": {"_BROKE"},
    "service/decisions.py": {"_hint"},
    "service/explain.py": {"outcomes"},
    "service/guards.py": {"STOPPED", "against", "perhaps_asked", "said_before", "under_way"},
    "core/case/slots.py": {"_problems", "_unreadable", "_contradicting"},
    "service/write.py": {"_hold_reason"},
    "service/limits.py": {"over_limit", "too_much"},
    "adapters/oauth/answers.py": {"refused"},
    "app/logins.py": {"ending"},
    "settings/included.py": {"include", "read", "_included"},
    "settings/rows.py": {"_of_defaults", "_wrong_login", "accounts"},
    "settings/checks.py": {"names", "_passwords", "_authenticity", "_cadences", "problems", "unknown_key"},
    "settings/errors.py": {"_WORDS", "line_of", "nearest"},
    "settings/loading.py": {"find"},
    "settings/model.py": {"warnings"},
    "settings/secret.py": {"_INSTEAD", "_file_problem", "warning", "problem"},
}
"""Functions and constants all of whose sentences are."""
_TWINS = {"adapters/memory.py", "adapters/memory_mail.py"}


def lines() -> Iterator[tuple[str, str]]:
    """(where, line) of all of it."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name not in _TWINS:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for text in _said(name, node):
                    yield f"{name}:{getattr(node, 'lineno', 0)}", text


def strayed() -> Iterator[str]:
    """Functions and constants named above that are not where they were: nothing they say would be seen."""
    for name, words in _PLACES.items():
        found = list(ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8"))))
        functions = {node.name for node in found if isinstance(node, ast.FunctionDef)}
        constants = {node.id for node in found if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        yield from (f"{name}: {word}" for word in words - functions - constants)


def _said(name: str, node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(args=[first, *_]) if _called(node) in _raising(name):
            yield from _shapes(first)
        case ast.keyword(arg=word, value=value) if word in _NAMES and name.startswith(_SHOWN):
            yield from _shapes(value)
        case ast.Assign(targets=[ast.Name(id=word)], value=value) if word in _NAMES and name.startswith(_SHOWN):
            yield from _shapes(value)
        case ast.FunctionDef(name=word, body=body) if word in _PLACES.get(name, ()):
            for statement in body:
                if not isinstance(statement, ast.Expr) or isinstance(statement.value, ast.Yield):
                    yield from _sentences(statement)
        case ast.Assign(targets=[ast.Name(id=word)]) | ast.AnnAssign(target=ast.Name(id=word)):
            if word in _PLACES.get(name, ()):
                yield from _sentences(node)


def _shapes(node: ast.expr) -> Iterator[str]:
    """The texts an expression can be: literals, and the parts of a choice."""
    match node:
        case ast.Constant(value=str() as text) if text:
            yield text
        case ast.JoinedStr():
            yield _joined(node)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            for first in _shapes(left):
                yield first + GAP
            yield from (text for text in _shapes(right) if not isinstance(right, ast.Constant))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_shapes(body), *_shapes(orelse))
        case ast.BoolOp(values=values):
            yield from (text for value in values for text in _shapes(value))
        case ast.List(elts=values):
            yield from (text for value in values for text in _shapes(value))


def _sentences(node: ast.AST) -> Iterator[str]:
    """Every text of more than one word below a node."""
    for child in _outermost(node):
        text = _joined(child) if isinstance(child, ast.JoinedStr) else str(child.value)
        if " " in text.strip() and text.replace(GAP, "").strip(" ,:;.|"):
            yield text


def _outermost(node: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _outermost(child)


def _joined(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _raising(name: str) -> frozenset[str]:
    return _RAISED | {"ValueError", "SettingsError", "Unreadable"} if name.startswith(_SETTINGS) else _RAISED
