"""Signals and lives of the daemon: one ``Daemon`` per reading of the settings."""

import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import FrameType

import structlog

from noticed.adapters.notify import SystemdNotifier
from noticed.adapters.system import give_memory_back
from noticed.app.build import go_live, opened, watch
from noticed.app.daemon import Daemon
from noticed.app.outside import told_outside
from noticed.ports import Refused
from noticed.service.alerts import tell_of_broken
from noticed.settings import Settings, SettingsError, load

log = structlog.get_logger()


def run(path: Path | None) -> None:
    """Run until SIGTERM or SIGINT. Raises ``SettingsError`` and ``Refused`` before anything starts,
    ``StoreBroken`` when nothing can go on without the store."""
    wake, hangup = threading.Event(), threading.Event()
    ended = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        ended.set()
        wake.set()

    def again(_: int, __: FrameType | None) -> None:
        hangup.set()
        wake.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGHUP, again)
    give_memory_back()
    notifier = SystemdNotifier(os.environ.get("NOTIFY_SOCKET"))
    settings = load(path, os.environ, skip=True)
    while not ended.is_set():
        hangup.clear()
        wake.clear()
        _one_life(settings, notifier, wake, ended)
        if hangup.is_set():
            settings = _reread(path, settings)
    notifier.stopping()


def _one_life(settings: Settings, notifier: SystemdNotifier, wake: threading.Event, ended: threading.Event) -> None:
    for line in settings.warnings:
        log.warning("settings", line=line)
    if os.geteuid() == 0:
        log.warning("root", line="running as root is allowed, and not needed")
    with opened(settings) as context:
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
        daemon = Daemon(replace(context, mail=watching.mail), notifier, watching, servers)
        with told_outside(settings, context, lambda: daemon.worked_at):
            daemon.start()
            try:
                while not ended.is_set() and not wake.is_set() and daemon.broken is None:
                    wake.wait(1)
            finally:
                daemon.stop()
        if daemon.broken:
            raise daemon.broken


def _reread(path: Path | None, old: Settings) -> Settings:
    try:
        return load(path, os.environ, skip=True)
    except SettingsError as error:
        for problem in error.problems:
            print(f"noticed: {problem}", file=sys.stderr)  # noqa: T201  # the journal shows it beside the reload
        log.error("settings_kept", problems=len(error.problems))
        return old
