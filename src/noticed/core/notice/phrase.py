"""Phrases of a dialect, searched in a text from ``fold``.

A phrase is only tried where the text has its words (``plan``), and only then compiled: most phrases are of no concern
to a message, and most languages are never met. What is found is what one pattern of all the phrases would find: the
first place, and of two phrases that begin there the longer one as it is written.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from noticed.core.notice.fold import fold
from noticed.core.notice.grammar import Pattern, is_phrase, pattern
from noticed.core.notice.places import Places, is_ideograph, places, places_of, words_of
from noticed.core.notice.plan import Plan, Sights
from noticed.core.notice.sights import Slot
from noticed.core.values import Value

__all__ = ["Group", "Phrases", "Slot", "phrases"]


MAX_KEPT = 20_000
"""Characters of a text of which is kept what was found: more than any notice has, and a bound for what it takes."""


class Phrases(Value):
    """Any of some phrases."""

    texts: tuple[str, ...] = ()
    slots: tuple[tuple[str, Slot], ...] = ()

    def search(self, folded: str) -> re.Match[str] | None:
        """The first place in ``folded`` (a text from ``fold``) where one of the phrases stands."""
        return next(self.finditer(folded), None)

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """Every place, in order; none within another."""
        if not self.texts or not folded:
            return iter(())
        if len(folded) > MAX_KEPT:
            return self.plan.matches(folded)
        found = places(folded).found
        known = found.get(self.plan)
        if known is None:
            known = found[self.plan] = tuple(self.plan.matches(folded))
        return iter(known)

    def first(self, folded: str) -> int:
        """The first place, the length of the text where there is none."""
        if self.signs:
            found = self.search(folded)
            return found.start() if found else len(folded)
        return next((start for word, start in places_of(folded) if word in self.single), len(folded))

    @cached_property
    def single(self) -> frozenset[str]:
        """Those that are one word and nothing else."""
        return frozenset(text for text in map(fold, self.texts) if words_of(text) == [text])

    @cached_property
    def signs(self) -> frozenset[str]:
        """How the others begin: a word, one character, "" where that is not known."""
        others = frozenset(map(fold, self.texts)) - self.single
        return frozenset(words_of(text)[0] if words_of(text[:1]) else text[:1].strip("([{#") for text in others)

    def has_others(self, folded: str, words: Container[str]) -> bool:
        """Whether one that is more than a word may stand in a text of these ``words``."""
        return any(
            sign in words or ((not sign.isalnum() or is_ideograph(sign)) and sign in folded) for sign in self.signs
        )

    def begins(self, folded: str) -> bool:
        """Whether ``folded`` begins with one of the phrases."""
        return self.plan.begin(folded)

    def __bool__(self) -> bool:
        return bool(self.texts)

    @cached_property
    def plan(self) -> Plan:
        """How they are looked for."""
        return Plan(self.texts, dict(self.slots))


def any_of(lists: Iterable[Phrases]) -> Phrases:
    """Several lists without slots as one."""
    return Phrases(texts=tuple(dict.fromkeys(text for each in lists for text in each.texts)))


class Group:
    """Lists of phrases that are looked for in the same text: one look passes over most of them."""

    def __init__(self, lists: Iterable[Phrases]) -> None:
        self._lists = {each.plan: each for each in lists}
        self._sights = Sights((plan, each) for plan in self._lists for each in plan.patterns)

    def look(self, folded: str) -> None:
        """Spare the lists the look at a text they will be searched in one by one."""
        self._seen(places(folded))

    def possible(self, folded: str) -> list[Phrases]:
        """Those that may stand in a text, in their order."""
        seen = self._seen(places(folded))
        return [each for plan, each in self._lists.items() if seen[plan]]

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """Every place of each, one list after the other."""
        return chain.from_iterable(each.finditer(folded) for each in self.possible(folded))

    def near(self, folded: str, places: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """The same, of what begins at one of ``places``."""
        return chain.from_iterable(each.plan.matches(folded, places) for each in self.possible(folded))

    def search(self, folded: str) -> re.Match[str] | None:
        """A place of one of them."""
        return next(filter(None, (each.search(folded) for each in self.possible(folded))), None)

    def _seen(self, index: Places) -> Mapping[Plan, Sequence[Pattern]]:
        """What of each list may stand in a text."""
        if self._lists.keys() <= index.seen.keys():
            return index.seen
        seen: dict[Plan, list[Pattern]] = {}
        for plan, each in self._sights.within(index):
            seen.setdefault(plan, []).append(each)
        nothing = dict.fromkeys(self._lists.keys() - seen.keys(), ())
        index.seen |= nothing | seen
        index.found |= nothing
        return index.seen


def phrases(texts: Sequence[str], slots: Mapping[str, Slot] | None = None) -> Phrases:
    """``texts`` as phrases, ``slots`` what stands for ``{name}``. Raises ValueError for a text that is no phrase."""
    slots = slots or {}
    for text in texts:
        if not is_phrase(text, tuple(slots)):
            pattern(text, slots)
    return Phrases(texts=tuple(texts), slots=tuple(slots.items()))
