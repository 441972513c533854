"""Which letters go when: cadences, the choice of one, and the next plan of a case. Pure.

The choice (settings, section cadence): critical for a deadline of three days or less, urgent for one of
fourteen or less or for counterfeit, quiet for counsel, else standard.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case import clocks
from noticed.core.case.calendar import Hours, Place, after, next_sending_time
from noticed.core.case.clocks import Clock
from noticed.core.case.duration import Duration
from noticed.core.case.model import Case, LetterKind, Plan, State
from noticed.core.marketplace import Marketplace
from noticed.core.notice.model import IpType
from noticed.core.values import Value, kept

_WARN_BEFORE = timedelta(days=2)
_IDLE = Duration(business_days=3)
_RETRACTION = Duration(business_days=5)
_AMAZON = Duration(business_days=10)
"""How long Amazon's review of an appeal may take: 3 to 10 business days are reported."""


class Step(Value):
    """One step: how long after the attempt before it, and which letter."""

    after: Duration
    letter: LetterKind


class Cadence(Value):
    """Ordered steps, and how long after the last attempt the case is flagged."""

    name: str
    steps: tuple[Step, ...]
    flag_after: Duration


class Policy(Value):
    """What the settings say about cases, as values."""

    cadences: Mapping[str, Cadence]
    sending_hours: Hours | None
    marketplaces: Mapping[str, Marketplace]
    places: tuple[tuple[str, Place], ...] = ()
    """Ends of addresses of other countries → where their people work."""
    home: Place
    """The operator's place, for alarms; and where nothing else is known."""
    clocks: tuple[Clock, ...] = ()
    firms: tuple[str, ...] = ()
    """Parts of the names of hosts by which law firms are known."""

    @kept
    def by_end(self) -> Mapping[str, Place]:
        """Ends of addresses → where their people work: the countries of the marketplaces, and ``places``."""
        stores = {m.country.lower(): m for m in self.marketplaces.values()}
        by_end = {end: Place(country=m.country, timezone=m.timezone) for end, m in stores.items()} | dict(self.places)
        return {"uk": by_end["gb"]} | by_end if "gb" in by_end else by_end


def choose(*, deadline_days: int | None, ip_type: IpType | None, counsel: bool) -> str:
    """The name of the cadence for a new case; ``counsel``: whether the complainant sounds like a law firm."""
    return _pace(deadline_days, ip_type) or ("quiet" if counsel else "standard")


_PACES = ("critical", "urgent")
"""Cadences that a clock asks for, the fastest first."""


def _pace(deadline_days: int | None, ip_type: IpType | None) -> str | None:
    if deadline_days is not None and deadline_days <= 3:
        return "critical"
    hurry = (deadline_days is not None and deadline_days <= 14) or ip_type is IpType.COUNTERFEIT
    return "urgent" if hurry else None


def hurried(case: Case, received_at: datetime) -> Case:
    """The case in the cadence its deadline asks for, where that is faster than the one it has."""
    if case.deadline_at is None:
        return case
    wanted = _pace((case.deadline_at - received_at).days, case.ip_type)
    if wanted is None or case.cadence in _PACES[: _PACES.index(wanted)]:
        return case
    return replace(case, cadence=wanted)


def is_counsel(addresses: Iterable[str], firms: Sequence[str]) -> bool:
    """Whether the domain of an address sounds like a law firm's: has one of ``firms`` in it."""
    hosts = [address.rpartition("@")[2].lower() for address in addresses]
    return any(part in host for host in hosts for part in firms)


def place_of(case: Case, policy: Policy) -> Place:
    """Where the complainant is: the country of the address's domain where we know one, else the marketplace's."""
    for address in case.complainant_emails:
        labels = address.rpartition("@")[2].split(".")
        ends = (".".join(labels[at:]) for at in range(len(labels)))
        place = next((policy.by_end[end] for end in ends if end in policy.by_end), None)
        if place:
            return place
    market = _store(case, policy)
    return Place(country=market.country, timezone=market.timezone) if market else policy.home


def _store(case: Case, policy: Policy) -> Marketplace | None:
    return policy.marketplaces.get(case.marketplace or "")


def cadence_of(case: Case, policy: Policy) -> Cadence:
    """The case's cadence; the standard one where its name has left the settings."""
    return policy.cadences.get(case.cadence) or policy.cadences["standard"]


def next_letter(case: Case, policy: Policy) -> LetterKind | None:
    """The letter of the next step, or None when the cadence is used up."""
    steps = cadence_of(case, policy).steps
    return steps[case.step].letter if case.step < len(steps) else None


def plan(case: Case, policy: Policy, now: datetime) -> tuple[Plan | None, datetime | None]:
    """What the clock does next with a case that has just come to rest, and when."""
    if case.state is State.WITH_OPERATOR:
        return Plan.IDLE, after(now, _IDLE, policy.home)
    if case.state is State.WITH_AMAZON:
        return Plan.AMAZON, after(now, _AMAZON, place_of(case, policy))
    if case.state is State.CLOSED:
        return None, None
    return next_step(case, policy, now)


def next_step(case: Case, policy: Policy, now: datetime) -> tuple[Plan, datetime]:
    """The next letter of the cadence or, when it is used up, the flag; and when it is due."""
    cadence, place = cadence_of(case, policy), place_of(case, policy)
    start = case.attempted_at or now
    if case.step >= len(cadence.steps):
        return Plan.FLAG, after(start, cadence.flag_after, place)
    due = after(start, cadence.steps[case.step].after, place)
    return Plan.STEP, next_sending_time(due, policy.sending_hours if case.step else None, place)


def retraction_overdue_at(case: Case, policy: Policy, now: datetime) -> datetime:
    """When a promised retraction that Amazon has not confirmed is asked for again (practice: five business days)."""
    return after(now, _RETRACTION, place_of(case, policy))


def postponed(case: Case, until: datetime, policy: Policy) -> datetime | None:
    """When the plan is due if nobody is there before ``until``: a letter then waits for hours of work there."""
    if case.plan_at is None:
        return None
    at = max(until, case.plan_at)
    hours = policy.sending_hours if case.plan is Plan.STEP and case.step else None
    return next_sending_time(at, hours, place_of(case, policy))


def answer_overdue_at(case: Case, policy: Policy, now: datetime) -> datetime:
    """When the answer to a letter outside the cadence is overdue: like the flag."""
    return after(now, cadence_of(case, policy).flag_after, place_of(case, policy))


def clocks_of(case: Case, policy: Policy) -> tuple[clocks.Running, ...]:
    """The clocks that run in the case, the earliest end first."""
    market = _store(case, policy)
    there = place_of(case, policy)
    store = Place(country=market.country, timezone=market.timezone) if market else there
    where = {"complainant": there, "store": store}
    return clocks.running(case, policy.clocks, where.__getitem__, market.country if market else "")


def too_late_at(case: Case, policy: Policy) -> datetime | None:
    """The earliest clock that binds the seller: the last moment to choose; None where none is known."""
    return None if case.state is State.CLOSED else _binding(case, clocks_of(case, policy))


def _binding(case: Case, running: Sequence[clocks.Running]) -> datetime | None:
    found = clocks.binding(running)
    return found.at if found else case.deadline_at


def wake_at(case: Case, policy: Policy) -> datetime | None:
    """The earliest of the plan, the clocks' alarms and, until it was warned of, two days before the deadline."""
    times = [case.plan_at] if case.plan_at else []
    if case.state is not State.CLOSED:
        running = clocks_of(case, policy)
        late, alarm = _binding(case, running), clocks.next_alarm(case, running)
        times += [_warn_at(case, late)] if late and not case.deadline_warned else []
        times += [alarm] if alarm else []
    return min(times, default=None)


def deadline_near(case: Case, policy: Policy, now: datetime) -> datetime | None:
    """The deadline, where it is two days off or less and has not been warned of."""
    late = None if case.deadline_warned else too_late_at(case, policy)
    return late if late and _warn_at(case, late) <= now else None


def _warn_at(case: Case, deadline: datetime) -> datetime:
    """Two days before; of a shorter time the second half, so that the one letter there is time for can leave."""
    at = deadline - _WARN_BEFORE
    return at if at > case.opened_at else case.opened_at + (deadline - case.opened_at) / 2
