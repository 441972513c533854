"""Clocks as a calendar (RFC 5545) that Google, Apple and Outlook read: an event a clock, its alarms in it.

An event ends when its clock does. Its UID is made of case and clock, so that a calendar moves what has moved and
drops what is no longer there; the same clocks give the same bytes.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from noticed.core.case.clocks import Running
from noticed.core.case.model import Case
from noticed.core.values import Value
from noticed.render.cards import about
from noticed.render.clocks import named
from noticed.render.digest_rows import title
from noticed.render.phrases import Phrases

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_SEEN = timedelta(minutes=30)
"""How long an event is: short enough to be none of the day's plans, long enough to be seen."""


class Entry(Value):
    """One clock of one case."""

    case: Case
    running: Running


def calendar(entries: Sequence[Entry], say: Phrases, *, names: bool = False) -> bytes:
    """The calendar. ``names``: whether complaint, listing and complainant stand in it beside our reference."""
    from icalendar import Calendar  # slow to import

    made = Calendar()
    made.add("prodid", "-//noticed//clocks//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", say("clocks.calendar"))
    made.add("x-published-ttl", "PT1H")
    for entry in sorted(entries, key=lambda each: (each.case.case, each.running.clock.name)):
        made.add_component(_event(entry, say, names=names))
    return bytes(made.to_ical())


def _event(entry: Entry, say: Phrases, *, names: bool) -> "Event":
    from icalendar import Event

    case, running = entry.case, entry.running
    what = f"{case.case}{say('why.colon')}{named(running, say)}"
    end = running.at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{case.case}-{running.clock.name.replace('_', '-')}@noticed")
    event.add("dtstamp", running.since.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", end - _SEEN)
    event.add("dtend", end)
    event.add("summary", what)
    event.add("description", "\n".join(_told(case, running, say, names=names)))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for at in running.alarms:
        event.add_component(_alarm(what, at.astimezone(UTC).replace(microsecond=0) - (end - _SEEN)))
    return event


def _alarm(what: str, trigger: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", what)
    alarm.add("trigger", trigger)
    return alarm


def _told(case: Case, running: Running, say: Phrases, *, names: bool) -> list[str]:
    means = say(f"clock_means.{running.clock.name}")
    lines = [f"{say(f'binds.{running.clock.binds}')}{say('why.colon')}{means}", f"noticed show {case.case}"]
    if not names:
        return lines
    called = about(case, say.language)
    return [*lines, title(called, say), *([called.complainant] if called.complainant else [])]
