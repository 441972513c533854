"""A case by the operator's word, from a file that lay about for a while."""

from datetime import timedelta

from tests.mails import notice
from tests.unit.service.world import World

from noticed.service import setaside


def test_a_deadline_runs_from_the_notices_date_whenever_its_file_is_opened() -> None:
    world = World()
    written = world.clock.now() - timedelta(days=6)
    case = setaside.open_file(world.context, "acme", notice(date=written, deadline=30), {})
    assert case.deadline_at == written + timedelta(days=30)


def test_no_deadline_runs_from_a_day_to_come() -> None:
    world = World()
    now = world.clock.now()
    case = setaside.open_file(world.context, "acme", notice(date=now + timedelta(days=3), deadline=30), {})
    assert case.deadline_at == now + timedelta(days=30)
