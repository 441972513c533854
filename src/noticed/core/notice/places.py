"""The words of a text and where they stand: what phrases are looked up in, made once for a text.

A key is a whole word; the first three or six letters of one and ``~``; the beginnings of two words that follow each
other; two characters of a script without blanks, blanks between them or not; any other single character; or
``DIGITS``. A phrase has keys, too (``sights``): what has none of the text's keys is passed over at a look. Linear in
the text; never raises.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

LETTER = "0-9a-z\u00df-\u024f"
"""Characters of folded words, as a class of a pattern."""
DIGITS = r"\d"
"""The key of what begins with digits."""
HEAD, _LONG_HEAD = 3, 6
"""Letters by which a word is known of which the rest is not: as many as there are."""

_WORD = re.compile(rf"[{LETTER}]+")
_OTHER = re.compile(rf"[^{LETTER}]")
_FAR = re.compile("[\u0100-\u024f]")
"""Characters of words whose code is no octet: only a text with one is looked through by a pattern, which is slower."""
_LATIN = bytes(code if _WORD.match(chr(code)) else 32 for code in range(256))
_NO_MARKS = frozenset(char for char in map(chr, range(0x250)) if _WORD.match(char) or char.isspace())
_ASCII_NO_MARKS = bytes(code for code in range(128) if chr(code) in _NO_MARKS)


def is_ideograph(char: str) -> bool:
    """Whether ``char`` is of a script without blanks (or of its marks)."""
    return char >= "\u2e80"


def words_of(text: str) -> list[str]:
    """The words of a folded text; of scripts without blanks there are none."""
    return _bare(text).split()


def _bare(text: str) -> str:
    """``text`` with a blank for everything that is no character of a word."""
    if not text.isascii() and _FAR.search(text):
        return _OTHER.sub(" ", text)
    return text.encode("latin-1", "replace").translate(_LATIN).decode("latin-1")


def _marks(text: str) -> set[str]:
    """The characters of ``text`` that are of no word, blanks aside, and pairs of those of a script without blanks."""
    if text.isascii():
        return set(text.encode().translate(None, _ASCII_NO_MARKS).decode())
    marks = set(text) - _NO_MARKS
    if any(map(is_ideograph, marks)):
        bare = "".join(text.split())
        marks.update(map(str.__add__, bare, bare[1:]))
    return marks


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
    size = _LONG_HEAD if len(word[0]) >= _LONG_HEAD else HEAD
    return f"{word[0][:size]}~" if len(word[0]) >= size else ""


def pair(one: str, other: str) -> str:
    """The key of two words that follow each other, of which as much as the beginnings are known."""
    return f"{one[:HEAD]} {other[:HEAD]}"


def keys_at_start(text: str) -> tuple[str, ...]:
    """Every key of what may begin ``text``."""
    first = _WORD.match(text)
    if first is None:
        return text[:1], text[:1] + text[1:3].lstrip()[:1]
    heads = (f"{first[0][:size]}~" for size in (HEAD, _LONG_HEAD))
    return first[0], *heads, *((DIGITS,) if first[0][0].isdecimal() else ())


class Places:
    """The places of one folded text by key."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bare = f" {_bare(text)} "
        self._places: dict[str, Sequence[int]] = {}
        words = self._bare.split()
        heads = [word[:HEAD] for word in words]
        self.keys = {DIGITS, *words, *_marks(text)}
        self.keys.update(
            [f"{word[:_LONG_HEAD]}~" for word in self.keys if len(word) >= _LONG_HEAD],
            [f"{head}~" for head in set(heads)],
            [f"{one} {other}" for one, other in pairwise(heads)],
        )
        """Every key that may have places, and some that have none."""
        self.found: dict[Any, Sequence[re.Match[str]]] = {}
        """Where the phrases of a list stand: rules ask for the same words again."""
        self.possible: dict[Any, Sequence[Any]] = {}
        """Which phrases of a list may stand there, of the lists that were looked for."""
        self.looked: dict[Any, Mapping[Any, Sequence[Any]]] = {}
        """The same by lists that were looked for together, of those of which something may stand there."""

    def at(self, key: str) -> Sequence[int]:
        """Places of a key, ascending."""
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = self._sought(key)
        return known

    def _sought(self, key: str) -> Sequence[int]:
        if key[0] not in _NO_MARKS:
            return [found.start() for found in _mark(key).finditer(self._text)]
        sought = f" {key[:-1]}" if key.endswith("~") else f" {key} "
        found, place = [], self._bare.find(sought)
        while place >= 0:
            found.append(place)
            place = self._bare.find(sought, place + 1)
        return found


@lru_cache(maxsize=1_024)
def _mark(key: str) -> re.Pattern[str]:
    """What a key that is no word looks like in a text."""
    if key == DIGITS:
        return re.compile(r"\d+")
    return re.compile(re.escape(key[0]) + (rf"(?=\s{{0,2}}{re.escape(key[1])})" if key[1:] else ""))


@lru_cache(maxsize=16)
def places(text: str) -> Places:
    """The index of ``text``: rules look for many phrases in the same text, one after the other."""
    return Places(text)
