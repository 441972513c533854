"""What should not wait is said at once, once, together where it comes together, and never as a flood."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mails import COMPLAINANT, answer, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.core import pace
from noticed.core.case.events import Event, EventKind
from noticed.core.case.transitions import TABLE, Do
from noticed.data import words
from noticed.ports import Alarm, LetterStatus, Permanent, Transient
from noticed.render.phrases import Phrases
from noticed.service import alerts, announce, trouble

MINUTE = timedelta(minutes=1)


class Group:
    """A chat group that remembers what was said in it; ``broken``: what it raises."""

    def __init__(self, broken: Exception | None = None) -> None:
        self.said: list[str] = []
        self.broken = broken

    def kind(self) -> str:
        return "group"

    def push(self, title: str, text: str) -> None:
        if self.broken:
            raise self.broken
        self.said.append(text)


def raised(world: World, *causes: str) -> None:
    with world.store.write() as tx:
        for cause in causes:
            alerts.raise_alert(
                tx, world.context, account=None, cause=cause, subject=f"about {cause}", lines=["What to do."]
            )


def told(world: World) -> list[str]:
    return [m["Subject"] for m in world.arrived(BOSS) if "about" in m["Subject"]]


def test_an_alert_leaves_at_once_and_its_cause_only_once() -> None:
    world = World()
    raised(world, "stuck|N-7K3F")
    world.once()
    raised(world, "stuck|N-7K3F")
    world.sleep(timedelta(hours=3))
    assert told(world) == ["about stuck|N-7K3F"]


def test_what_comes_up_together_is_one_mail() -> None:
    world = World()
    raised(world, "stuck|N-AAAA", "stuck|N-BBBB", "stuck|N-CCCC")
    world.once()
    (mail,) = (m for m in world.arrived(BOSS) if "about" in m["Subject"])
    assert mail["Subject"] == "3 alerts: about stuck|N-AAAA"
    text = mail.get_content()
    assert text.index("1. about stuck|N-AAAA") < text.index("2. about stuck|N-BBBB") < text.index("3. about ")
    assert text.count("noticed pause") == 1


def test_a_second_within_the_minute_waits_for_those_that_follow() -> None:
    world = World()
    raised(world, "stuck|N-AAAA")
    world.once()
    raised(world, "stuck|N-BBBB")
    world.once()
    raised(world, "stuck|N-CCCC")
    world.once()
    assert told(world) == ["about stuck|N-AAAA"]
    world.sleep(MINUTE)
    assert told(world) == ["about stuck|N-AAAA", "2 alerts: about stuck|N-BBBB"]


def test_a_flood_of_a_day_is_a_few_mails_and_nothing_of_it_is_lost() -> None:
    world = World()
    for minute in range(180):
        world.clock.set(START + minute * MINUTE)
        raised(world, *(f"stuck|N-{minute:04}|{n}" for n in range(3)))
        if minute % 3 == 0:
            world.once()
    world.sleep(timedelta(hours=1))
    mails = told(world)
    assert len(mails) <= 3 * pace.MOST + 1
    counted = sum(int(m.split()[0]) if "alerts" in m else 1 for m in mails)
    assert counted == 540
    longest = max(len(m.get_content()) for m in world.arrived(BOSS) if "alerts" in m["Subject"])
    assert longest < 5000


@given(st.lists(st.integers(0, 7200), max_size=40))
def test_the_pace_never_lets_more_than_so_many_leave_in_an_hour(seconds: list[int]) -> None:
    left: list[datetime] = []
    for at in sorted(seconds):
        left.append(pace.next_at(left, max([START + timedelta(seconds=at), *left[-1:]])))
    for begin in left:
        assert sum(begin <= at < begin + timedelta(hours=1) for at in left) <= pace.MOST


def test_a_case_that_opens_with_little_time_left_is_said_at_once() -> None:
    world = World()
    world.receive(signed(notice(date=START, deadline=1)))
    (alarm,) = (a for a in alarms(world) if a.kind == EventKind.DEADLINE_NEAR)
    assert alarm.case == world.case().case


def alarms(world: World) -> tuple[Alarm, ...]:
    with world.store.read() as tx:
        return tx.alerts.since(START - timedelta(days=1))


def test_the_second_channel_learns_the_kind_and_our_reference_and_nothing_else() -> None:
    group = Group()
    world = World(channels=(group,))
    world.receive(signed(notice(date=START)))
    case = world.case()
    with world.store.write() as tx:
        event = Event(kind=EventKind.REPLY, text=f"answer from {case.complainant_emails[0]}: refuses")
        alerts.about_case(tx, world.context, case, event)
        alerts.raise_alert(tx, world.context, account=None, cause="quiet|acme|x", subject="acme: nothing", lines=[])
    world.once()
    (said,) = group.said
    assert sorted(said.splitlines()) == [f"{case.case}: an answer", "no mail from Amazon for a week"]


def test_a_channel_that_is_broken_breaks_nothing_and_is_said() -> None:
    broken, bug, works = Group(Transient("no")), Group(RuntimeError("https://secret.example/token")), Group()
    world = World(channels=(broken, bug))
    raised(world, "stuck|N-AAAA")
    world.once()
    assert told(world) == ["about stuck|N-AAAA"]
    with world.store.read() as tx:
        assert announce.trouble(tx.facts.all()) == ((1, "no"), (2, "the channel broke: see the log"))
    world.context = replace(world.context, channels=(broken, works))
    world.sleep(MINUTE)
    assert works.said == ["N-AAAA: a case cannot go on"]
    with world.store.read() as tx:
        assert announce.trouble(tx.facts.all()) == ((1, "no"),)


def test_what_no_channel_took_within_a_day_is_left_to_the_mails() -> None:
    group = Group(Permanent("no"))
    world = World(channels=(group,))
    raised(world, "stuck|N-AAAA")
    world.once()
    group.broken = None
    world.sleep(timedelta(days=1, minutes=1))
    assert not any("cannot go on" in said for said in group.said)


def test_a_channel_is_no_flood_either() -> None:
    group = Group()
    world = World(channels=(group,))
    for minute in range(60):
        world.clock.set(START + minute * MINUTE)
        raised(world, *(f"stuck|N-{minute:04}{n}" for n in range(9)))
        announce.announce(world.context)
    assert 2 <= len(group.said) <= pace.MOST
    assert max(len(said.splitlines()) for said in group.said) <= 11


def test_a_server_that_does_not_work_for_half_an_hour_is_said_once_a_day() -> None:
    world = World()
    for minute in range(0, 120, 5):
        world.clock.set(START + minute * MINUTE)
        with world.store.write() as tx:
            trouble.record(tx, world.context, "acme", "imap", "imap.qq.com:993: the connection broke", permanent=False)
    assert [a.kind for a in alarms(world)] == ["broken"]


def test_nobody_to_write_to_is_no_reason_to_be_silent_on_the_second_channel() -> None:
    group = Group()
    world = World(channels=(group,), operator_emails=())
    raised(world, "court|acme|x")
    world.once()
    assert group.said == ["court signs in a mail to you"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_alert_has_its_word(language: str) -> None:
    say = Phrases(language, "UTC")
    of_cases = {kind for kind, cells in TABLE.items() if any(Do.ALERT in cell.does for cell in cells.values())}
    assert all(announce.word(say, kind) != say("push.other") for kind in of_cases)
    assert announce.word(say, "something new") == say("push.other")
    assert words()[language]["push.idle"]


def test_an_alert_that_was_tried_already_is_never_written_into() -> None:
    world = World()
    raised(world, "stuck|N-AAAA")
    world.submission.break_before_dot = 1
    world.once()
    raised(world, "stuck|N-BBBB")
    with world.store.read() as tx:
        first, second = (x for x in tx.outbox.all() if x.letter.startswith("A-"))
    assert (first.status, first.tries, second.tries) == (LetterStatus.QUEUED, 1, 0)
    assert "N-BBBB" not in first.body


@pytest.mark.parametrize("sign", ["\u202e", "\u200f", "\u2066", "\x1b", "\x9b"])
def test_no_sign_in_a_strangers_address_or_words_silences_alarm_or_digest(sign: str) -> None:
    """What compose refuses in our letters stands in what strangers write; the operator hears of it all the same."""
    world = World()
    world.receive(signed(notice(date=START)))
    (inquiry,) = world.arrived(COMPLAINANT)
    raw = answer(inquiry, date=START, sender="counsel@brand.example", text=f"We refuse. {sign} It is our mark.")
    world.receive(raw.replace(b"counsel@", f"coun{sign}sel@".encode(), 1))
    court = answer(
        None, date=START, sender="clerk@else.example", text="Summons: Acme Home Goods SIGN is sued, Case No. 7"
    )
    world.receive(court.replace(b"SIGN", sign.encode("utf-8")))
    world.sleep(timedelta(days=1))
    with world.store.read() as tx:
        mine = [(x.letter, x.status) for x in tx.outbox.all() if not x.case]
    assert {status for _, status in mine} == {LetterStatus.SUBMITTED}
    said = [f"{m['Subject']} {m.get_content()}" if not m.is_multipart() else str(m) for m in world.arrived(BOSS)]
    assert sum("replied" in text or "reply" in text for text in said) >= 1
    assert any("court signs" in text for text in said)
    assert len([m for m in world.arrived(BOSS) if m["X-Noticed-Letter"].startswith("D-")]) == 2
