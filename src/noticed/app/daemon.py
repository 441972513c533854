"""``noticed run``: the watch and APScheduler wake the steps, nothing that matters lives in their memory.

SIGTERM finishes the step in hand; SIGHUP reads the settings again and keeps the old ones when the new are wrong.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from noticed.app.spread import Spread
from noticed.app.turns import Turns
from noticed.ports import Notifier, StoreBroken, Transient, Watch
from noticed.ports.log import log
from noticed.service import calendar, quiet, searching, steps, timekeeping, trouble
from noticed.service.context import Context
from noticed.service.submit import accounts_due, submit

_WORK = "work"
_WORK_EVERY = timedelta(seconds=3)
_ALIVE_EVERY = timedelta(seconds=20)
_QUIET_EVERY = timedelta(hours=6)
_CALENDAR_EVERY = timedelta(minutes=1)
_STUCK = timedelta(minutes=15)
"""A work step that takes longer is stuck: the watchdog is no longer fed."""
ANSWER = 60.0
"""Seconds that letters under way may take at the end, while everything else goes on: most servers answer at once, and
whoever runs the daemon gives it two minutes in all (deploy/noticed.service, compose.yaml)."""
_LAST = 20.0
"""Seconds that a poll under way may take at the end."""


class Daemon:
    """One life over one context; started, woken, stopped. ``servers``: account → its IMAP server, to be fair among;
    ``submissions``: the same of SMTP."""

    def __init__(
        self,
        context: Context,
        notifier: Notifier,
        watch: Watch,
        servers: Mapping[str, str],
        submissions: Mapping[str, str],
    ) -> None:
        self._context = context
        self._notifier = notifier
        self._watch = watch
        self._polls = Turns(self._poll, servers, "poll")
        self._submissions = Turns(self._submit, submissions, "submit")
        self._works = Turns(lambda _: self._work(), {_WORK: ""}, _WORK)
        self._spread = Spread()
        self._stop = threading.Event()
        self._no_more = threading.Event()
        """No letter begins any more."""
        self.broken: StoreBroken | None = None
        """Why it cannot go on."""
        self.worked_at = datetime.now(UTC)
        """When a work step last went through."""
        self._unchanged: dict[str, datetime] = {}
        """When servers said that nothing came, until it is committed."""
        self._published: datetime | None = None
        """When the calendar was last written."""
        self._searching: frozenset[str] = frozenset()
        self._pool = ThreadPoolExecutor(2)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": self._pool},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin ticking: every account at once, then at its interval."""
        with self._context.store.write() as tx:
            trouble.clear_all(tx)
        searching.begin(self._context)
        self._searching = searching.accounts(self._context)
        self._spread.passed(timekeeping.remember(self._context))
        self._every(_WORK_EVERY, _WORK, self._wake)
        self._every(_ALIVE_EVERY, "alive", self._alive)
        self._every(_QUIET_EVERY, "quiet", self._quiet)
        if self._context.calendar:
            self._every(_CALENDAR_EVERY, "calendar", self._calendar)
        self._scheduler.start()
        self._watch.start(self._polls.add, self._nothing_came)
        self._notifier.ready()
        log.info("started", accounts=len(self._context.accounts), mode=self._context.mode.value)

    def stop(self, answer: float = ANSWER) -> tuple[str, ...]:
        """Finish the steps in hand and end; accounts whose letter is under way still. Nobody's mail waits for one, and
        the end no longer than ``answer`` seconds: it is in doubt where the process ends, too."""
        self._no_more.set()
        left = self._submissions.stop(answer)
        self._stop.set()
        self._polls.stop(_LAST)
        self._works.stop(None)
        self._scheduler.shutdown(wait=False)  # it would wait holding the lock that a step in hand may ask for
        self._pool.shutdown(wait=True)
        self._watch.close()
        log.info("stopped")
        return left

    def last_letters(self) -> None:
        """Wait until no letter is under way any more."""
        self._submissions.stop(None)

    def _every(self, interval: timedelta, name: str, step: Callable[[], None]) -> None:
        self._scheduler.add_job(
            step, "interval", seconds=interval.total_seconds(), id=name, next_run_time=datetime.now(UTC)
        )

    def _wake(self) -> None:
        """Work now, and once more after the step in hand: what came meanwhile it may have passed."""
        self._works.add(_WORK)

    def _poll(self, account: str) -> None:
        with self._storing():
            polled = steps.poll_account(self._context, self._context.accounts[account])
            if polled and (polled.messages or account in self._searching):
                self._wake()

    def _nothing_came(self, account: str) -> None:
        """The watch asked, and nothing is new; where letters of ours are searched for, that is no whole poll."""
        if account in self._searching:
            self._polls.add(account)
        else:
            self._unchanged[account] = datetime.now(UTC)

    def _work(self) -> None:
        if self._stop.is_set():
            return
        with self._storing():
            self._spread.passed(timekeeping.remember(self._context))
            steps.prepare(self._context)
            self._searching = searching.accounts(self._context)
            for name in accounts_due(self._context):
                self._submissions.add(name)
            self.worked_at = datetime.now(UTC)

    def _submit(self, account: str) -> None:
        with self._storing():
            most = self._spread.most(account)
            if submit(self._context, steps.last_look, account, most=most, ends=self._no_more.is_set):
                self._spread.left(account)
                self._wake()

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """A store that is locked, full or away: nothing was sent, the next tick tries again. One that is broken
        ends the daemon.
        """
        try:
            yield
        except Transient as error:
            log.error("store_unavailable", why=str(error))
        except StoreBroken as error:
            log.critical("store_broken", why=str(error))
            self.broken = error
        except Exception:
            log.exception("step_broke")

    def _alive(self) -> None:
        with self._storing():
            seen, self._unchanged = self._unchanged, {}
            steps.unchanged(self._context, seen)
        if datetime.now(UTC) - self.worked_at < _STUCK and self._watch.alive():
            self._notifier.alive(f"{len(self._context.accounts)} accounts watched")

    def _calendar(self) -> None:
        with self._storing():
            self._published = calendar.publish(self._context, self._published)

    def _quiet(self) -> None:
        try:
            quiet.alarm(self._context)
        except Transient as error:
            log.error("store_unavailable", why=str(error))
