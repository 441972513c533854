"""What ``noticed status`` calls unhealthy, of a digest."""

from datetime import timedelta

from tests.unit.service.world import START, World

from noticed.service.status import look

DAY = timedelta(days=1)


def digest_is_well(world: World) -> bool:
    found = look(world.context, DAY)
    return next(line.ok for line in found.lines if line.what == "digest")


def test_a_digest_is_late_two_hours_after_it_was_due_and_not_because_a_machine_slept() -> None:
    world = World()
    assert digest_is_well(world)  # START is 17:00 in Shanghai: today's has left
    world.clock.set(START.replace(hour=0) + 5 * DAY)  # awake at 08:00: today's is not due yet
    assert digest_is_well(world)
    world.clock.set(START.replace(hour=2) + 5 * DAY)
    assert digest_is_well(world)
    world.clock.set(START.replace(hour=3) + 5 * DAY)
    assert not digest_is_well(world)
    world.once()
    assert digest_is_well(world)
