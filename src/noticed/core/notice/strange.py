"""What a text says in words that no notice has: a lid, a fox with a raised paw, seams that are white. Never raises.

A statement in nothing but the words of notices tells no reason: "the rights owner believes that this is not allowed".
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.ordinary import KEYS, ordinary_of
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.texts import texts_of

_SIGNS = r"\u3400-\u9fff\u30a0-\u30fa"
_SIGN = re.compile(r"[\u3400-\u9fff]|[\u30a0-\u30fa\u30fc]{2}")
"""Of a script without blanks one character that means something, or two of a foreign word."""
_WORD = re.compile(rf"(?<![^\s\"'(„“«‘’-])(?:(?![{_SIGNS}])[^\W\d_]){{3,}}(?![^\s\"',;:.!?)”»…-]|[.@/-]\w)")
"""A word, and no part of an address or of a file's name."""

_STEM = 4
"""Letters of the beginning of a word that tells it, at least."""


def strange_words(sheet: Sheet, low: int, high: int, owner: str = "") -> Iterator[str]:
    """The words of a stretch, as printed, that neither the dialects nor ``owner`` (folded) have; of a script without
    blanks its characters."""
    ordinary, seen = ordinary_of(sheet), set[str]()
    plain = [_plain(voice) for voice in sheet.voices]
    for match in _WORD.finditer(sheet.page.text, low, high):
        word = sheet.page.folded[match.start() : match.end()]
        if word in seen or word in owner or any(word in words or word.startswith(stems) for words, stems in plain):
            continue
        seen.add(word)
        if not ordinary.is_known(word):
            yield match[0]
    for match in _SIGN.finditer(sheet.page.folded, low, high):
        if match[0] not in seen and match[0] not in owner and not any(match[0] in _signs(v) for v in sheet.voices):
            seen.add(match[0])
            yield match[0]


@lru_cache(maxsize=64)
def _signs(dialect: Dialect) -> frozenset[str]:
    """The characters of all phrases and labels of a dialect."""
    texts = (*texts_of(dialect, KEYS), *dialect.labels, *dialect.words.plain)
    return frozenset(sign for text in texts for sign in _SIGN.findall(fold(text)))


@lru_cache(maxsize=64)
def _plain(dialect: Dialect) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of ``dialect`` that tell nothing, and how others begin."""
    words = [fold(word) for word in dialect.words.plain]
    return frozenset(word.rstrip("~") for word in words), tuple(
        w[:-1] for w in words if w.endswith("~") and len(w) > _STEM
    )
