"""Phrases of a dialect, searched in a text from ``fold``.

A phrase is only tried where the text has its words (``plan``), and only then compiled: most phrases are of no concern
to a message, and most languages are never met. What is found is what one pattern of all the phrases would find: the
first place, and of two phrases that begin there the longer one as it is written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from noticed.core.notice.fold import fold
from noticed.core.notice.grammar import Pattern, is_phrase, pattern
from noticed.core.notice.places import is_ideograph, places, places_of, words_of
from noticed.core.notice.plan import Plan, Sights
from noticed.core.notice.sights import Slot
from noticed.core.values import Value, kept

__all__ = ["Group", "Phrases", "Slot", "phrases"]


MAX_KEPT = 20_000
"""Characters of a text of which is kept what was found: more than any notice has, and a bound for what it takes."""


class Phrases(Value):
    """Any of some phrases."""

    texts: tuple[str, ...] = ()
    slots: tuple[tuple[str, Slot], ...] = ()

    def search(self, folded: str) -> re.Match[str] | None:
        """The first place in ``folded`` (a text from ``fold``) where one of the phrases stands."""
        found = self.matches(folded)
        return found[0] if found else None

    def matches(self, folded: str) -> Sequence[re.Match[str]]:
        """Every place, in order; none within another."""
        if not self.texts or not folded:
            return ()
        if len(folded) > MAX_KEPT:
            return self.plan.matches(folded)
        index = places(folded)
        possible = index.possible.get(self)
        if possible is None:
            possible = index.possible[self] = self.plan.possible(index)
        if not possible:
            return ()
        known = index.found.get(self)
        if known is None:
            known = index.found[self] = self.plan.matches(folded, possible)
        return known

    def between(self, folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Places in a stretch of ``folded`` where one of the phrases stands, in no order: the words of the text are
        known, so that a stretch costs less than a text of its own."""
        possible = self.possible(folded) if self.texts and start < end else ()
        return self.plan.between(folded, start, end, possible) if possible else iter(())

    def stands(self, folded: str, start: int, end: int) -> bool:
        """Whether one of the phrases stands in a stretch of ``folded``."""
        return next(self.between(folded, start, end), None) is not None

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """The same, one by one."""
        return iter(self.matches(folded))

    def first(self, folded: str) -> int:
        """The first place, the length of the text where there is none."""
        if self.signs:
            found = self.search(folded)
            return found.start() if found else len(folded)
        return next((start for word, start in places_of(folded) if word in self.single), len(folded))

    @kept
    def single(self) -> frozenset[str]:
        """Those that are one word and nothing else."""
        return frozenset(text for text in map(fold, self.texts) if words_of(text) == [text])

    @kept
    def signs(self) -> frozenset[str]:
        """How the others begin: a word, one character, "" where that is not known."""
        others = frozenset(map(fold, self.texts)) - self.single
        return frozenset(words_of(text)[0] if words_of(text[:1]) else text[:1].strip("([{#") for text in others)

    @kept
    def _marks(self) -> frozenset[str]:
        """Those of them that are characters of no word, and "" where that is not known."""
        return frozenset(sign for sign in self.signs if not sign.isalnum() or is_ideograph(sign))

    def has_others(self, folded: str, words: Mapping[str, int]) -> bool:
        """Whether one that is more than a word may stand in a text of these ``words``."""
        return not words.keys().isdisjoint(self.signs) or any(map(folded.__contains__, self._marks))

    def possible(self, folded: str) -> Sequence[Pattern]:
        """Those that may stand in ``folded`` at all."""
        index = places(folded)
        known = index.possible.get(self)
        if known is None:
            known = index.possible[self] = self.plan.possible(index)
        return known

    def begins(self, folded: str) -> bool:
        """Whether ``folded`` begins with one of the phrases."""
        return self.plan.begin(folded)

    def __bool__(self) -> bool:
        return bool(self.texts)

    @kept
    def plan(self) -> Plan:
        """How they are looked for."""
        return Plan(self.texts, dict(self.slots))

    __eq__ = object.__eq__
    __hash__ = object.__hash__
    """The very same: what was found of a list is kept by it, and its texts are many."""


NO_PHRASES = Phrases()


def any_of(lists: Iterable[Phrases]) -> Phrases:
    """Several lists without slots as one."""
    return Phrases(texts=tuple(dict.fromkeys(text for each in lists for text in each.texts)))


class Group:
    """Lists of phrases that are looked for in the same text: one look passes over most of them."""

    def __init__(self, lists: Iterable[Phrases]) -> None:
        unique = dict.fromkeys(lists)
        self._sights = Sights((each, pattern) for each in unique for pattern in each.plan.patterns)
        self._none = dict.fromkeys(unique, ())

    def look(self, folded: str) -> Mapping[Phrases, Sequence[Pattern]]:
        """What of each list may stand in a text; of all the others nothing does."""
        index = places(folded)
        known = index.looked.get(self)
        if known is None:
            possible: dict[Phrases, list[Pattern]] = {}
            for each, pattern in self._sights.within(index):
                possible.setdefault(each, []).append(pattern)
            known = index.looked[self] = possible
            index.possible.update(self._none)
            index.possible.update(possible)
        return known

    def found(self, folded: str) -> Iterator[tuple[Phrases, Sequence[re.Match[str]]]]:
        """Each list that stands in a text, with its places."""
        return ((each, found) for each in self.look(folded) if (found := each.matches(folded)))

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """Every place of each, one list after the other."""
        return chain.from_iterable(each.matches(folded) for each in self.look(folded))

    def near(self, folded: str, near: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """The same, of what begins at one of these places."""
        possible = self.look(folded).items()
        return chain.from_iterable(each.plan.matches(folded, patterns, near) for each, patterns in possible)

    def search(self, folded: str) -> re.Match[str] | None:
        """A place of one of them."""
        return next(self.finditer(folded), None)


def phrases(texts: Sequence[str], slots: Mapping[str, Slot] | None = None) -> Phrases:
    """``texts`` as phrases, ``slots`` what stands for ``{name}``. Raises ValueError for a text that is no phrase."""
    slots = slots or {}
    for text in texts:
        if not is_phrase(text, tuple(slots)):
            pattern(text, slots)
    return Phrases(texts=tuple(texts), slots=tuple(slots.items()))
