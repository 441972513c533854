"""``noticed run``: APScheduler wakes the steps, nothing that matters lives in its memory.

SIGTERM finishes the step in hand; SIGHUP reads the settings again and keeps the old ones when the new are wrong.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from noticed.app.spread import Spread
from noticed.ports import Notifier, Permanent, StoreBroken, Transient
from noticed.service import quiet, searching, steps, timekeeping, trouble
from noticed.service.context import Account, Context
from noticed.service.submit import accounts_due, submit

_WORK_EVERY = timedelta(seconds=2)
_ALIVE_EVERY = timedelta(seconds=20)
_QUIET_EVERY = timedelta(hours=6)
_STUCK = timedelta(minutes=15)
"""A work step that takes longer is stuck: the watchdog is no longer fed."""
_IDLE_SLICE = 300.0
"""Seconds of one IDLE: NAT boxes forget a silent connection (RFC 2177 allows 29 minutes)."""
_IDLE_PAUSE = 5.0
_SIDE_BY_SIDE = 16
"""Accounts polled, and submitted for, at the same time."""

log = structlog.get_logger()


class Daemon:
    """One life of the scheduler over one context; started, woken, stopped."""

    def __init__(self, context: Context, notifier: Notifier, *, poll: timedelta, idle: bool) -> None:
        self._context = context
        self._notifier = notifier
        self._poll_every = poll
        self._idle = idle
        self._spread = Spread()
        self._stop = threading.Event()
        self.broken: StoreBroken | None = None
        """Why it cannot go on."""
        self._worked_at = datetime.now(UTC)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={  # apart, so that a server that stalls one of them delays none of the others
                "default": ThreadPoolExecutor(2),
                "poll": ThreadPoolExecutor(min(len(context.accounts), _SIDE_BY_SIDE)),
                "submit": ThreadPoolExecutor(min(len(context.accounts), _SIDE_BY_SIDE)),
            },
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin ticking: every account at once, then at its interval."""
        with self._context.store.write() as tx:
            trouble.clear_all(tx)
        searching.begin(self._context)
        self._spread.passed(timekeeping.remember(self._context))
        for account in self._context.accounts.values():
            self._every(self._poll_every, f"poll:{account.name}", self._poll, account, executor="poll")
            if self._idle:
                threading.Thread(target=self._watch, args=(account,), name=f"idle:{account.name}", daemon=True).start()
        self._every(_WORK_EVERY, "work", self._work)
        self._every(_ALIVE_EVERY, "alive", self._alive)
        self._every(_QUIET_EVERY, "quiet", self._quiet)
        self._scheduler.start()
        self._notifier.ready()
        log.info("started", accounts=len(self._context.accounts), mode=self._context.mode.value)

    def stop(self) -> None:
        """Finish the steps in hand and end."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)
        log.info("stopped")

    def _every(
        self, interval: timedelta, name: str, step: Callable[..., None], *args: object, executor: str = "default"
    ) -> None:
        self._scheduler.add_job(
            step,
            "interval",
            seconds=interval.total_seconds(),
            args=args,
            id=name,
            executor=executor,
            next_run_time=datetime.now(UTC),
        )

    def _wake(self, name: str) -> None:
        if not self._stop.is_set():
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def _poll(self, account: Account) -> None:
        with self._storing():
            if steps.poll_account(self._context, account):
                self._wake("work")

    def _work(self) -> None:
        if self._stop.is_set():
            return
        with self._storing():
            self._spread.passed(timekeeping.remember(self._context))
            steps.prepare(self._context)
            for name in accounts_due(self._context):
                self._scheduler.add_job(
                    self._submit, args=(name,), id=f"submit:{name}", executor="submit", replace_existing=True
                )
            self._worked_at = datetime.now(UTC)

    def _submit(self, account: str) -> None:
        if self._stop.is_set():
            return
        with self._storing():
            if submit(self._context, steps.last_look, account, most=self._spread.most(account)):
                self._spread.left(account)
                self._wake("work")

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

    def _alive(self) -> None:
        if datetime.now(UTC) - self._worked_at < _STUCK:
            self._notifier.alive(f"{len(self._context.accounts)} accounts watched")

    def _quiet(self) -> None:
        try:
            quiet.alarm(self._context)
        except Transient as error:
            log.error("store_unavailable", why=str(error))

    def _watch(self, account: Account) -> None:
        """IDLE is a hint, the poll is the promise: whatever ends the wait leads to a poll at once."""
        while not self._stop.wait(_IDLE_PAUSE):  # the poll goes first: a wrong password is tried by it alone
            if self._works(account):
                try:
                    self._idle_once(account)
                except (Transient, Permanent):
                    log.info("idle_broke", account=account.name)
                    self._wake(f"poll:{account.name}")
                except Exception:
                    log.exception("idle_failed", account=account.name)

    def _works(self, account: Account) -> bool:
        try:
            with self._context.store.read() as tx:
                return trouble.get(tx, account.name, "imap") is None
        except Transient:
            return False

    def _idle_once(self, account: Account) -> None:
        with self._context.mail(account.name).connect() as session:
            session.examine(account.mailboxes[0])
            self._wake(f"poll:{account.name}")  # what arrived between the last poll and this connection
            while not self._stop.is_set():
                if session.wait(_IDLE_SLICE):
                    self._wake(f"poll:{account.name}")
