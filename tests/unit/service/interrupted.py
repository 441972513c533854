"""A submission server under which something happens in the middle of a dialogue."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tests.unit.service.world import World

from noticed.adapters.memory import MemorySubmission, MemorySubmitting
from noticed.ports import Answer, nothing


class Interrupted(MemorySubmission):
    """Something happens once the envelope is said, and before DATA, or ``thinking``: while the server thinks over the
    first letter, once the next one is claimed; ``second``: what the envelope of the second letter ends with."""

    def __init__(
        self,
        world: World,
        happens: Callable[[], None] = nothing,
        *,
        thinking: Callable[[], None] = nothing,
        second: Exception | None = None,
    ) -> None:
        super().__init__(world.server)
        self.second = second
        self.envelopes = 0
        self.happens = happens
        self.thinking = thinking

    @contextmanager
    def connect(self) -> Iterator[MemorySubmitting]:
        yield _Line(self)


class _Line(MemorySubmitting):
    def __init__(self, server: Interrupted) -> None:
        super().__init__(server)
        self._server = server

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        answers = super().envelope(sender, recipients)
        self._server.envelopes += 1
        if self._server.second and self._server.envelopes > 1:
            raise self._server.second
        self._server.happens()
        return answers

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        def both() -> None:
            meanwhile()
            thinking, self._server.thinking = self._server.thinking, nothing
            thinking()

        return super().data(raw, both)
