"""The limits: counted in the store, taken as set, 0 switches one off."""

from datetime import timedelta

from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import BOSS, START, World

from noticed.ports import LetterStatus
from noticed.service import letterbox
from noticed.service.account import Mode
from noticed.service.context import Limits

DAY = timedelta(days=1)


def several(world: World, count: int) -> None:
    """Notices of as many complainants."""
    for number in range(count):
        raw = notice(
            date=world.clock.now(),
            complaint=f"109876543{number:02}",
            asins=[f"B0C12345{number:02}"],
            complainant=f"ip@brand{number}.example",
        )
        world.receive(signed(raw))


def statuses(world: World) -> list[LetterStatus]:
    return [letter.status for letter in world.letters()]


def test_beyond_the_accounts_day_letters_are_held_and_an_approval_lets_them_leave() -> None:
    world = World(limits=Limits(probation=0, account_per_day=2))
    several(world, 3)
    assert statuses(world) == [LetterStatus.SUBMITTED, LetterStatus.SUBMITTED, LetterStatus.HELD]
    held = world.letters()[2]
    assert "account_per_day" in (held.hold_reason or "")
    letterbox.approve(world.context, held.letter)
    world.once()
    assert statuses(world)[2] is LetterStatus.SUBMITTED


def test_beyond_amazons_day_a_letter_is_held_and_not_sent_without_its_copy() -> None:
    world = World(limits=Limits(probation=0, amazon_per_day=1))
    several(world, 2)
    assert statuses(world) == [LetterStatus.SUBMITTED, LetterStatus.HELD]
    assert world.arrived("ip@brand1.example") == []


def test_ten_thousand_genuine_notices_would_reach_ten_strangers_a_day() -> None:
    world = World(limits=Limits(probation=0, new_recipients_per_day=3))
    several(world, 6)
    assert statuses(world).count(LetterStatus.SUBMITTED) == 3
    world.sleep(2 * DAY)
    several(world, 6)
    assert statuses(world).count(LetterStatus.SUBMITTED) >= 3


def test_zero_switches_a_limit_off() -> None:
    off = Limits(
        probation=0, account_per_day=0, amazon_per_day=0, new_recipients_per_day=0, complainant_gap=timedelta()
    )
    world = World(limits=off)
    several(world, 15)
    assert statuses(world).count(LetterStatus.SUBMITTED) == 15


def test_a_second_letter_to_one_complainant_waits_for_the_gap() -> None:
    world = World(limits=Limits(probation=0, complainant_gap=6 * DAY))
    world.receive(signed(notice(date=START)))
    world.sleep(4 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 1
    assert all(letter.status is not LetterStatus.HELD for letter in world.letters())
    world.sleep(2 * DAY)
    assert len(world.arrived(COMPLAINANT)) == 2


def test_complaints_that_name_one_mailbox_in_many_spellings_bring_it_one_letter_a_gap() -> None:
    """A competitor files ten complaints, each under another name of the same victim's mailbox."""
    world = World(limits=Limits(probation=0, complainant_gap=2 * DAY))
    spelt = [f"victim+{number}@gmail.com" for number in range(4)]
    spelt += ["v.ictim@gmail.com", "vi.ctim@gmail.com", "victim@googlemail.com", "VICTIM@gmail.com"]
    for number, address in enumerate(spelt):
        raw = notice(date=START, complaint=f"109876543{number:02}", asins=[f"B0C12345{number:02}"], complainant=address)
        world.receive(signed(raw))
    assert len([letter for letter in world.letters() if letter.submitted_at]) == 1
    world.sleep(1 * DAY)
    assert len([letter for letter in world.letters() if letter.submitted_at]) == 1


def test_the_first_letter_after_going_live_waits_for_approval_and_the_next_do_not() -> None:
    world = World(limits=Limits(probation=1))
    with world.store.write() as tx:
        tx.facts.set("live_since", START.isoformat())
    several(world, 1)
    (first,) = world.letters()
    assert first.status is LetterStatus.HELD
    letterbox.approve(world.context, first.letter)
    world.once()
    several(world, 2)
    assert statuses(world) == [LetterStatus.SUBMITTED, LetterStatus.SUBMITTED]


def test_a_letter_that_enters_hold_is_announced_once_and_can_be_taken_back() -> None:
    world = World(hold=timedelta(minutes=15))
    world.receive(signed(notice(date=START)))
    announced = [m for m in world.arrived(BOSS) if "leaves at" in m["Subject"]]
    assert len(announced) == 1
    letterbox.reject(world.context, world.letters()[0].letter)
    world.sleep(DAY)
    assert world.arrived(COMPLAINANT) == []


def test_an_old_notice_starts_no_letters_by_itself() -> None:
    world = World()
    world.receive(signed(notice(date=START - 20 * DAY)))
    assert world.case().state == "with_operator"
    assert world.arrived(COMPLAINANT) == []


def test_in_approve_mode_nothing_leaves_unapproved() -> None:
    world = World(mode=Mode.APPROVE)
    world.receive(signed(notice(date=START)))
    assert world.arrived(COMPLAINANT) == []
    letterbox.approve(world.context, world.letters()[0].letter)
    world.once()
    assert len(world.arrived(COMPLAINANT)) == 1
