"""A daemon whose lease ended in the middle of a dialogue (its session with the store broke): nothing leaves twice."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import START, World

from noticed.adapters.memory import MemorySubmission, MemorySubmitting
from noticed.ports import Answer, LetterStatus, Transient, nothing
from noticed.service import steps
from noticed.service.submit import submit

PATIENCE = 10


class Leaseless:
    """A store, seen by a daemon that is given every lease: whoever held it has lost it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @contextmanager
    def alone(self, _: str) -> Iterator[bool]:
        yield True


class Slow(MemorySubmission):
    """A server that tells when a dialogue has got to a point, and waits there for a word."""

    def __init__(self, world: World, point: str) -> None:
        super().__init__(world.server)
        self.point = point
        self.there, self.go_on = threading.Event(), threading.Event()
        self.breaks = False

    @contextmanager
    def connect(self) -> Iterator[MemorySubmitting]:
        yield SlowLine(self)


class SlowLine(MemorySubmitting):
    def __init__(self, server: Slow) -> None:
        super().__init__(server)
        self._server = server

    def envelope(self, sender: str, recipients: Sequence[str]) -> tuple[Answer, ...]:
        answers = super().envelope(sender, recipients)
        self._wait("envelope")
        if self._server.breaks:
            raise Transient("memory: the connection broke")
        return answers

    def data(self, raw: bytes, meanwhile: Callable[[], None] = nothing) -> Answer:
        self._wait("data")
        return super().data(raw, meanwhile)

    def _wait(self, point: str) -> None:
        if point == self._server.point:
            self._server.there.set()
            assert self._server.go_on.wait(PATIENCE)


@pytest.mark.parametrize("breaks", [False, True])
def test_a_letter_that_another_daemon_took_over_in_the_envelope_leaves_once(breaks: bool) -> None:
    world = World()
    first, second = Slow(world, "envelope"), Slow(world, "data")
    first.breaks = breaks
    late = replace(world.context, submission=lambda _: first)
    other = replace(world.context, owner="another process", store=Leaseless(world.store), submission=lambda _: second)
    world.server.deliver(world.seller, signed(notice(date=START)))
    steps.poll_account(late, late.accounts["acme"])
    steps.prepare(late)
    one = threading.Thread(target=submit, args=(late, steps.last_look))
    one.start()
    assert first.there.wait(PATIENCE)
    submit(other, steps.last_look)  # what it finds in mid-air goes back into the queue
    two = threading.Thread(target=submit, args=(other, steps.last_look))
    two.start()
    assert second.there.wait(PATIENCE), "the other daemon is about to send it"
    first.go_on.set()
    one.join(PATIENCE)
    second.go_on.set()
    two.join(PATIENCE)
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1
    (letter,) = world.letters()
    assert letter.status is LetterStatus.SUBMITTED
    assert world.case().attempts == 1
