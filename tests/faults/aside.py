"""Trying something out in a world in memory, and having it undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from tests.unit.service.world import World

from noticed.adapters.memory import MemorySubmission


@contextmanager
def undone(world: World, submission: MemorySubmission) -> Iterator[None]:
    """What happens meanwhile in the mailboxes, at the server and to the clock is undone; so is which store it has."""
    now, store, context = world.clock.now(), world.store, world.context
    mail, server = deepcopy(world.server._accounts), {k: deepcopy(v) for k, v in vars(submission).items() if _data(v)}
    try:
        yield
    finally:
        world.clock.set(now)
        world.store, world.context, world.server._accounts = store, context, mail
        vars(submission).update(server)


def _data(value: object) -> bool:
    return isinstance(value, list | dict)
