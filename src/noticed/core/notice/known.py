"""Words of all languages put together: labels, with a quick look at whether one may begin or end somewhere."""

from collections.abc import Iterable
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric, fold
from noticed.core.notice.phrase import Phrases, any_of

_SIGHT = 5
"""Letters by which a label is looked up: more tell no more."""
_KEPT = 4_096
"""First and last letters of which is kept what they may begin or end: mails are made of the same words."""
_LETTERS = 3
"""Letters that tell most words from labels at once."""
_LOOK = 28
"""Characters in which they stand, hardly ever further apart."""


class Labels(dict[str, str]):
    """Squeezed label → what it announces. Not changed once it is made."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        for label, meaning in labels:
            self.setdefault(label, meaning)
        self._brief = frozenset(label for label in self if len(label) < _LETTERS)
        self._letters = frozenset(label[:_LETTERS] for label in self)
        self._starts = _sizes((label[:_SIGHT], len(label)) for label in self)
        self._ends = _sizes((label[-_SIGHT:], len(label)) for label in self)
        self._opening = lru_cache(maxsize=_KEPT)(self._sizes_at_start)
        self._closing = lru_cache(maxsize=_KEPT)(self._sizes_at_end)

    def may_begin(self, folded: str) -> bool:
        """Whether a label may begin ``folded``: a look at its first characters."""
        first = folded[:_LETTERS]
        if first.isalnum() and first not in self._letters and self._brief.isdisjoint((first[:1], first[:2])):
            return False
        squeezed = alphanumeric(folded[:_LOOK])
        return (len(squeezed) < _SIGHT and len(folded) > _LOOK) or bool(self._opening(squeezed[:_SIGHT]))

    def beginning(self, squeezed: str) -> list[int]:
        """The lengths of all labels that ``squeezed`` begins with, ascending."""
        sizes = self._opening(squeezed[:_SIGHT])
        return [size for size in sizes if len(squeezed) >= size and squeezed[:size] in self]

    def ending(self, squeezed: str) -> list[int]:
        """The lengths of all labels that ``squeezed`` ends with, ascending."""
        sizes = self._closing(squeezed[-_SIGHT:])
        return [size for size in sizes if len(squeezed) >= size and squeezed[-size:] in self]

    def _sizes_at_start(self, sight: str) -> tuple[int, ...]:
        """The lengths of the labels that may begin a text with these first letters, ascending: the short ones do."""
        short = (size for size in range(1, min(len(sight) + 1, _SIGHT)) if sight[:size] in self)
        return (*short, *self._starts.get(sight, ()))

    def _sizes_at_end(self, sight: str) -> tuple[int, ...]:
        """The same of those that may end one with these last letters."""
        short = (size for size in range(1, min(len(sight) + 1, _SIGHT)) if sight[-size:] in self)
        return (*short, *self._ends.get(sight, ()))


def _sizes(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """The first or last letters → the lengths of the labels they belong to, ascending."""
    found: dict[str, set[int]] = {}
    for sight, size in pairs:
        if size >= _SIGHT:
            found.setdefault(sight, set()).add(size)
    return {sight: tuple(sorted(sizes)) for sight, sizes in found.items()}


def all_labels(dialects: Iterable[Dialect]) -> Labels:
    """The labels of all dialects, the first meaning of each: a notice may carry those of another language."""
    return _all(tuple(dialects))


@lru_cache(maxsize=32)
def _all(dialects: tuple[Dialect, ...]) -> Labels:
    return Labels(item for dialect in dialects for item in dialect.labels.items())


@lru_cache(maxsize=32)
def banners(dialects: tuple[Dialect, ...]) -> Phrases:
    """By which gateways warn."""
    return any_of(dialect.notice.banners for dialect in dialects)


@lru_cache(maxsize=32)
def applied(dialects: tuple[Dialect, ...]) -> Phrases:
    """Words for applications, before whose numbers they stand."""
    return any_of(dialect.notice.applied for dialect in dialects)


@lru_cache(maxsize=32)
def markers(dialects: tuple[Dialect, ...]) -> Phrases:
    """How the line begins behind which history stands."""
    return any_of(dialect.quote.markers for dialect in dialects)


@lru_cache(maxsize=32)
def label_beginnings(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """The first words of all labels, squeezed."""
    return frozenset(prefix for dialect in dialects for prefix in dialect.label_beginnings)


@lru_cache(maxsize=32)
def openings(dialects: tuple[Dialect, ...]) -> tuple[str, ...]:
    """What stands before the name of whom a letter greets, with the blank between."""
    texts = (text.partition("{")[0] for dialect in dialects for text in dialect.words.greetings)
    return tuple(dict.fromkeys(filter(str.strip, map(fold, texts))))
