"""Words of all languages put together: labels, with a quick look at whether one may begin or end somewhere."""

from collections.abc import Iterable
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric
from noticed.core.notice.phrase import Phrases, any_of

_SIGHT = 5
"""Letters by which a label is looked up: more tell no more."""
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
        self._short = tuple(sorted({len(label) for label in self if len(label) < _SIGHT}))
        self._starts = _sizes((label[:_SIGHT], len(label)) for label in self)
        self._ends = _sizes((label[-_SIGHT:], len(label)) for label in self)

    def may_begin(self, folded: str) -> bool:
        """Whether a label may begin ``folded``: a look at its first characters."""
        first = folded[:_LETTERS]
        if first.isalnum() and first not in self._letters and self._brief.isdisjoint((first[:1], first[:2])):
            return False
        squeezed = alphanumeric(folded[:_LOOK])
        if len(squeezed) < _SIGHT and len(folded) > _LOOK:
            return True
        return squeezed[:_SIGHT] in self._starts or not self.keys().isdisjoint([squeezed[:n] for n in self._short])

    def beginning(self, squeezed: str) -> list[int]:
        """The lengths of all labels that ``squeezed`` begins with, ascending."""
        sizes = (*self._short, *self._starts.get(squeezed[:_SIGHT], ()))
        return [size for size in sizes if len(squeezed) >= size and squeezed[:size] in self]

    def ending(self, squeezed: str) -> list[int]:
        """The lengths of all labels that ``squeezed`` ends with, ascending."""
        sizes = (*self._short, *self._ends.get(squeezed[-_SIGHT:], ()))
        return [size for size in sizes if len(squeezed) >= size and squeezed[-size:] in self]


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
def markers(dialects: tuple[Dialect, ...]) -> Phrases:
    """How the line begins behind which history stands."""
    return any_of(dialect.quote.markers for dialect in dialects)


@lru_cache(maxsize=32)
def label_beginnings(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """The first words of all labels, squeezed."""
    return frozenset(prefix for dialect in dialects for prefix in dialect.label_beginnings)
