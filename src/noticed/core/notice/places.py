"""The words of a text and where they stand: what phrases are looked up in, made once for a text.

A key is a whole word; the first three letters of one and ``~``; two characters of a script without blanks, blanks
between them or not; any other single character; or ``DIGITS``. A phrase has keys, too (``sights``): what has none of
the text's keys is passed over at a look. Linear in the text; never raises.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

LETTER = "0-9a-z\u00df-\u024f"
"""Characters of folded words, as a class of a pattern."""
DIGITS = r"\d"
"""The key of what begins with digits."""
_HEAD = 3
"""Letters by which a word is known of which the rest is not."""

_WORD = re.compile(rf"[{LETTER}]+")
_MARK = re.compile(rf"[^{LETTER}\s]")


def is_ideograph(char: str) -> bool:
    """Whether ``char`` is of a script without blanks (or of its marks)."""
    return char >= "\u2e80"


def words_of(text: str) -> list[str]:
    """The words of a folded text; of scripts without blanks there are none."""
    return _WORD.findall(text)


def places_of(text: str) -> Iterator[tuple[str, int]]:
    """The words and where they begin."""
    return ((word[0], word.start()) for word in _WORD.finditer(text))


def key(text: str, *, ends: bool) -> str:
    """The key of what begins with ``text``, "" where no key holds all of it; ``~`` in it is the rest of a word.

    ``ends``: a word that ends with ``text`` is whole.
    """
    word = _WORD.match(text)
    if word is None:
        return text[:2] if len(text) > 1 and all(map(is_ideograph, text[:2])) else text[:1].strip()
    behind = text[word.end() : word.end() + 1]
    if behind != "~" and (behind or ends):
        return word[0]
    return _head(word[0]) if len(word[0]) >= _HEAD else ""


def _head(word: str) -> str:
    return f"{word[:_HEAD]}~"


def keys_at_start(text: str) -> tuple[str, ...]:
    """Every key of what may begin ``text``."""
    first = _WORD.match(text)
    if first is None:
        return text[:1], text[:1] + text[1:3].lstrip()[:1]
    return first[0], _head(first[0]), *((DIGITS,) if first[0][0].isdecimal() else ())


class Places:
    """The places of one folded text by key."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, Sequence[int]] = {}
        words: dict[str, list[int]] = {}
        for found in _WORD.finditer(text):
            words.setdefault(found[0], []).append(found.start())
        self._places |= words
        marks = frozenset(_MARK.findall(text))
        pairs: Iterable[str] = ()
        if not text.isascii() and any(map(is_ideograph, marks)):
            bare = "".join(text.split())
            pairs = map(str.__add__, bare, bare[1:])
        self.heads: dict[str, list[str]] = {}
        """The words that begin alike."""
        for word in words:
            self.heads.setdefault(_head(word), []).append(word)
        self.keys = frozenset((*words, *self.heads, *marks, *pairs, DIGITS))
        """Every key that may have places, and some that have none."""
        self.seen: dict[Any, Any] = {}
        """Which phrases of a list may stand in this text, of whoever looked …"""
        self.found: dict[Any, Any] = {}
        """… and where they do: rules ask for the same words again."""

    def at(self, key: str) -> Sequence[int]:
        """Places of a key, ascending."""
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = self._beginning(key) if key in self.heads else self._others(key)
        return known

    def _beginning(self, head: str) -> Sequence[int]:
        """Where words begin like this, be they longer or not."""
        return sorted(place for word in self.heads[head] for place in self._places[word])

    def _others(self, key: str) -> Sequence[int]:
        return [found.start() for found in _sought(key).finditer(self._text)]


@lru_cache(maxsize=4_096)
def _sought(key: str) -> re.Pattern[str]:
    """What a key that is no word looks like."""
    if key == DIGITS:
        return re.compile(r"\d+")
    return re.compile(re.escape(key[0]) + (rf"(?=\s{{0,2}}{re.escape(key[1])})" if key[1:] else ""))


@lru_cache(maxsize=16)
def places(text: str) -> Places:
    """The index of ``text``: rules look for many phrases in the same text, one after the other."""
    return Places(text)
