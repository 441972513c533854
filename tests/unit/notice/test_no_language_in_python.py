"""The words of a language stand in its file: modules that read hold none, but for the ones listed here, and why.

Words of English or in plain letters cannot be told from technical ones by a test; letters beyond ASCII can.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import noticed.core

CORE = Path(noticed.core.__file__ or "").parent
TECHNICAL = {
    "mail/away.py": "the marks of year, month and day in a date",
    "mail/quote.py": "the mark of the year in a date",
    "mail/said.py": "the shape of a Japanese registration number",
    "mail/signature.py": "the last letter of a script, in a range",
    "mail/text.py": "letters without a shape",
    "notice/deadline.py": "the marks of year, month and day in a date",
    "notice/fields.py": "shapes of numbers as offices print them",
    "notice/fold.py": "letters that stand for quotes",
    "notice/labels.py": "the ordinal sign",
    "notice/particulars.py": "shapes of docket numbers as courts print them",
    "notice/places.py": "the last letters of a script, in a range",
    "notice/registers.py": "the shape of a Japanese patent number",
    "notice/rights.py": "signs of currencies, the mark of a number",
}
"""Modules whose letters belong to no language's sentences."""
TO_DO = frozenset(
    {
        "mail/claim.py",
        "mail/sift.py",
        "notice/capitals.py",
        "notice/clean.py",
        "notice/extract.py",
        "notice/ids.py",
        "notice/owner.py",
    }
)
"""Modules that still hold words of languages: the list has to shrink."""


def _literals(tree: ast.Module) -> Iterator[str]:
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _holds_words(file: Path) -> bool:
    literals = _literals(ast.parse(file.read_text(encoding="utf-8")))
    return any(not char.isascii() and char.isalpha() for text in literals for char in text)


def _found() -> set[str]:
    files = [file for part in ("notice", "mail") for file in (CORE / part).glob("*.py")]
    return {file.relative_to(CORE).as_posix() for file in files if _holds_words(file)}


def test_no_module_that_reads_holds_words_beyond_the_listed_ones() -> None:
    assert _found() - TECHNICAL.keys() - TO_DO == set()


def test_a_module_that_lost_its_words_leaves_the_lists() -> None:
    assert (TECHNICAL.keys() | TO_DO) - _found() == set()
