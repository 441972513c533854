"""Reads received mail in place when it is small, else in a process of its own with limits of time and memory.

One such process is kept warm, as starting one takes longer than reading. It ends by itself when it has had
nothing to do for a while or when we end, and is replaced after a failure. It gets the message and no secret: its
environment is empty but for where Python finds its modules.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticed.adapters.apart_wire import Answer, Broke, TooLarge, hear, job, say
from noticed.core.mail.heavy import is_heavy
from noticed.core.values import Value
from noticed.ports import Unreadable

if TYPE_CHECKING:  # a command that reads no mail does without
    from noticed.core.mail.enclosed import Enclosed
    from noticed.core.mail.model import Key, Message
    from noticed.core.mail.trust import AmazonTrust
    from noticed.core.reading import Reader, Received


class Limits(Value):
    """What reading one message may take."""

    memory: int = 512 * 1024 * 1024
    """Octets of address space of the process."""
    processor: int = 10
    """Seconds of processor time."""
    wall: float = 20.0
    """Seconds on the clock."""
    start: float = 60.0
    """Seconds that the process may take to begin."""


class ApartReader:
    """See ``ports.Reader``. Safe to share between threads: one heavy message is read at a time.

    ``here`` gives what reads in place; asked when something is read.
    """

    def __init__(self, folder: Path | None, here: "Callable[[], Reader]", limits: Limits | None = None) -> None:
        self._read_by = here
        self._folder = folder
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def key_names(self, raw: bytes, trust: "AmazonTrust") -> tuple[str, ...]:
        return self._done(raw, "key_names", trust)  # type: ignore[no-any-return]

    def received(
        self, raw: bytes, keys: Mapping[str, "Key"], trust: "AmazonTrust", now: datetime, notice_age: timedelta
    ) -> "Received":
        return self._done(raw, "received", dict(keys), trust, now, notice_age)  # type: ignore[no-any-return]

    def vouched(self, raw: bytes, trust: "AmazonTrust", now: datetime) -> "Received":
        return self._done(raw, "vouched", trust, now)  # type: ignore[no-any-return]

    def message(self, raw: bytes) -> "Message":
        return self._done(raw, "message")  # type: ignore[no-any-return]

    def enclosed(
        self, raw: bytes, keys: Mapping[str, "Key"], people: frozenset[str], now: datetime
    ) -> "tuple[Enclosed, ...]":
        return self._done(raw, "enclosed", dict(keys), people, now)  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    @property
    def here(self) -> "Reader":
        """What reads in place."""
        return self._read_by()

    @property
    def pid(self) -> int | None:
        """The process that reads heavy mail, while there is one."""
        return self._child.pid if self._child else None

    def _done(self, raw: bytes, name: str, *args: object) -> Any:  # what the method of that name returns
        if not is_heavy(raw):
            return getattr(self.here, name)(raw, *args)
        with self._lock:
            for last in (False, True):
                child = self._ready()
                try:
                    answer = child.ask(job(name, args), raw, self._limits.wall)
                except _Gone as gone:
                    self._end()
                    if gone.why:
                        raise Unreadable(gone.why) from None
                    if last:
                        raise Unreadable("the process that read it died twice") from None
                    continue
                return self._value(answer)
        raise AssertionError("unreachable")

    def _ready(self) -> "_Child":
        if self._child is None or not self._child.alive:
            self._end()
            self._child = _Child(self._folder, self._limits)
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child:
            child.end()

    def _value(self, answer: object) -> object:
        if isinstance(answer, TooLarge):
            self._end()
            raise Unreadable(f"reading it needs more than {self._limits.memory // 2**20} MB of memory")
        if isinstance(answer, Broke):  # a bug: its traceback goes the way of every other
            raise ReadingBroke(answer.trace)
        assert isinstance(answer, Answer)
        return answer.value


class ReadingBroke(Exception):
    """A bug met in the other process, with its traceback there; or there is no such process. Worth another try."""


class _Gone(Exception):
    """The process is no more; ``why`` says which limit it broke, "" where it was none of them."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class _Child:
    """One life of the process."""

    def __init__(self, folder: Path | None, limits: Limits) -> None:
        self._limits = limits
        self._late = False
        paths = os.pathsep.join(path for path in sys.path if path)
        try:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    *("-m", "noticed.adapters.apart_process"),
                    *(str(limits.memory), str(limits.processor), str(folder or "")),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what Python says there may quote the message
                env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            )
        except OSError as error:
            raise ReadingBroke(f"no process to read it in: {error.strerror}") from None
        try:
            self._within(limits.start, self._hear)
        except _Gone:
            self.end()
            raise ReadingBroke("the process to read it in does not start") from None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, head: bytes, raw: bytes, seconds: float) -> object:
        """Have one job done; the answer. Raises ``_Gone``."""
        return self._within(seconds, lambda: self._asked(head, raw))

    def end(self) -> None:
        """Kill it; there is nothing in it to lose."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes

    def _within(self, seconds: float, work: Callable[[], object]) -> object:
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            return work()
        except (OSError, EOFError):
            self._process.kill()
            status = self._process.wait()
            raise _Gone(self._why(status)) from None
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self._late = True
        self._process.kill()

    def _why(self, status: int) -> str:
        if self._late:
            return f"reading it takes longer than {self._limits.wall:g} seconds"
        if status == -signal.SIGXCPU:
            return f"reading it takes more than {self._limits.processor} seconds of processor time"
        return ""

    def _asked(self, head: bytes, raw: bytes) -> object:
        assert self._process.stdin is not None
        say(self._process.stdin, head, raw)
        return self._hear()

    def _hear(self) -> object:
        assert self._process.stdout is not None
        return hear(self._process.stdout)
