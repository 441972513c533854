"""When each of many things is to be looked at next; the newest word about a thing counts."""

import heapq
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Timers(Generic[T]):
    """Not safe to share between threads."""

    def __init__(self) -> None:
        self._at: dict[int, float] = {}
        self._heap: list[tuple[float, int, T]] = []

    def plan(self, thing: T, at: float) -> None:
        """Look at it then, and not before."""
        self._at[id(thing)] = at
        heapq.heappush(self._heap, (at, id(thing), thing))

    @property
    def first(self) -> float | None:
        """When the next of them is due; None: there is none."""
        while self._heap and self._at.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, now: float) -> Iterator[T]:
        """What is due, and is planned no more."""
        while (first := self.first) is not None and first <= now:
            _, number, thing = heapq.heappop(self._heap)
            del self._at[number]
            yield thing
