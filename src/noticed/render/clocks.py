"""The clocks of a case in the operator's words: what each is, how much of it is left, and whom it binds."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from noticed.core.case.clocks import Binds, Running, binding
from noticed.render.phrases import Phrases

_SOON = timedelta(days=30)
_QUIET = frozenset({"follow_up", "violation_on_record"})
"""Clocks nobody has to act on: a card leaves them out."""


def named(each: Running, say: Phrases) -> str:
    """Amazon's patent evaluation."""
    return say(f"clock.{each.clock.name}")


def line(each: Running, say: Phrases, now: datetime) -> str:
    """Amazon's patent evaluation: 20 days left, until Tue 15 Dec, 09:00 · binds you."""
    left, whom = say.left(each.at, now), say(f"binds.{each.clock.binds}")
    return say("clocks.line", clock=named(each, say), left=left, at=say.at(each.at), binds=whom)


def head(found: Sequence[Running], say: Phrases, now: datetime) -> str:
    """The clock that binds the seller first, for the head of a card; "" where none does."""
    first = binding(found)
    if first is None:
        return ""
    left = f"{say.left(first.at, now)}, {say('digest.until', at=say.at(first.at))}"
    printed = first.clock.name == "amazon_deadline"
    return left if printed else say("clocks.head", clock=named(first, say), left=left)


def others(found: Sequence[Running], say: Phrases, now: datetime) -> tuple[str, ...]:
    """The other clocks a card shows: those that are over soon, or past."""
    first = binding(found)
    return tuple(
        line(each, say, now)
        for each in found
        if each is not first and each.clock.name not in _QUIET and (each.at - now <= _SOON or _begun(each, now))
    )


def _begun(each: Running, now: datetime) -> bool:
    """Whether an alarm of it has come."""
    return each.clock.binds is not Binds.AMAZON and any(at <= now for at in each.alarms)
