"""Phrases of a dialect, searched in a text from ``fold``.

A phrase is only tried where the text has the beginning of its first word (``places``), and only then compiled: most
phrases are of no concern to a message, and most languages are never met. What is found is what one pattern of all
the phrases would find: the first place, and of two phrases that begin there the longer one as it is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from noticed.core.notice.grammar import Pattern, Slot, is_phrase, pattern
from noticed.core.notice.places import DIGITS, Places, keys_at_start, places, without_next
from noticed.core.values import Value

__all__ = ["Phrases", "Slot", "phrases"]


_DIGITS = frozenset({DIGITS})


class _Plan(Value):
    """Phrases by how they are looked for."""

    keyed: Mapping[str, str]
    """Key → the source of a pattern for all phrases that begin with it."""
    keys: frozenset[str]
    loose: tuple[Pattern, ...]
    """Of which the beginning is not known."""


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
            return
        plan, index = self._plan, places(folded)
        present = plan.keys & index.keys
        if not present and not plan.loose:
            return
        keyed = {place: plan.keyed[key] for key in sorted(present - _DIGITS, key=len) for place in index.at(key)}
        tries = [(place, plan.keyed[key]) for key in present & _DIGITS for place in index.at(key)]
        tries += [(place, loose.source) for loose in plan.loose for place in _starts(loose, folded, index)]
        end = 0
        for place, source in sorted((*keyed.items(), *tries)):
            if place >= end and (found := _compiled(source).match(folded, place)):
                end = found.end()
                yield found

    def begins(self, folded: str) -> bool:
        """Whether ``folded`` begins with one of the phrases."""
        plan = self._plan
        sources = [plan.keyed[key] for key in keys_at_start(folded) if key in plan.keys]
        return any(_compiled(source).match(folded) for source in (*sources, *(loose.source for loose in plan.loose)))

    def __bool__(self) -> bool:
        return bool(self.texts)

    @cached_property
    def _plan(self) -> _Plan:
        slots = dict(self.slots)
        found = [pattern(text, slots) for text in sorted(self.texts, key=len, reverse=True)]
        by_key: dict[str, list[int]] = {}
        for number, each in enumerate(found):
            for key in each.opens or ():
                by_key.setdefault(key, []).append(number)
        keyed = {
            key: "|".join(found[number].source for number in sorted({*numbers, *by_key.get(without_next(key), ())}))
            for key, numbers in by_key.items()
        }
        return _Plan(keyed=keyed, keys=frozenset(keyed), loose=tuple(each for each in found if each.opens is None))


def phrases(texts: Sequence[str], slots: Mapping[str, Slot] | None = None) -> Phrases:
    """``texts`` as phrases, ``slots`` what stands for ``{name}``. Raises ValueError for a text that is no phrase."""
    slots = slots or {}
    for text in texts:
        if not is_phrase(text, tuple(slots)):
            pattern(text, slots)
    return Phrases(texts=tuple(texts), slots=tuple(slots.items()))


@lru_cache(maxsize=20_000)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _starts(loose: Pattern, folded: str, index: Places) -> Iterator[int]:
    """Places where a phrase begins of which the beginning is not known."""
    if loose.tail is None or loose.tail.opens is None:
        expression = _compiled(loose.source)
        found = expression.search(folded)
        while found:
            yield found.start()
            found = expression.search(folded, found.start() + 1)
        return
    tail, whole, seen = _compiled(loose.tail.source), _compiled(loose.source), 0
    for place in sorted(place for key in loose.tail.opens & index.keys for place in index.at(key)):
        if tail.match(folded, place):
            window = range(max(seen, place - loose.reach), place)
            first = next((start for start in window if whole.match(folded, start)), None)
            if first is not None:
                yield first
            seen = place
