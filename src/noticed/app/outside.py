"""What the daemon tells others than mail servers: the second channels, the ping for a dead man's switch, the figures.

It has a scheduler and threads of its own: whatever hangs or fails here delays no poll and no letter.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from noticed.app.lines import ping as ping_of
from noticed.ports import Permanent, Ping, StoreBroken, Transient
from noticed.ports.log import log
from noticed.service.announce import announce
from noticed.service.context import Context
from noticed.service.progress import polls_go_on
from noticed.settings import Settings

_ANNOUNCE_EVERY = timedelta(seconds=5)
_PING_EVERY = timedelta(minutes=1)
_WORKED = timedelta(minutes=5)
"""A work step that is older is no sign of life."""


@contextmanager
def told_outside(settings: Settings, context: Context, worked_at: Callable[[], datetime]) -> Iterator[None]:
    """While it is open: pushes alerts, pings, serves figures, each where the settings ask for it.

    ``worked_at``: when the daemon's work last went through. Raises ``Permanent`` where the port cannot be had.
    """
    with ExitStack() as stack:
        _serve_figures(settings, context, stack)
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        if context.channels:
            _every(scheduler, _ANNOUNCE_EVERY, lambda: _announce(context))
        ping = ping_of(settings)
        if ping:
            every = settings.schedule.poll
            _every(scheduler, _PING_EVERY, lambda: ping_if_well(ping, context, every, worked_at()))
        if scheduler.get_jobs():
            scheduler.start()
            stack.callback(scheduler.shutdown, wait=False)
        yield


def ping_if_well(ping: Ping, context: Context, poll: timedelta, worked_at: datetime) -> None:
    """Silence is the alarm: it is kept where work or polls do not go on."""
    try:
        if datetime.now(UTC) - worked_at <= _WORKED and polls_go_on(context, poll):
            ping()
    except (Transient, Permanent, StoreBroken) as error:
        log.warning("ping_failed", why=str(error))


def _announce(context: Context) -> None:
    try:
        announce(context)
    except (Transient, StoreBroken) as error:
        log.error("store_unavailable", why=str(error))


def _every(scheduler: BackgroundScheduler, span: timedelta, step: Callable[[], None]) -> None:
    first = datetime.now(UTC) + timedelta(seconds=min(span.total_seconds(), 10))
    scheduler.add_job(step, "interval", seconds=span.total_seconds(), next_run_time=first)


def _serve_figures(settings: Settings, context: Context, stack: ExitStack) -> None:
    place = settings.metrics.listen
    if place is None:
        return
    from noticed.adapters.metrics import serve
    from noticed.service.metrics import figures

    stack.callback(serve(place.host, place.port, lambda: figures(context)).close)
