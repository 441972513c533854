"""How phrases are looked for in a text: which at all, at which places, and with which patterns.

A phrase is only tried where the text has its first two words, and only if it has its rarest words anywhere; only then
is it compiled. Never raises on any text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Generic, TypeVar

from noticed.core.notice.grammar import BLANKS, Pattern, pattern
from noticed.core.notice.places import Places, keys_at_start, places
from noticed.core.notice.sights import Slot
from noticed.core.values import kept

_T = TypeVar("_T")


class Sights(Generic[_T]):
    """Many phrases, each with whatever it belongs to, by the keys of which a text has to have one.

    By the first sight of each, which tells most, few are found in a text, and only of those the others are looked for.
    Of a phrase without sights nothing is known: it may stand anywhere.
    """

    def __init__(self, found: Iterable[tuple[_T, Pattern]]) -> None:
        self._found = tuple(found)
        self._further = [each.sights[1:] for _, each in self._found]
        self._surely = tuple(number for number, (_, each) in enumerate(self._found) if not each.sights)
        self._by_key: dict[str, list[int]] = {}
        for number, (_, each) in enumerate(self._found):
            for key in each.sights[0] if each.sights else ():
                self._by_key.setdefault(key, []).append(number)
        self._keys = frozenset(self._by_key)

    def within(self, index: Places) -> list[tuple[_T, Pattern]]:
        """Those that may stand in a text, in their order."""
        keys, found = index.keys, []
        seen = {*self._surely, *chain.from_iterable(map(self._by_key.__getitem__, self._keys & keys))}
        for number in sorted(seen):
            for sight in self._further[number]:
                if keys.isdisjoint(sight):
                    break
            else:
                found.append(self._found[number])
        return found


class Plan:
    """The phrases of one list by how they are looked for."""

    def __init__(self, texts: Sequence[str], slots: Mapping[str, Slot]) -> None:
        self.patterns = tuple(pattern(text, slots) for text in sorted(texts, key=len, reverse=True))
        """In the order in which they are tried."""

    def matches(
        self, folded: str, possible: Sequence[Pattern] | None = None, near: Sequence[tuple[int, int]] = ()
    ) -> list[re.Match[str]]:
        """Every place where a phrase stands, in order; none within another.

        ``possible``: those of which it is known that they may stand there. ``near``: where they may begin at all.
        """
        index = places(folded)
        tried = self.possible(index) if possible is None else possible
        found: list[tuple[int, int, re.Match[str]]] = []
        for number, each in enumerate(tried):
            match = each.expression.match
            starts = _places(each, folded, index, near)
            found += [(place, number, at) for place in starts if (at := match(folded, place))]
        if len(found) < 2:
            return [at for _, _, at in found]
        matches: list[re.Match[str]] = []
        end = 0
        for place, _, at in sorted(found, key=itemgetter(0, 1)):
            if place >= end:
                end = at.end()
                matches.append(at)
        return matches

    def between(self, folded: str, start: int, end: int, possible: Sequence[Pattern]) -> Iterator[re.Match[str]]:
        """Where one of the ``possible`` phrases stands in a stretch of a text."""
        index = places(folded)
        for each in possible:
            match = each.expression.match
            for key in each.opens:
                found = index.at(key) if key in index.keys else ()
                for place in found[bisect_left(found, start) : bisect_left(found, end)]:
                    if at := match(folded, place, end):
                        yield at
            if not each.opens:
                yield from each.expression.finditer(folded, start, end)

    def begin(self, folded: str) -> bool:
        """Whether a text begins with one of the phrases."""
        keys = (*keys_at_start(folded), "")
        return any(each.expression.match(folded) for key in keys for each in self._by_opening.get(key, ()))

    def possible(self, index: Places) -> Sequence[Pattern]:
        """Those that may stand in a text."""
        return [each for _, each in self._sights.within(index)]

    @kept
    def _sights(self) -> Sights[None]:
        return Sights((None, each) for each in self.patterns)

    @kept
    def _by_opening(self) -> dict[str, list[Pattern]]:
        """By the keys at which they begin; "" for anywhere."""
        found: dict[str, list[Pattern]] = {}
        for each in self.patterns:
            for key in each.opens or ("",):
                found.setdefault(key, []).append(each)
        return found


def _places(each: Pattern, folded: str, index: Places, near: Sequence[tuple[int, int]]) -> Iterable[int]:
    """Places where a phrase may begin; ``near``: of those that lie in one of these stretches."""
    if not each.opens:
        starts = _starts(each, folded, index)
        return [place for place in starts if any(low <= place <= high for low, high in near)] if near else starts
    found = [index.at(key) for key in each.opens if key in index.keys]
    if near:
        found = [at[bisect_left(at, low) : bisect_right(at, high)] for at in found for low, high in near]
    return found[0] if len(found) == 1 else chain.from_iterable(found)


def _starts(each: Pattern, folded: str, index: Places) -> Iterator[int]:
    """Places where a phrase begins of which the beginning is not known."""
    whole, loose = each.expression, each.loose
    if loose is None or not loose.tail.opens:
        found = whole.search(folded)
        while found:
            yield found.start()
            found = whole.search(folded, found.start() + 1)
        return
    tail, seen = loose.tail.expression, 0
    for place in sorted(place for key in loose.tail.opens if key in index.keys for place in index.at(key)):
        if tail.match(folded, place):
            low = max(seen, place - loose.reach)
            low = max((low, *(folded.rfind(char, low, max(place - BLANKS, 0)) + 1 for char in loose.never)))
            first = next((start for start in range(low, place) if whole.match(folded, start)), None)
            if first is not None:
                yield first
            seen = place
