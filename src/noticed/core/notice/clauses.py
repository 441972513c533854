"""Clauses of a sentence: where one begins, and what is denied in it. Never raises."""

import re
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.legal_forms import either
from noticed.core.notice.page import Page

_PAUSE = re.compile(r"[,;:，；：、。]|(?<=\b[a-z]\.[a-z]\.)\s")
"""Where one may end before a statement."""
_ORDINAL = re.compile(r"[^\W\d_]{1,4}\.\s?(?=\d)")
"""What stands before a number is no denial: "no. 1994206"."""
_VERBS = 2
"""Words between "and" and a statement that has its subject from before: "and therefore we" is one of its own."""
_WHOLE = 5
"""Words of a sentence that stands by itself, at least."""


@lru_cache(maxsize=64)
def coordinating(dialect: Dialect) -> re.Pattern[str]:
    """The words behind which a clause of its own begins."""
    return re.compile(rf"\s(?:{either(map(fold, dialect.words.coordinating))})\s")


def last_clause(before: str) -> str:
    """The clause that a text ends in."""
    return _PAUSE.split(before)[-1]


def own_part(dialect: Dialect, clause: str) -> str:
    """What of a clause is said of the verb behind it: not the whole sentence before "and" at its end."""
    parts = coordinating(dialect).split(clause)
    own = parts[-1].split()
    return parts[-1] if len(parts) > 1 and len(own) <= _VERBS and len(parts[-2].split()) >= _WHOLE else clause


def denials(page: Page, dialect: Dialect, start: int, end: int) -> list[int]:
    """Where words of a language deny something in a stretch."""
    found = dialect.words.denials.between(page.folded, start, end)
    return [each.start() for each in found if _ORDINAL.match(page.folded, each.start()) is None]
