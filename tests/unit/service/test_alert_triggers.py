"""What is said at once: each thing that must not wait for the digest makes one mail, in the operator's language."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.mails import COMPLAINANT, answer, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core.case.model import Reason
from noticed.service import trouble

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SUSPENDED = b"Your Amazon seller account has been deactivated and your listings have been removed."
REMOVED = b"We removed some of your listings because a rights owner reported that they infringe."
COURT = "We filed a complaint in the United States District Court, case no. 1:26-cv-01234. Contact our attorneys."


def opened(world: World) -> None:
    world.receive(signed(notice(date=world.clock.now())))


def near(world: World) -> None:
    world.receive(signed(notice(date=world.clock.now(), deadline=12)))
    world.at(START + 10 * DAY + HOUR)


def at_risk(world: World) -> None:
    raw = notice(date=world.clock.now()).replace(REMOVED, SUSPENDED)
    world.receive(signed(raw.replace(b"Notice: Policy Warning", b"Your account is deactivated")))
    assert world.case().reason is Reason.ACCOUNT


def answered(world: World, text: str = "It is trademark 7311902.") -> None:
    opened(world)
    world.receive(answer(world.arrived(COMPLAINANT)[0], date=world.clock.now(), text=text))


def untouched(world: World) -> None:
    answered(world)
    world.at(START + 6 * DAY)


def unread(world: World) -> None:
    world.server.break_after = 0
    world.sleep(HOUR)
    world.sleep(HOUR)
    world.server.break_after = None
    world.sleep(HOUR)


def unsent(world: World) -> None:
    world.submission.refuse_login = True
    opened(world)
    for _ in range(4):
        world.sleep(HOUR)
    world.submission.refuse_login = False
    with world.store.write() as tx:  # noticed resume
        trouble.clear_all(tx)
    world.once()


TRIGGERS: dict[str, tuple[Callable[[World], None], str, str]] = {
    "a deadline under 48 hours": (near, "deadline_near", "亚马逊期限将至"),
    "the account at risk": (at_risk, "notice_stop", "停下"),
    "court signs": (lambda world: answered(world, COURT), "notice_stop", "停下"),
    "an answer of a person": (answered, "reply", "对方答复"),
    "a letter that enters its hold": (opened, "leaves at", "发出"),
    "a case untouched for three business days": (untouched, "cases wait for you", "有案件等您处理"),
    "a mailbox that is not read": (unread, "imap does not work", "imap 出了故障"),
    "letters that do not leave": (unsent, "smtp stopped", "smtp 已停止"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", TRIGGERS)
def test_what_must_not_wait_is_said_at_once(name: str, language: str) -> None:
    happens, english, chinese = TRIGGERS[name]
    hold = timedelta(minutes=15) if name == "a letter that enters its hold" else timedelta()
    world = World(operator_language=language, hold=hold)
    before = len(world.arrived(BOSS))
    happens(world)
    said = {"en": english, "zh": chinese}[language]
    subjects = [str(m["Subject"]) for m in world.arrived(BOSS)[before:]]
    assert any(said in subject for subject in subjects), subjects
