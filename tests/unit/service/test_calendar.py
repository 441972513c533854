"""Clocks from the notice to the operator's calendar: shown, told in time, written for other programs, and over."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from tests.mails import COMPLAINANT, notice, signed
from tests.unit.service.world import START, World

from noticed.adapters.calendar import CalendarFile
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Disposition, Plan, Reason, State
from noticed.data import words
from noticed.data.clocks import clocks
from noticed.ports import Permanent
from noticed.render.digest import digest_html, digest_text
from noticed.service import calendar, collected, decisions
from noticed.service.apply import apply
from noticed.service.case_facts import facts

DAY = timedelta(days=1)


def world_with(path: Path, **more: Any) -> World:
    """An installation whose clocks are written to ``path``."""
    world = World(attempts=2)
    world.context = replace(world.context, calendar=CalendarFile(path), **more)
    return world


def events(path: Path) -> dict[str, Any]:
    """The events of the calendar by their UID, as another program reads them."""
    found = Calendar.from_ical(path.read_bytes())
    return {str(event["uid"]): event for event in found.walk("VEVENT")}


def evaluated(world: World) -> None:
    with world.store.write() as tx:
        stop = Event(kind=EventKind.NOTICE_STOP, reason=Reason.EVALUATION, text="patent evaluation: evaluation")
        apply(tx, world.context, tx.cases.all()[0], stop)
    world.once()


def test_the_clocks_of_a_case_stand_in_show_and_on_its_card_and_are_counted_down() -> None:
    world = World(attempts=1)
    world.receive(signed(notice(date=START, deadline=30)))
    evaluated(world)
    case = world.case()
    with world.store.read() as tx:
        shown = [value for label, value in facts(world.context, tx, case) if label == "Clock"]
        view = collected.view(tx, world.context)
    assert "Amazon's patent evaluation: 21 days left, until Tue 15 Dec, 17:00 · binds you" in shown
    assert "Amazon's deadline: 30 days left, until Thu 24 Dec, 17:00 · binds you" in shown
    (card,) = view.decide
    assert (card.due, card.clock) == (
        START + 21 * DAY,
        "Amazon's patent evaluation: 21 days left, until Tue 15 Dec, 17:00",
    )
    assert card.clock in digest_text(view)
    assert "Amazon&#39;s patent evaluation: 21 days left" in digest_html(view)
    world.sleep(8 * DAY)
    told = [m["Subject"] for m in world.arrived("boss@seller.example") if "clock_alarm" in m["Subject"]]
    assert len(told) == 1, "seven days after it began, once"


def test_a_later_notice_with_a_shorter_clock_hurries_the_next_letter() -> None:
    world = World(attempts=3)
    world.context = replace(world.context, policy=_paced(world))
    world.receive(signed(notice(date=START)))
    before = world.case()
    assert (before.cadence, before.plan, before.plan_at) == ("standard", Plan.STEP, START + 4 * DAY)
    world.sleep(DAY)
    world.receive(signed(notice(date=world.clock.now(), deadline=10)))
    after = world.case()
    assert (after.cadence, after.plan_at, after.deadline_at) == ("urgent", START + 2 * DAY, START + 11 * DAY)
    world.sleep(DAY)
    assert len(world.arrived(COMPLAINANT)) == 2
    world.receive(signed(notice(date=world.clock.now(), deadline=60)))
    assert world.case().cadence == "urgent", "a longer one changes nothing"
    decisions.correct(world.context, after.case, {"deadline": (START + 5 * DAY).isoformat()})
    assert world.case().cadence == "critical"
    world.sleep(DAY)
    assert world.case().state is State.WITH_OPERATOR, "no letter is left in the faster cadence: it is the operator's"


def _paced(world: World) -> Any:
    slow = world.context.policy.cadences["standard"]
    quick = tuple(replace(step, after=replace(step.after, span=step.after.span / 2)) for step in slow.steps)
    half = replace(slow, name="urgent", steps=quick)
    once = replace(slow, name="critical", steps=slow.steps[:1], flag_after=replace(slow.flag_after, span=DAY))
    cadences = {"standard": slow, "urgent": half, "critical": once, "quiet": slow}
    return replace(world.context.policy, cadences=cadences)


def test_the_calendar_holds_an_event_a_clock_with_its_alarms_and_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "var" / "noticed.ics"
    world = world_with(path)
    world.receive(signed(notice(date=START, deadline=10)))
    name = world.case().case
    evaluated(world)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["noticed.ics"]
    found = events(path)
    assert {f"{name}-patent-evaluation@noticed", f"{name}-amazon-deadline@noticed"} <= found.keys()
    event = found[f"{name}-patent-evaluation@noticed"]
    end = event["dtend"].dt
    assert end == START + 21 * DAY
    assert [(event["dtstart"].dt + alarm["trigger"].dt - START) // DAY for alarm in event.walk("VALARM")] == [
        0,
        7,
        14,
        18,
    ]
    assert str(event["summary"]) == f"{name}: Amazon's patent evaluation"
    text = path.read_bytes().decode()
    assert "B0C" not in text
    assert COMPLAINANT not in text
    assert text.count("\r\n") == text.count("\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_same_clocks_are_the_same_bytes_and_one_that_is_over_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "noticed.ics"
    world = world_with(path)
    world.receive(signed(notice(date=START, deadline=10)))
    first, written = path.read_bytes(), path.stat().st_mtime_ns
    world.sleep(timedelta(hours=2))
    world.once()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (first, written)
    name = world.case().case
    assert f"{name}-amazon-deadline@noticed" in events(path)
    decisions.close(world.context, name, Disposition.DUPLICATE, "")
    world.once()
    assert events(path) == {}


def test_the_calendar_is_written_anew_only_when_something_happened_or_an_hour_has_passed(tmp_path: Path) -> None:
    path = tmp_path / "noticed.ics"
    world = world_with(path)
    world.clock.set(START + timedelta(minutes=1))
    at = calendar.publish(world.context)
    path.unlink()
    assert at is not None
    assert calendar.publish(world.context, at) == at
    assert not path.exists()
    world.clock.set(at + timedelta(minutes=61))
    assert calendar.publish(world.context, at) == world.clock.now()
    assert path.exists()


def test_by_the_operators_word_the_calendar_names_what_it_is_about_in_his_language(tmp_path: Path) -> None:
    path = tmp_path / "noticed.ics"
    world = world_with(path, calendar_names=True, operator_language="zh")
    world.receive(signed(notice(date=START, deadline=10)))
    (event,) = [event for uid, event in events(path).items() if "amazon-deadline" in uid]
    assert str(event["summary"]).endswith("：亚马逊的期限")
    assert COMPLAINANT in str(event["description"])


def test_a_calendar_that_cannot_be_written_is_said_in_the_digest_and_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "noticed.ics"
    path.mkdir()
    world = world_with(path)
    world.receive(signed(notice(date=START)))
    with world.store.read() as tx:
        notes = collected.view(tx, world.context).notes
    assert any(note.startswith("calendar.file: ") for note in notes)
    path.rmdir()
    world.once()
    with world.store.read() as tx:
        assert not any("calendar.file" in note for note in collected.view(tx, world.context).notes)
    assert path.is_file()


def test_a_file_is_replaced_as_a_whole_and_what_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "noticed.ics"
    kept = CalendarFile(path)
    assert kept.put(b"one")
    assert not kept.put(b"one")
    assert kept.put(b"two")
    assert path.read_bytes() == b"two"
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Permanent, match=str(tmp_path / "file")):
        CalendarFile(tmp_path / "file" / "noticed.ics").put(b"one")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "noticed.ics"]


def test_every_clock_has_its_words_in_every_language() -> None:
    for language in words():
        for clock in clocks():
            assert words()[language][f"clock.{clock.name}"]
            assert words()[language][f"clock_means.{clock.name}"]
            assert words()[language][f"binds.{clock.binds}"]


def test_what_is_over_stands_in_no_list() -> None:
    world = World(attempts=1)
    world.receive(signed(notice(date=START, deadline=10)))
    with world.store.read() as tx:
        first = calendar.entries(tx, world.context)
    assert "amazon_deadline" in {entry.running.clock.name for entry in first}
    world.at(datetime(2026, 12, 5, 9, 0, tzinfo=UTC))
    with world.store.read() as tx:
        later = calendar.entries(tx, world.context)
    assert "amazon_deadline" not in {entry.running.clock.name for entry in later}
