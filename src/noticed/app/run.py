"""Signals and lives of the daemon: one ``Daemon`` per reading of the settings."""

import os
import signal
import sys
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from noticed.adapters.notify import SystemdNotifier
from noticed.adapters.system import give_memory_back
from noticed.app.build import go_live, opened
from noticed.app.daemon import Daemon
from noticed.app.lines import watch
from noticed.app.outside import told_outside
from noticed.ports import Refused, Transient
from noticed.ports.log import log
from noticed.service.alerts import tell_of_broken
from noticed.settings import Settings, SettingsError, load

_ASKED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""Held back, and taken where the daemon waits: a handler may not touch a lock that its thread holds, and one that
comes between two lives is not forgotten."""
_AGAIN = 20.0
"""Seconds until settings that could not be taken up yet are read again."""
_LOOK = 1.0
"""Seconds between two looks whether the daemon can go on."""


def run(path: Path | None) -> None:
    """Run until SIGTERM or SIGINT. Raises ``SettingsError`` and ``Refused`` before anything starts,
    ``StoreBroken`` when nothing can go on without the store."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED)  # before any thread starts: each takes its mask from us
    give_memory_back()
    notifier = SystemdNotifier(os.environ.get("NOTIFY_SOCKET"))
    settings, before = load(path, os.environ, skip=True), None
    while True:
        try:
            if _one_life(settings, notifier) != signal.SIGHUP:
                break
            settings, before = _reread(path, settings), settings
        except Transient as error:  # an account was renamed, say, whose letter the life before has not ended yet
            if before is None:
                raise
            log.error("settings_postponed", why=str(error), seconds=_AGAIN)
            settings, before = before, None
            _hang_up(_AGAIN)
    notifier.stopping()


def _hang_up(seconds: float) -> None:
    """Have the settings read again in a while."""
    again = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGHUP))
    again.daemon = True
    again.start()


def _one_life(settings: Settings, notifier: SystemdNotifier) -> int:
    """The signal that ended it."""
    for line in settings.warnings:
        log.warning("settings", line=line)
    if os.geteuid() == 0:
        log.warning("root", line="running as root is allowed, and not needed")
    with ExitStack() as life:
        context = life.enter_context(opened(settings))
        with context.store.read() as tx:
            simulated = tx.facts.get("simulated")
        if simulated:
            raise Refused("this store was made by a simulation (once --now): use another store.url")
        for line in context.broken:
            log.error("account_file_skipped", line=line)
        tell_of_broken(context)
        context.dialects, context.templates  # noqa: B018  # a broken file of one's own is said before anything starts
        go_live(context)
        watching = watch(settings)
        servers = {account.name: account.imap.host for account in settings.accounts}
        submissions = {account.name: account.smtp.host for account in settings.accounts}
        daemon = Daemon(replace(context, mail=watching.mail), notifier, watching, servers, submissions)
        with told_outside(settings, context, lambda: daemon.worked_at):
            daemon.start()
            try:
                while not (asked := signal.sigtimedwait(_ASKED, _LOOK)) and daemon.broken is None:
                    pass
            finally:
                left = daemon.stop()
        if daemon.broken:
            raise daemon.broken
        if left:
            _let_end(daemon, left, life.pop_all())
    return asked.si_signo if asked else signal.SIGTERM


def _let_end(daemon: Daemon, accounts: tuple[str, ...], life: ExitStack) -> None:
    """Letters that are under way end by themselves, beside the next life, which leaves their accounts' letters alone
    until then; if the process ends before, they are in doubt, and our own copy tells."""
    log.warning("letters_under_way", accounts=", ".join(accounts))

    def end() -> None:
        with life:
            daemon.last_letters()

    threading.Thread(target=end, name="last letters", daemon=True).start()


def _reread(path: Path | None, old: Settings) -> Settings:
    try:
        return load(path, os.environ, skip=True)
    except SettingsError as error:
        for problem in error.problems:
            print(f"noticed: {problem}", file=sys.stderr)  # noqa: T201  # the journal shows it beside the reload
        log.error("settings_kept", problems=len(error.problems))
        return old
