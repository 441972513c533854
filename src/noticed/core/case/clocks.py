"""The clocks of a case: how long, counted from what, whom they bind, and when to be reminded. Pure.

Which clocks there are is data (``data/clocks.toml``); here is what they make of the facts of one case.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from noticed.core.case.beginnings import Start
from noticed.core.case.calendar import Place, after
from noticed.core.case.duration import Duration
from noticed.core.case.model import Case, Disposition, Reason, State
from noticed.core.case.removal import Item
from noticed.core.notice.model import NoticeAction, NoticeKind
from noticed.core.values import Value


class Binds(StrEnum):
    """Whom a clock binds, or what is lost when it is over."""

    SELLER = "seller"
    """Too late to answer: this one is the case's deadline."""
    OPERATOR = "operator"
    RECORD = "record"
    """How long it stands against the account."""
    FUNDS = "funds"
    CLAIMANT = "claimant"
    """The seller's own claim lapses."""
    COMPLAINANT = "complainant"
    AMAZON = "amazon"


class About(StrEnum):
    """Which cases a clock is for."""

    ACCOUNT = "account"
    LISTING = "listing"


class Alarm(Value):
    """When to be reminded: a part of the time, or so long after its beginning, or before its end."""

    part: float | None = None
    """0.5: when half of the time is over."""
    after: Duration = Duration()
    before: Duration | None = None


class Clock(Value):
    """One row of ``data/clocks.toml``."""

    name: str
    starts: Start
    length: Duration | None
    """None: as printed in the notice."""
    within: Duration | None = None
    """Only where the printed time is no longer than this."""
    binds: Binds
    alarms: tuple[Alarm, ...] = ()
    alert: bool = False
    """Whether an alarm is mailed at once; else digest, desk and calendar show it."""
    days: str = "complainant"
    """Where business days are counted: the complainant's place, or the ``store``'s."""
    ends: tuple[Start, ...] = ()
    states: tuple[State, ...] = (State.WITH_COMPLAINANT, State.WITH_OPERATOR, State.WITH_AMAZON)
    countries: tuple[str, ...] = ()
    """Of the store; empty: all."""
    about: About | None = None
    outlives: bool = False
    """Whether it goes on after a case was closed without Amazon's clearing it."""


class Running(Value):
    """A clock of one case."""

    clock: Clock
    since: datetime
    at: datetime
    """When it is over."""
    alarms: tuple[datetime, ...]
    """Ascending."""


Where = Callable[[str], Place]
"""``complainant`` or ``store`` → where business days are counted."""

_NOT_CLEARED = frozenset({Disposition.ACCEPTED, Disposition.RESOLVED, Disposition.ABANDONED})
_TAKEN = frozenset({NoticeAction.LISTING_REMOVED, NoticeAction.CONTENT_REMOVED, NoticeAction.ACCOUNT_DEACTIVATED})


def running(case: Case, clocks: Sequence[Clock], where: Where, country: str = "") -> tuple[Running, ...]:
    """The clocks that run in this case, the earliest end first. ``country``: the store's."""
    found: list[Running] = []
    printed = False
    for clock in clocks:
        since = started(case, clock.starts)
        if since is None or not _is_for(clock, case, country) or _ended(clock, case, since):
            continue
        place = where(clock.days)
        if clock.length is not None:
            at = after(since, clock.length, place)
        elif printed or case.deadline_at is None or not _short_enough(clock, since, case.deadline_at):
            continue
        else:
            printed, at = True, case.deadline_at
        found.append(_running(clock, since, at, place))
    return tuple(sorted(found, key=lambda each: (each.at, each.clock.name)))


def binding(found: Sequence[Running]) -> Running | None:
    """The earliest clock that binds the seller: what is not chosen by then is too late."""
    return next((each for each in found if each.clock.binds is Binds.SELLER), None)


def started(case: Case, what: Start) -> datetime | None:
    """When it happened to this case; None: it has not."""
    told = next((began.at for began in case.began if began.what is what), None)
    if told is not None:
        return told
    found = _BY_FACTS.get(what)
    return found(case) if found else None


def _notice(case: Case) -> datetime:
    return min(case.notice_date or case.opened_at, case.opened_at)


def _evaluated(case: Case) -> bool:
    return case.authentic and (case.kind is NoticeKind.PATENT_EVALUATION or case.reason is Reason.EVALUATION)


_BY_FACTS: Mapping[Start, Callable[[Case], datetime | None]] = {
    Start.NOTICE: _notice,
    Start.DEADLINE: lambda case: _notice(case) if case.deadline_at else None,
    Start.REMOVED: lambda case: _notice(case) if case.action in _TAKEN else None,
    Start.ASKED: lambda case: case.attempted_at,
    Start.ACCOUNT: lambda case: _notice(case) if about_account(case) else None,
    Start.EVALUATION: lambda case: _notice(case) if _evaluated(case) else None,
    Start.STOCK: lambda case: next((done.at for done in case.removal if done.item is Item.STOCK), None),
}
"""Beginnings that other fields of the case tell."""


def about_account(case: Case) -> bool:
    """Whether the account itself is closed or about to be."""
    return (
        case.action is NoticeAction.ACCOUNT_DEACTIVATED
        or case.kind is NoticeKind.ACCOUNT_SUSPENSION
        or case.reason is Reason.ACCOUNT
    )


def next_alarm(case: Case, found: Sequence[Running]) -> datetime | None:
    """The first alarm that is to be mailed and has not been."""
    since = case.alarmed_at or case.opened_at
    times = (at for each in found if each.clock.alert for at in each.alarms if at > since)
    return min(times, default=None)


def alarming(case: Case, found: Sequence[Running], now: datetime) -> Running | None:
    """The clock whose alarm is due; of several the one that is over first."""
    since = case.alarmed_at or case.opened_at
    due = (each for each in found if each.clock.alert and any(since < at <= now for at in each.alarms))
    return next(due, None)


def _is_for(clock: Clock, case: Case, country: str) -> bool:
    if case.state is State.CLOSED:
        return clock.outlives and case.disposition in _NOT_CLEARED and case.authentic
    if clock.countries and country not in clock.countries:
        return False
    return case.state in clock.states and (clock.about is None or (clock.about is About.ACCOUNT) is about_account(case))


def _ended(clock: Clock, case: Case, since: datetime) -> bool:
    return any(at >= since for what in clock.ends if (at := started(case, what)))


def _short_enough(clock: Clock, since: datetime, at: datetime) -> bool:
    # a day of grace: the notice is dated before it arrives, and its days are counted from the arrival
    return clock.within is None or at - since <= clock.within.span + timedelta(days=1)


def _running(clock: Clock, since: datetime, at: datetime, place: Place) -> Running:
    alarms = {_alarm(alarm, since, at, place) for alarm in clock.alarms}
    return Running(clock=clock, since=since, at=at, alarms=tuple(sorted(a for a in alarms if a <= at)))


def _alarm(alarm: Alarm, since: datetime, at: datetime, place: Place) -> datetime:
    if alarm.part is not None:
        return since + (at - since) * alarm.part
    if alarm.before is not None:
        return at - alarm.before.span
    return after(since, alarm.after, place)
