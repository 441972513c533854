"""How phrases are looked for in a text: at which places, and with which patterns, compiled when they are first tried.

A phrase is only tried where the text has its first words, and one with a gap only where the text has the word behind
it somewhere, too. Never raises on any text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter

from noticed.core.notice.grammar import Pattern, Slot, pattern
from noticed.core.notice.places import DIGITS, Places, places, without_next
from noticed.core.values import Value


@lru_cache(maxsize=20_000)
def compiled(source: str) -> re.Pattern[str]:
    """``source`` compiled, once."""
    return re.compile(source)


class Plan:
    """Phrases by how they are looked for. Patterns are compiled when they are first tried."""

    def __init__(self, texts: Sequence[str], slots: Mapping[str, Slot]) -> None:
        found = [pattern(text, slots) for text in sorted(texts, key=len, reverse=True)]
        by_key: dict[str, list[int]] = {}
        for number, each in enumerate(found):
            for key in each.opens or ():
                by_key.setdefault(key, []).append(number)
        self._found = found
        self._by_key = by_key
        self._units: dict[str, tuple[_Unit, ...]] = {}
        self.keys = frozenset(by_key)
        """Of which one has to be in a text; what has none of them may still be ``loose``."""
        self.loose = tuple(each for each in found if each.opens is None)
        """Of which the beginning is not known."""
        self.every_key = self._every_key()
        """The keys, those of ``loose`` too; None where one of these may begin anywhere."""

    def _every_key(self) -> frozenset[str] | None:
        tails = [each.tail.opens if each.tail else None for each in self.loose]
        return None if None in tails else self.keys.union(*(tail for tail in tails if tail))

    def of(self, key: str) -> tuple["_Unit", ...]:
        """What all phrases that begin with a key look like, in the order in which they are tried."""
        known = self._units.get(key)
        if known is None:
            numbers = sorted({*self._by_key[key], *self._by_key.get(without_next(key), ())})
            runs = groupby((self._found[number] for number in numbers), key=attrgetter("needs"))
            known = tuple(_Unit(needs=needs, source="|".join(each.source for each in run)) for needs, run in runs)
            self._units[key] = known
        return known

    def tries(self, folded: str) -> Sequence[tuple[int, list[re.Pattern[str]]]]:
        """Every place of a text where a phrase may begin, with what it looks like, in order."""
        index = places(folded)
        present = self.keys & index.keys
        if not present and not self.loose:
            return ()
        keyed: dict[int, list[re.Pattern[str]]] = {}
        others: list[tuple[int, list[re.Pattern[str]]]] = []
        for key in sorted(present, key=len):
            tried = [unit.pattern for unit in self.of(key) if unit.may_be_in(index)]
            if key == DIGITS:
                others += ((place, tried) for place in index.at(key))
            else:
                keyed |= dict.fromkeys(index.at(key), tried)
        for each in self.loose:
            others += ((place, [compiled(each.source)]) for place in _starts(each, folded, index))
        return sorted((*keyed.items(), *others), key=_PLACE)

    def matches(self, folded: str) -> Iterator[re.Match[str]]:
        """Every place where a phrase stands, in order; none within another."""
        end = 0
        for place, patterns in self.tries(folded):
            if place < end:
                continue
            for tried in patterns:
                if found := tried.match(folded, place):
                    end = found.end()
                    yield found
                    break


class _Unit(Value):
    """Phrases that are tried at the same places, as one pattern."""

    source: str
    needs: frozenset[str] | None
    """Keys of which a text has to have one; None: none."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return compiled(self.source)

    def may_be_in(self, index: Places) -> bool:
        return self.needs is None or not self.needs.isdisjoint(index.keys)


_PLACE = itemgetter(0)


def _starts(loose: Pattern, folded: str, index: Places) -> Iterator[int]:
    """Places where a phrase begins of which the beginning is not known."""
    if loose.tail is None or loose.tail.opens is None:
        expression = compiled(loose.source)
        found = expression.search(folded)
        while found:
            yield found.start()
            found = expression.search(folded, found.start() + 1)
        return
    tail, whole, seen = compiled(loose.tail.source), compiled(loose.source), 0
    for place in sorted(place for key in loose.tail.opens & index.keys for place in index.at(key)):
        if tail.match(folded, place):
            window = range(max(seen, place - loose.reach), place)
            first = next((start for start in window if whole.match(folded, start)), None)
            if first is not None:
                yield first
            seen = place
