"""What is written to the operator does not reach him: that is not to look as if all were well."""

from datetime import timedelta

from tests.mails import bounce, notice, signed
from tests.unit.service.world import BOSS, World

from noticed.core.case.model import Disposition
from noticed.ports import Answer
from noticed.service import decisions, status

DAY = timedelta(days=1)
FULL = Answer(code=550, text="5.1.1 no such mailbox")


class Group:
    """A second channel that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def push(self, title: str, body: str) -> None:
        self.told.append(f"{title} {body}")


def well(world: World) -> bool:
    return status.look(world.context, DAY).healthy


def test_digests_that_are_refused_for_good_are_told_by_the_other_way() -> None:
    group = Group()
    world = World(channels=(group,))
    world.submission.answers[BOSS] = FULL
    assert well(world)
    for _ in range(3):
        world.sleep(DAY)
        assert not well(world)
    assert len([said for said in group.told if "does not arrive" in said]) == 3, "once a day"
    del world.submission.answers[BOSS]
    world.sleep(DAY)
    world.sleep(DAY)
    assert well(world)


def test_what_a_refused_digest_said_stands_in_the_next() -> None:
    world = World()
    world.receive(signed(notice(date=world.clock.now())))
    world.submission.answers[BOSS] = FULL
    decisions.close(world.context, world.case().case, Disposition.ABANDONED, "")
    world.sleep(DAY)
    del world.submission.answers[BOSS]
    before = len(world.arrived(BOSS))
    world.sleep(DAY)
    digest = next(m for m in world.arrived(BOSS)[before:] if "Message-ID" in m and m["Message-ID"].startswith("<D-"))
    text = digest.get_body(("plain",))
    assert text is not None
    assert "10987654321" in text.get_content(), "the case that was closed"


def test_digests_that_come_back_are_told_by_the_other_way() -> None:
    group = Group()
    world = World(channels=(group,))
    (digest,) = [m for m in world.arrived(BOSS) if m["Message-ID"].startswith("<D-")]
    world.receive(bounce(digest, BOSS, date=world.clock.now()))
    assert not well(world)
    assert any("does not arrive" in said for said in group.told)
    world.sleep(DAY)
    world.sleep(DAY)
    assert well(world)


def test_a_forged_report_about_somebody_else_says_nothing() -> None:
    world = World()
    (digest,) = [m for m in world.arrived(BOSS) if m["Message-ID"].startswith("<D-")]
    world.receive(bounce(digest, "somebody@elsewhere.example", date=world.clock.now()))
    assert well(world)
