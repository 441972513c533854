"""Phrases of a dialect, searched in a text from ``fold``.

A phrase is only tried where the text has the beginning of its first word (``places``), and only then compiled: most
phrases are of no concern to a message, and most languages are never met. What is found is what one pattern of all
the phrases would find: the first place, and of two phrases that begin there the longer one as it is written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from noticed.core.notice.fold import fold
from noticed.core.notice.grammar import Slot, is_phrase, pattern
from noticed.core.notice.places import is_ideograph, keys_at_start, places, places_of, words_of
from noticed.core.notice.plan import Plan, compiled
from noticed.core.values import Value

__all__ = ["Group", "Phrases", "Slot", "phrases"]


MAX_KEPT = 20_000
"""Characters of a text of which is kept what was found: more than any notice has, and a bound for what it takes."""


class _Kept:
    """What an iterator gives, asked for as far as somebody looked and kept for the next who looks."""

    def __init__(self, source: Iterator[re.Match[str]]) -> None:
        self._source = source
        self._items: list[re.Match[str]] = []

    def __iter__(self) -> Iterator[re.Match[str]]:
        place = 0
        while True:
            if place == len(self._items):
                item = next(self._source, None)
                if item is None:
                    return
                self._items.append(item)
            yield self._items[place]
            place += 1


class Phrases(Value):
    """Any of some phrases."""

    texts: tuple[str, ...] = ()
    slots: tuple[tuple[str, Slot], ...] = ()

    def search(self, folded: str) -> re.Match[str] | None:
        """The first place in ``folded`` (a text from ``fold``) where one of the phrases stands."""
        if self.texts and folded:
            return next(self.finditer(folded), None)
        return None

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """Every place, in order; none within another."""
        if not self.texts or not folded:
            return
        plan = self._plan
        if len(folded) > MAX_KEPT:
            yield from plan.matches(folded)
            return
        found = places(folded).found
        known = found.get(plan)
        if known is None:
            known = found[plan] = _Kept(plan.matches(folded))
        yield from known

    def count(self, folded: str, words: Mapping[str, int]) -> int:
        """How many places ``finditer`` finds; ``words``: how often each word stands in the text."""
        plain, others, signs = self._words
        if others and any(
            sign in words or ((not sign.isalnum() or is_ideograph(sign)) and sign in folded) for sign in signs
        ):
            return sum(1 for _ in self.finditer(folded))
        return sum(words[word] for word in plain & words.keys())

    def first(self, folded: str) -> int:
        """The first place, the length of the text where there is none."""
        plain, others, _ = self._words
        if others:
            found = self.search(folded)
            return found.start() if found else len(folded)
        return next((start for word, start in places_of(folded) if word in plain), len(folded))

    @cached_property
    def _words(self) -> tuple[frozenset[str], bool, frozenset[str]]:
        """Those that are one word and nothing else; whether there are others, and how these begin: a word, one
        character, "" where that is not known."""
        texts = frozenset(map(fold, self.texts))
        plain = frozenset(text for text in texts if words_of(text) == [text])
        others = texts - plain
        signs = (words_of(text)[0] if words_of(text[:1]) else text[:1].strip("([{#") for text in others)
        return plain, bool(others), frozenset(signs)

    def begins(self, folded: str) -> bool:
        """Whether ``folded`` begins with one of the phrases."""
        plan = self._plan
        units = (unit for key in keys_at_start(folded) if key in plan.keys for unit in plan.of(key))
        if any(unit.pattern.match(folded) for unit in units):
            return True
        return any(compiled(loose.source).match(folded) for loose in plan.loose)

    @property
    def keys(self) -> frozenset[str] | None:
        """Keys of ``places`` of which a text has to have one; None where that is not known."""
        return self._plan.every_key if self.texts else frozenset()

    def __bool__(self) -> bool:
        return bool(self.texts)

    @cached_property
    def _plan(self) -> Plan:
        return Plan(self.texts, dict(self.slots))


class Group:
    """Lists of phrases that are looked for one by one in the same text: one look passes over most of them."""

    def __init__(self, lists: Iterable[Phrases]) -> None:
        self._lists = tuple(lists)
        self._by_key: dict[str, list[int]] = {}
        self._always = [number for number, each in enumerate(self._lists) if each.keys is None]
        for number, each in enumerate(self._lists):
            for key in each.keys or ():
                self._by_key.setdefault(key, []).append(number)
        self._keys = frozenset(self._by_key)

    def possible(self, folded: str) -> list[Phrases]:
        """Those that may stand in a text, in their order."""
        numbers = set(self._always)
        for key in self._keys & places(folded).keys:
            numbers.update(self._by_key[key])
        return [self._lists[number] for number in sorted(numbers)]

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """Every place of each, one list after the other."""
        return chain.from_iterable(each.finditer(folded) for each in self.possible(folded))

    def search(self, folded: str) -> re.Match[str] | None:
        """A place of one of them."""
        return next(filter(None, (each.search(folded) for each in self.possible(folded))), None)


def phrases(texts: Sequence[str], slots: Mapping[str, Slot] | None = None) -> Phrases:
    """``texts`` as phrases, ``slots`` what stands for ``{name}``. Raises ValueError for a text that is no phrase."""
    slots = slots or {}
    for text in texts:
        if not is_phrase(text, tuple(slots)):
            pattern(text, slots)
    return Phrases(texts=tuple(texts), slots=tuple(slots.items()))
