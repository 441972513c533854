"""``why`` has a plain sentence, in both languages, for wherever a case stands and for every letter that is not sent.

What it must know is read from the code itself: a state, a reason, an event or a cause to hold a letter that is added
there is asked for here.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.mails import notice, signed
from tests.unit.render.said import GAP
from tests.unit.service.world import START, World, outlives

import noticed.service
from noticed.core.case.events import EventKind
from noticed.core.case.model import Case, Disposition, Reason, State
from noticed.data import words
from noticed.ports import Letter, LetterStatus
from noticed.render.lines import told
from noticed.service.account import Mode
from noticed.service.explain import explain
from noticed.service.guards import STOPPED

SERVICE = Path(noticed.service.__file__).parent
CHINESE = re.compile(r"[一-鿿]")
OURS = re.compile(r"noticed \w+( \S+)*|N-\w+(\.\d)?|limits\.\w+ = \d+|\w+@[\w.]+|mode = \"\w+\"|[AB]\w*/\w+|B0\w+")
"""Commands, names, settings and addresses: the same in every language."""
NO_WORD = re.compile(r"[a-z]+_[a-z]+")
"""A word of the contract: English has them, as the commands do."""
HELD_FROM = {"_hold_reason", "over_limit"}
"""Functions all of whose answers are causes to hold."""
HANDED_ON = {"held", "failed", "without_copy", "_later", "_doubt"}
"""Functions that hold, or give up, for a cause they are given; it is looked at where they are called."""


@cache
def trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SERVICE.glob("*.py")))


def texts(node: ast.AST, where: ast.AST, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """What an expression can be; names are looked up in the function and the modules around it."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*texts(body, where, seen), *texts(orelse, where, seen))
        case ast.BoolOp(values=values):
            yield from (text for value in values for text in texts(value, where, seen))
        case ast.Subscript(value=value):
            yield from texts(value, where, seen)
        case ast.Attribute(attr="STOPPED"):
            yield from STOPPED.values()
        case ast.Name(id=name) | ast.Attribute(attr=name) if name not in seen:
            for value in _meant(name, where):
                yield from texts(value, where, seen | {name})


def _meant(name: str, where: ast.AST) -> list[ast.expr]:
    """What is assigned to a name: in this function, else in a module."""
    for tree in (where, *trees()):
        targets = (n for n in (ast.walk(tree) if tree is where else ast.iter_child_nodes(tree)))
        found = [
            n.value
            for n in targets
            if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and n.targets[0].id == name
        ]
        if found:
            return found
    return []


def causes() -> Iterator[tuple[LetterStatus, str]]:
    """Every cause for which a letter is held, refused, cancelled, in doubt, or tried again: status and text."""
    for tree in trees():
        yield from _of_module(tree)


def causes_in(source: str) -> set[tuple[LetterStatus, str]]:
    return set(_of_module(ast.parse(source)))


def _of_module(tree: ast.Module) -> Iterator[tuple[LetterStatus, str]]:
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and function.name in HELD_FROM and node.value:
                yield from ((LetterStatus.HELD, text) for text in texts(node.value, function))
            if isinstance(node, ast.Call):
                yield from _of_call(node, function)


def _of_call(node: ast.Call, function: ast.FunctionDef) -> Iterator[tuple[LetterStatus, str]]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in {"held", "failed"} and len(node.args) == 4:
        status = LetterStatus.HELD if name == "held" else LetterStatus.REFUSED
        yield from ((status, text) for text in texts(node.args[3], function))
    given = {word.arg: word.value for word in node.keywords}
    if name != "replace" or not ({"hold_reason", "answer"} & given.keys()) or function.name in HANDED_ON:
        return
    status = LetterStatus(getattr(given.get("status"), "attr", "HELD").lower())
    value = given.get("hold_reason") or given["answer"]
    if status is not LetterStatus.SUBMITTED:
        yield from ((status, text) for text in texts(value, function))


@pytest.fixture(scope="module", params=["en", "zh"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """One case, whose letter waits for a word."""
    made = World(operator_language=request.param, attempts=2, mode=Mode.APPROVE)
    outlives(made)
    made.receive(signed(notice(date=START)))
    yield made
    made.store.close()


class Undone(Exception):
    """Nothing of it is kept."""


def said(world: World, case: Case, letter: Letter | None = None) -> str:
    """What ``why`` says of a case and a letter that stand as they are given."""
    lines: list[str] = []
    with suppress(Undone), world.store.write() as tx:
        tx.cases.save(case)
        if letter:
            tx.outbox.save(letter)
        lines = explain(world.context, tx, case)
        raise Undone
    return "\n".join(lines)


def plain(world: World, text: str) -> str:
    """The text without what is the same in every language; fails where anything of it is left in English."""
    rest = OURS.sub("", text)
    if world.context.operator_language == "zh":
        assert not NO_WORD.search(rest), text
        assert CHINESE.search(rest), text
        assert not re.search(r"[a-z]{3,} [a-z]{3,}", rest), f"left in English: {text}"
    return rest


def test_every_state_says_whose_turn_it_is_and_what_comes_next(world: World) -> None:
    case = world.case()
    for state in State:
        endings: list[dict[str, object]] = [{}]
        if state is State.WITH_OPERATOR:
            endings = [{"reason": reason} for reason in Reason]
        if state is State.CLOSED:
            endings = [{"disposition": disposition, "closed_at": START} for disposition in Disposition]
        heads = set[str]()
        for ending in endings:
            text = said(world, replace(case, state=state, **ending))  # type: ignore[arg-type]
            plain(world, text)
            heads.add(text.splitlines()[0])
        assert len(heads) == len(endings), "each is a sentence of its own"


def test_every_event_has_a_rule_and_a_name_in_both_languages(world: World) -> None:
    spoken = words()[world.context.operator_language]
    for event in EventKind:
        assert spoken[f"event.{event}"]
        assert spoken[f"rule.{event}"].endswith((".", "。"))


def test_every_letter_that_is_not_sent_says_why(world: World) -> None:
    case, (letter, *_) = world.case(), world.letters()
    for status in set(LetterStatus) - {LetterStatus.SUBMITTED}:
        text = said(world, case, replace(letter, status=status, hold_reason=None, answer=None))
        assert letter.letter in text.splitlines()[-1]
        plain(world, text)


def test_every_cause_to_hold_a_letter_or_to_give_it_up_is_a_plain_sentence(world: World) -> None:
    case, (letter, *_) = world.case(), world.letters()
    found = sorted((status, text.replace(GAP, "7")) for status, text in set(causes()))
    assert len(found) > 15, "they were found"
    for status, cause in found:
        named = {"hold_reason": cause} if status is LetterStatus.HELD else {"answer": cause}
        text = said(world, case, replace(letter, status=status, **{"hold_reason": None, **named}))  # type: ignore[arg-type]
        line = plain(world, text.splitlines()[-1])
        if world.context.operator_language == "en":
            assert OURS.sub("", cause) in line


def test_a_draft_and_a_text_to_paste_say_that_they_are_never_sent(world: World) -> None:
    case, (letter, *_) = world.case(), world.letters()
    text = said(world, case, replace(letter, status=LetterStatus.WRITTEN, to=(), cc=(), hold_reason=None))
    assert ("the program never sends it" in text) or ("程序从不发送" in text)


def test_in_shadow_it_says_that_nothing_is_sent(world: World) -> None:
    world.context, before = replace(world.context, mode=Mode.SHADOW), world.context
    try:
        letter = replace(world.letters()[0], status=LetterStatus.WRITTEN, to=("a@b.example",), hold_reason=None)
        assert "shadow" in said(world, world.case(), letter).splitlines()[-1]
    finally:
        world.context = before


def test_a_new_cause_that_is_told_nowhere_would_be_found() -> None:
    assert causes_in('def f():\n    settlement.held(tx, context, letter, "the moon is full")') == {
        (LetterStatus.HELD, "the moon is full")
    }
    assert told("the moon is full", "zh") == "the moon is full"
