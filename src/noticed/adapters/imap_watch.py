"""One thread that waits on the kept connections of all accounts (see ``ports.Watch``).

A connection is kept after its use. A moment later it begins to wait: IDLE where the server has it, and every ``every``
seconds a look that costs one round trip (``imap_beat``). News, a look that is not answered in time, and a connection
that broke make the account due for a poll; so does the time for a look where no connection is kept. Connections are
closed after some hours, so that every mailbox is now and then read without anything remembered.

A line belongs to whoever holds its lock: this thread for an instant, or a poll as long as it lasts.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from noticed.adapters.imap import ImapMail
from noticed.adapters.imap_rest import Rest
from noticed.adapters.imap_session import ImapSession
from noticed.adapters.imap_waits import Waits, together
from noticed.ports.log import log

REST_AFTER = 0.25
"""Seconds a connection stays as it is after a use: the next one often comes at once (a last look before a letter)."""
ANSWER = 20.0
"""Seconds in which a look must be answered."""
RENEW = (300.0, 540.0)
"""Seconds after which IDLE is begun anew: NAT boxes forget sooner than the 29 minutes of RFC 2177."""
LIFE = 6 * 3600.0
"""Seconds a connection is kept."""
_GATHER = 0.03
"""Seconds in which most servers have answered a look in all its pieces."""
_HINTS = 20
"""Polls for news between two looks; after so many the next waits for ``_LATER`` seconds: some servers cry wolf."""
_LATER = 5.0
_TURN = 0.5
"""Seconds to wait for a line that somebody else holds, before a connection of its own is made."""
_SLOWEST = 60.0


class _Line:
    """The kept connection of one account."""

    def __init__(self, name: str, mail: ImapMail) -> None:
        self.name = name
        self.mail = mail
        self.lock = threading.Lock()
        self.session: ImapSession | None = None
        self.rest: Rest | None = None
        """While it waits."""
        self.opened = 0.0
        self.answer_by: float | None = None
        self.told = False
        """Whether the news of this wait have been told."""
        self.hints = 0


class ImapWatch:
    """See ``ports.Watch``. ``every``: seconds between two looks at one account."""

    def __init__(
        self, mails: Mapping[str, ImapMail], every: float, *, idle: bool = True, chance: random.Random | None = None
    ) -> None:
        self._every = every
        self._idle = idle
        self._chance = chance or random.Random()  # noqa: S311  # so that not all of them come at once
        self._lines = {name: _Line(name, mail) for name, mail in mails.items()}
        self._waits: Waits[_Line] = Waits()
        self._mutex = threading.Lock()
        """Around counts."""
        self._kept: Counter[str] = Counter()
        self._closed = False
        self._turned = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def mail(self, account: str) -> "KeptMail":
        """See the port."""
        return KeptMail(self, self._lines[account])

    def start(self, due: Callable[[str], None], unchanged: Callable[[str], None]) -> None:
        """See the port: every account is due at once."""
        self._due, self._unchanged = due, unchanged
        for line in self._lines.values():
            self._waits.plan(line, 0)
        self._thread.start()

    def alive(self) -> bool:
        """See the port."""
        return self._thread.is_alive() and time.monotonic() - self._turned < _SLOWEST

    def close(self) -> None:
        """See the port."""
        self._closed = True
        self._waits.wake()
        if self._thread.is_alive():
            self._thread.join(ANSWER)
        for line in self._lines.values():
            if line.lock.acquire(timeout=_TURN):  # else a poll has it, and closes it when it is done
                self._drop(line)
                line.lock.release()
        self._waits.close()

    # ------------------------------------------------------------------------------------ whoever polls

    def take(self, line: _Line) -> ImapSession:
        """The kept session, or a new one; the line is locked. Raises as ``ports.Mail.connect``."""
        rest, session = line.rest, line.session
        if rest is not None:
            self._waits.forget(rest.sock)
            line.rest = None
            session = rest.leave(ANSWER)
            if session is None:
                self._drop(line)
        if session is None:
            session = line.session = line.mail.open()
            line.opened = time.monotonic()
            with self._mutex:
                self._kept[line.mail.server.host] += 1
        return session

    def put(self, line: _Line) -> None:
        """A use has ended; the line is locked."""
        session, server = line.session, line.mail.server
        over = server.connections is not None and self._kept[server.host] > server.connections
        if session and (self._closed or session.broken or not session.read or over):
            self._drop(line)
        self._waits.plan(line, REST_AFTER if line.session else self._interval())

    # ------------------------------------------------------------------------------------ the thread

    def _run(self) -> None:
        while not self._closed:
            for line in self._waits.heard():
                self._with(line, self._hear)
            self._turned = time.monotonic()
            due = self._waits.due(self._turned)
            for line in due:
                if not self._with(line, self._turn):
                    self._waits.plan(line, 1.0)
            if any(line.answer_by for line in due):
                time.sleep(_GATHER)

    def _with(self, line: _Line, act: Callable[[_Line], None]) -> bool:
        """Do something with a line, unless somebody has it; whatever breaks is this line's alone."""
        if not line.lock.acquire(blocking=False):
            return False
        try:
            act(line)
        except Exception:
            log.exception("watch_broke", account=line.name)
            self._drop(line)
            self._waits.plan(line, self._interval())
        finally:
            line.lock.release()
        return True

    def _hear(self, line: _Line) -> None:
        if line.rest is None:
            return
        line.rest.hear()
        beat = line.rest.beat
        if beat.gone:
            self._drop(line)
            self._tell(line)
        elif beat.news:
            if not line.told:
                line.told = True
                self._tell(line)
        elif beat.settled and line.answer_by is not None:
            line.answer_by = None
            line.hints = 0
            self._waits.plan(line, self._interval())
            self._unchanged(line.name)

    def _turn(self, line: _Line) -> None:
        """Its time has come."""
        now = time.monotonic()
        rest = line.rest
        if rest is None and line.session is not None:
            line.rest = Rest(line.session, idle=self._idle)
            line.told = False
            self._waits.listen(line.rest.sock, line)
            self._await(line, now)
            self._hear(line)  # what was read ahead shows on no socket
        elif rest is None or rest.beat.news:
            self._waits.plan(line, self._interval())
            self._due(line.name)
        elif line.answer_by is not None or now - line.opened > LIFE:
            self._drop(line)
            self._tell(line)
        else:
            rest.say(rest.beat.look())
            self._await(line, now)

    def _await(self, line: _Line, now: float) -> None:
        line.answer_by = now + ANSWER
        self._waits.plan(line, ANSWER)

    def _tell(self, line: _Line) -> None:
        """There may be something to poll for."""
        line.hints += 1
        if line.hints > _HINTS:
            self._waits.plan(line, _LATER)
            return
        self._waits.plan(line, self._interval())
        self._due(line.name)

    # ------------------------------------------------------------------------------------ how

    def _interval(self) -> float:
        return together(
            min(self._every, self._chance.uniform(*RENEW)) * self._chance.uniform(0.9, 1.0), time.monotonic()
        )

    def _drop(self, line: _Line) -> None:
        """Hang up, if there is a connection."""
        rest, session = line.rest, line.session
        line.rest = line.session = line.answer_by = None
        if session is None:
            return
        with self._mutex:
            self._kept[line.mail.server.host] -= 1
        if rest is not None:
            self._waits.forget(rest.sock)
            rest.hang_up()
        else:
            session.close()


class KeptMail:
    """See ``ports.Mail``: the line of one account."""

    def __init__(self, watch: ImapWatch, line: _Line) -> None:
        self._watch = watch
        self._line = line

    @contextmanager
    def connect(self) -> Iterator[ImapSession]:
        """The kept session or a new one; where another thread has it, one that is closed at the end."""
        if not self._line.lock.acquire(timeout=_TURN):
            with self._line.mail.connect() as session:
                yield session
            return
        try:
            yield self._watch.take(self._line)
        finally:
            self._watch.put(self._line)
            self._line.lock.release()
