"""What a provider lets out: letters wait for room, and nothing is sent that would be refused for its size."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mails import COMPLAINANT, SELLER, notice, signed
from tests.unit.service.agency import Agency, account
from tests.unit.service.world import START, World

from noticed import data
from noticed.app.accounts import pace
from noticed.core import quota
from noticed.core.case.model import OPERATOR_LETTERS
from noticed.ports import LetterStatus
from noticed.service.account import Pace
from noticed.service.context import Limits

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def paced(world: World, **limits: Any) -> World:
    first = world.context.accounts["acme"]
    known = Pace(provider="Somebody's mail", **limits)
    world.context = replace(world.context, accounts={**world.context.accounts, "acme": replace(first, pace=known)})
    return world


def notices(world: World, count: int) -> None:
    for number in range(count):
        raw = notice(
            date=world.clock.now(), complaint=f"2000000000{number}", asins=(f"B0AAAAAA{number:02}",),
            complainant=f"ip@brand{number}.example",
        )  # fmt: skip
        world.server.deliver(SELLER, signed(raw))
    world.once()


def left(world: World) -> int:
    return sum(letter.status is LetterStatus.SUBMITTED for letter in world.letters())


def test_letters_of_one_hour_beyond_the_provider_s_wait_and_then_leave() -> None:
    world = paced(World(operator_emails=()), per_hour=3)
    notices(world, 5)
    assert left(world) == 3
    assert all(x.status is not LetterStatus.HELD for x in world.letters()), "nobody has to do anything"
    world.sleep(timedelta(minutes=30))
    assert left(world) == 3
    world.sleep(timedelta(minutes=31))
    assert left(world) == 5


def test_between_two_letters_there_is_the_provider_s_interval() -> None:
    world = paced(World(operator_emails=()), interval=timedelta(seconds=60))
    notices(world, 3)
    for expected in (1, 2, 3):
        assert left(world) == expected
        world.sleep(timedelta(seconds=60))


def test_digests_and_alerts_count_for_the_provider_too() -> None:
    world = paced(World(), per_day=2)
    notices(world, 3)
    with world.store.read() as tx:
        gone = [x for x in tx.outbox.all() if x.submitted_at and x.submitted_at > START - DAY]
    assert len(gone) == 2
    assert any(x.kind in OPERATOR_LETTERS for x in gone)


def test_the_settings_own_limit_wins_where_it_is_smaller() -> None:
    world = paced(World(limits=Limits(probation=0, account_per_day=2), operator_emails=()), per_day=4)
    notices(world, 3)
    assert left(world) == 2
    held = [x for x in world.letters() if x.status is LetterStatus.HELD]
    assert [x.hold_reason for x in held] == ["limits.account_per_day = 2 is reached"]


def test_accounts_of_one_login_share_what_it_lets_out() -> None:
    world = World()
    eu = account(world, "eu", "eu@seller.example", login="acme", marketplaces=("FR",))
    agency = Agency(eu, boxes={"eu": SELLER}, operator_emails=())
    known = {n: replace(a, pace=Pace(per_hour=1, provider="x")) for n, a in agency.context.accounts.items()}
    agency.change(accounts=known)
    agency.sleep(HOUR + timedelta(minutes=1))
    agency.server.deliver(SELLER, signed(notice(date=agency.clock.now(), complaint="20000000001")))
    raw = notice(date=agency.clock.now(), to="eu@seller.example", complaint="20000000002", asins=("B0AAAAAA01",))
    agency.server.deliver(SELLER, signed(raw))
    agency.once()
    assert len(agency.cases()) == 2
    assert left(agency) == 1
    agency.sleep(HOUR + timedelta(minutes=1))
    assert left(agency) == 2


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        ({"recipients": 2}, "Somebody's mail takes 2 recipients a letter, and this one has 3"),
        ({"size": 100}, "Somebody's mail takes 0 MB a letter, and this one has 1: attach less"),
    ],
)
def test_what_the_provider_would_refuse_waits_for_a_person(limits: dict[str, object], why: str) -> None:
    world = paced(World(), **limits)
    world.receive(signed(notice(date=START)))
    (letter,) = world.letters()
    assert (letter.status, letter.hold_reason) == (LetterStatus.HELD, why)
    assert world.arrived(COMPLAINANT) == []


def test_every_provider_s_limits_can_be_read_and_are_no_wider_than_published() -> None:
    known = {name: pace(preset) for name, preset in data.providers().items()}
    assert known["gmail"].per_day == 500
    assert (known["outlook"].interval, known["outlook"].recipients) == (timedelta(seconds=2), 500)
    assert known["plain"] == Pace(provider="another server")
    assert all(one.interval or one.per_day or one.per_hour for name, one in known.items() if name != "plain")


@given(st.lists(st.integers(0, 200_000), max_size=60), st.integers(0, 10), st.integers(0, 5), st.integers(0, 600))
def test_no_hour_and_no_day_ever_holds_more_than_is_let_out(
    asked: list[int], per_day: int, per_hour: int, interval: int
) -> None:
    gone: list[datetime] = []
    apart = timedelta(seconds=interval)
    for seconds in sorted(asked):
        now = max(START + timedelta(seconds=seconds), gone[-1] if gone else START)
        day = [at for at in gone if now - at < DAY]
        gone.append(quota.next_at(day, now, per_day=per_day, per_hour=per_hour, interval=apart))
    for number, at in enumerate(gone):
        if per_hour:
            assert sum(at - HOUR < other <= at for other in gone[: number + 1]) <= per_hour
        if per_day:
            assert sum(at - DAY < other <= at for other in gone[: number + 1]) <= per_day
    assert all(b - a >= apart for a, b in itertools.pairwise(gone))


@pytest.mark.parametrize("places", [("INBOX",), ("Sent",), ("INBOX", "Sent"), ("All Mail", "Sent")])
def test_a_copy_is_a_receipt_wherever_the_provider_puts_it(places: tuple[str, ...]) -> None:
    """By itself in Sent (Gmail, Exchange), as any mail in the INBOX (QQ, NetEase), or in both."""
    world = World()
    world.submission.keep_copies = True
    world.submission.lose_answers = 1
    world.receive(signed(notice(date=START)))
    for place in places:
        for raw in world.submission.kept:
            world.server.deliver(SELLER, raw, place)
    world.sleep(timedelta(minutes=1))
    world.sleep(timedelta(minutes=20))
    (letter,) = [x for x in world.letters() if x.step == 0]
    assert letter.status is LetterStatus.SUBMITTED
    assert len(world.arrived(COMPLAINANT)) == 1
    assert world.case().attempts == 1
    assert world.case().reason is None, "a copy in Sent is not the operator's own letter"
