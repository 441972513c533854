"""``noticed`` as a fork of a process that has imported it already: a life begins in a tenth of a second.

The experiments that kill the daemon a thousand times would otherwise spend most of their hours importing modules. What
is forked has read no settings, opened no file and no socket; from ``main`` on everything is as in a process of its own.

    python -m tests.faults.warm [careless]          reads one life a line from stdin, says its process id
"""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

MODULES = (
    "noticed.cli.main",
    "noticed.app.daemon",
    "noticed.adapters.store.engine",
    "alembic.command",
    "alembic.runtime.migration",
    "sqlalchemy.dialects.sqlite",
    "apscheduler.schedulers.background",
    "dns.resolver",
    "dkim",
    "imapclient",
    "holidays",
    "jinja2.sandbox",
)


class Process:
    """A life, as much of ``subprocess.Popen`` as the experiments use. It is no child of ours: its status is unknown."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._end: int | None = None
        with suppress(ProcessLookupError):  # ended before we looked
            self._end = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """0 when it has ended."""
        if self._end is not None and select.select([self._end], [], [], 0)[0]:
            os.close(self._end)
            self._end = None
        return 0 if self._end is None else None

    def send_signal(self, sig: int) -> None:
        """To it and to no other that may have got its number since."""
        if self._end is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._end, sig)

    def wait(self, timeout: float) -> int:
        """Raises ``subprocess.TimeoutExpired``."""
        if self._end is not None and not select.select([self._end], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(["noticed"], timeout)
        self.poll()
        return 0


class Warm:
    """The process that forks, for any number of threads; a context manager. Or of the ``careless`` program."""

    def __init__(self, *, careless: bool = False) -> None:
        command = [sys.executable, "-m", "tests.faults.warm", *(["careless"] if careless else [])]
        self._lock = threading.Lock()
        self._mother = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._mother.stdin.close()  # type: ignore[union-attr]  # a pipe
        self._mother.wait(30)
        self._mother.stdout.close()  # type: ignore[union-attr]

    def start(self, words: Sequence[str], environment: Mapping[str, str], output: Path | None = None) -> Process:
        """``noticed WORDS``; what it says is put behind what is in ``output``."""
        life = {"words": list(words), "environment": dict(environment), "output": str(output or os.devnull)}
        with self._lock:
            assert self._mother.stdin is not None
            assert self._mother.stdout is not None
            self._mother.stdin.write(json.dumps(life) + "\n")
            self._mother.stdin.flush()
            return Process(int(self._mother.stdout.readline()))


def _live(life: dict[str, object]) -> None:
    """In the fork: as a fresh process would be, then the program."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(str(life["output"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(output, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.closerange(3, 64)
    os.environ.clear()
    os.environ.update(life["environment"])  # type: ignore[call-overload]
    time.tzset()
    sys.argv = ["noticed", *life["words"]]  # type: ignore[misc]
    from noticed.cli.main import main

    main()


def _mother(careless: bool) -> None:
    for name in MODULES:
        __import__(name)
    if careless:
        from tests.faults.careless import let_go

        let_go()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is gone
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
            return
        print(child, flush=True)


if __name__ == "__main__":
    _mother("careless" in sys.argv[1:])
