"""Where in a text a phrase may begin: an index of its words by their first letters, made once for a text.

A key is what a phrase begins with: the first three letters of a word (a shorter word whole), and where a blank and
another word follow perhaps the first three of that; two characters of a script without blanks; any other single
character; or ``DIGITS``. Most phrases of a language begin with words a message has not: one look at its keys passes
over them. Linear in the text; never raises.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

LETTER = "0-9a-z\u00df-\u024f"
"""Characters of folded words, as a class of a pattern."""
DIGITS = r"\d"
"""The key of what begins with digits."""
MAX_KEY = 3

_WORD = re.compile(rf"[{LETTER}]+")
_DIGITS = re.compile(r"\d+")


def is_ideograph(char: str) -> bool:
    """Whether ``char`` is of a script without blanks (or of its marks)."""
    return char >= "\u2e80"


def words_of(text: str) -> list[str]:
    """The words of a folded text; of scripts without blanks there are none."""
    return _WORD.findall(text)


def places_of(text: str) -> Iterator[tuple[str, int]]:
    """The words and where they begin."""
    return ((word[0], word.start()) for word in _WORD.finditer(text))


class Places:
    """The places of one folded text by key."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = list(_WORD.finditer(text))
        heads = [word[0][:MAX_KEY] for word in found]
        starts = [word.start() for word in found]
        self._places: dict[str, list[int]] = defaultdict(list)
        for key, place in zip(heads, starts, strict=True):
            self._places[key].append(place)
        for first, second, place in zip(heads, heads[1:], starts, strict=False):
            self._places[f"{first} {second}"].append(place)
        characters = set(text)
        pairs: Iterable[str] = ()
        if any(map(is_ideograph, characters)):
            bare = "".join(text.split())
            pairs = map(str.__add__, bare, bare[1:])
        self.keys = frozenset((*self._places, *characters, *pairs, DIGITS))
        """Every key that may have places, and some that have none."""
        self._others: dict[str, Sequence[int]] = {}
        self.found: dict[Any, Any] = {}
        """What was looked for in this text, by whoever looks: rules ask for the same words again."""

    def at(self, opening: str) -> Sequence[int]:
        """Places of a key, ascending."""
        if opening in self._places:
            return self._places[opening]
        known = self._others.get(opening)
        if known is None:
            known = self._others[opening] = self._find(opening)
        return known

    def _find(self, opening: str) -> Sequence[int]:
        if _WORD.match(opening):
            return ()
        if opening == DIGITS:
            return [found.start() for found in _DIGITS.finditer(self._text)]
        if len(opening) == 1:
            places = []
            place = self._text.find(opening)
            while place >= 0:
                places.append(place)
                place = self._text.find(opening, place + 1)
            return places
        second = opening[1]
        return [place for place in self.at(opening[0]) if self._text[place + 1 : place + 3].lstrip()[:1] == second]


@lru_cache(maxsize=16)
def places(text: str) -> Places:
    """The index of ``text``: rules look for many phrases in the same text, one after the other."""
    return Places(text)


def keys_at_start(text: str) -> tuple[str, ...]:
    """Every key that has its first place at the start of ``text``."""
    first = _WORD.match(text)
    if first is None:
        return text[:1], text[:1] + text[1:3].lstrip()[:1]
    head = first[0][:MAX_KEY]
    second = _WORD.search(text, first.end())
    both = (f"{head} {second[0][:MAX_KEY]}",) if second else ()
    return head, *both, *((DIGITS,) if head[0].isdecimal() else ())


def with_next(opening: str, heads: Iterable[str]) -> frozenset[str]:
    """Keys of phrases that begin with ``opening``, a blank, and a word with one of ``heads``; () where not known."""
    return frozenset(f"{opening} {head}" for head in heads) or frozenset({opening})


def without_next(opening: str) -> str:
    """The key of the first word, or the first character of a script without blanks, alone."""
    first, blank, _ = opening.partition(" ")
    return first if blank else opening[:1] if is_ideograph(opening[:1]) else opening


def key(text: str, *, whole: bool, ends: bool) -> str | None:
    """The key of phrases that begin with ``text``, or None where no key holds them.

    ``whole``: they begin where a word does; ``ends``: the last word of ``text`` ends with it.
    """
    head = text.split("~", maxsplit=1)[0]
    first = head[:1]
    if not first or first.isspace():
        return None
    word = _WORD.match(head)
    if word is None:
        return head[:2] if all(map(is_ideograph, head[:2])) and len(head) > 1 else first
    if not whole:
        return None
    if len(word[0]) >= MAX_KEY:
        return word[0][:MAX_KEY]
    return word[0] if word.end() < len(head) or (ends and head == text) else None
