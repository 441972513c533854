"""The clocks of all cases, for the list and for the calendar that the operator's programs subscribe to."""

from datetime import datetime, timedelta

from noticed.core.case.cadence import clocks_of
from noticed.core.case.model import Case
from noticed.ports import Feed, Permanent, Tx
from noticed.ports.log import log
from noticed.render.calendar import Entry, calendar
from noticed.service.context import Context
from noticed.service.explain import phrases_of

TROUBLE = "calendar:trouble"
"""The fact that says why the calendar's file is not written."""
_LONGEST = timedelta(days=180)
"""No clock of a closed case is longer."""
_HOUR = timedelta(hours=1)


def entries(tx: Tx, context: Context) -> tuple[Entry, ...]:
    """Every clock that runs and is not over, the earliest end first."""
    now = context.clock.now()
    cases: tuple[Case, ...] = (*tx.cases.open(), *tx.cases.closed_since(now - _LONGEST))
    found = [Entry(case=case, running=each) for case in cases for each in clocks_of(case, context.policy)]
    return tuple(sorted((e for e in found if e.running.at > now), key=lambda e: (e.running.at, e.case.case)))


def as_file(tx: Tx, context: Context, *, names: bool = False) -> bytes:
    """The calendar, in the operator's language."""
    return calendar(entries(tx, context), phrases_of(context), names=names)


def publish(context: Context, published: datetime | None = None) -> datetime | None:
    """Write the calendar's file, where the settings name one. ``published``: when it was last done; without anything
    that happened since, it is done again only after an hour, for what is over by then. When it was done.
    """
    feed, now = context.calendar, context.clock.now()
    if feed is None:
        return None
    with context.store.read() as tx:
        if published and published <= now < published + _HOUR and not tx.journal.since(published):
            return published
        content, before = as_file(tx, context, names=context.calendar_names), tx.facts.get(TROUBLE)
    trouble = _put(feed, content)
    if trouble != before:
        with context.store.write() as tx:
            tx.facts.set(TROUBLE, trouble)
    return now


def _put(feed: Feed, content: bytes) -> str | None:
    """Why it could not be written, or None."""
    try:
        feed.put(content)
    except Permanent as error:
        log.warning("calendar_not_written", why=str(error))
        return str(error)
    return None
