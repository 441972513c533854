"""The labels of all languages put together, and a quick look at whether one may begin or end somewhere."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from noticed.core.notice.dialect import Dialect

_SIGHT = 3


class Labels(dict[str, str]):
    """Squeezed label → what it announces. Not changed once it is made."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        for label, meaning in labels:
            self.setdefault(label, meaning)
        self._starts = frozenset(label[:_SIGHT] for label in self)
        self._ends = frozenset(label[-_SIGHT:] for label in self)
        self._short = frozenset(label for label in self if len(label) < _SIGHT)

    def may_begin(self, folded: str) -> bool:
        """Whether a label may begin with the letters ``folded`` begins with."""
        first = "".join(islice(filter(str.isalnum, folded), _SIGHT))
        return first in self._starts or any(map(first.startswith, self._short))

    def may_end(self, folded: str) -> bool:
        """Whether a label may end with the letters ``folded`` ends with."""
        last = "".join(islice(filter(str.isalnum, reversed(folded)), _SIGHT))[::-1]
        return last in self._ends or any(map(last.endswith, self._short))


def all_labels(dialects: Iterable[Dialect]) -> Labels:
    """The labels of all dialects, the first meaning of each: a notice may carry those of another language."""
    return _all(tuple(dialects))


@lru_cache(maxsize=32)
def _all(dialects: tuple[Dialect, ...]) -> Labels:
    return Labels(item for dialect in dialects for item in dialect.labels.items())


@lru_cache(maxsize=32)
def label_beginnings(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """The first words of all labels, squeezed."""
    return frozenset(prefix for dialect in dialects for prefix in dialect.label_beginnings)
