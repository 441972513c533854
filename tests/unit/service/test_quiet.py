"""A mailbox Amazon no longer writes to is said so, once a week; one it writes to is not."""

from datetime import timedelta

from tests.mails import notice, signed
from tests.unit.service.world import START, World

from noticed.core.case.model import LetterKind
from noticed.service import quiet

DAY = timedelta(days=1)


def alerts(world: World) -> list[str]:
    with world.store.read() as tx:
        return [x.subject for x in tx.outbox.all() if x.kind is LetterKind.ALERT and "no mail from Amazon" in x.subject]


def test_a_week_without_mail_from_amazon_is_an_alarm_and_so_is_the_next() -> None:
    world = World()
    world.receive(signed(notice(date=START)))
    quiet.alarm(world.context)
    assert not alerts(world)
    world.clock.set(world.clock.now() + 7 * DAY)
    quiet.alarm(world.context)
    quiet.alarm(world.context)
    assert alerts(world) == ["acme: no mail from Amazon in 7 days"]
    world.clock.set(world.clock.now() + 7 * DAY)
    quiet.alarm(world.context)
    assert len(alerts(world)) == 2
