"""A submission server under which something happens in the middle of a dialogue."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tests.unit.service.world import World

from noticed.adapters.memory import MemorySubmission, MemorySubmitting
from noticed.ports import Answer


class Interrupted(MemorySubmission):
    """Something happens once the envelope is said, and before DATA."""

    def __init__(self, world: World, happens: Callable[[], None]) -> None:
        super().__init__(world.server)
        self.happens = happens

    @contextmanager
    def connect(self) -> Iterator[MemorySubmitting]:
        yield _Line(self)


class _Line(MemorySubmitting):
    def __init__(self, server: Interrupted) -> None:
        super().__init__(server)
        self._server = server

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        answers = super().envelope(sender, recipients)
        self._server.happens()
        return answers
