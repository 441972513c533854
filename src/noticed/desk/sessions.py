"""Who is logged in: links that are good once, sessions in memory, and a limit on guesses.

A link is a random word. The store knows its SHA-256 and when it ends, so that ``noticed web --link`` can make one for a
page that runs already, and a copy of the store opens nothing. It is taken out of the store in the transaction that
redeems it: the same link twice, or in two processes at once, opens one session. Sessions end with the process.

The context that is given here has the machine's clock: where a store was made by ``once --now`` the services live in a
time that stands still, in which nothing would end.
"""

import hashlib
import hmac
import json
import threading
from collections import deque
from datetime import datetime, timedelta

from noticed.core.values import Value
from noticed.ports import Ids, Tx
from noticed.service.context import Context

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=12)
MOST_SESSIONS = 50
_PREFIX = "desk:"
_GUESSES, _GUESSES_IN = 20, timedelta(minutes=5)
_LONGEST = 100


class Grant(Value):
    """What a redeemed link allows."""

    account: str | None
    """Only this account is shown; None: all."""


def new_link(context: Context, account: str | None) -> str:
    """A word that opens one session within ``LINK_LASTS``."""
    word, now = context.ids.new() + context.ids.new(), context.clock.now()
    with context.store.write() as tx:
        for name, _ in _ended(tx, now):
            tx.facts.set(name, None)
        until = (now + LINK_LASTS).isoformat()
        tx.facts.set(_name(word), json.dumps({"until": until, "account": account}))
    return word


def redeem(context: Context, word: str) -> Grant | None:
    """Take the link out of the store; None where it is none, is used, or has ended."""
    if not word or len(word) > _LONGEST:
        return None
    with context.store.write() as tx:
        found = tx.facts.get(_name(word))
        if found is None:
            return None
        tx.facts.set(_name(word), None)
    told = json.loads(found)
    if datetime.fromisoformat(told["until"]) < context.clock.now():
        return None
    return Grant(account=told["account"])


def _name(word: str) -> str:
    return _PREFIX + hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()


def _ended(tx: Tx, now: datetime) -> list[tuple[str, str]]:
    links = [(name, value) for name, value in tx.facts.all().items() if name.startswith(_PREFIX)]
    return [(name, value) for name, value in links if datetime.fromisoformat(json.loads(value)["until"]) < now]


class Session:
    """One browser that is logged in."""

    def __init__(self, key: str, csrf: str, account: str | None, language: str, until: datetime) -> None:
        self.key = key
        self.csrf = csrf
        self.account = account
        self.language = language
        self.until = until

    def means_it(self, given: str) -> bool:
        """Whether a form came from a page of this session."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.csrf.encode())


class Sessions:
    """All of this process; safe for threads."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}
        self._failed: deque[datetime] = deque(maxlen=_GUESSES)

    def begin(self, grant: Grant, language: str, now: datetime) -> Session:
        """A session; the oldest ends where there are too many."""
        key, csrf = self._ids.new() + self._ids.new(), self._ids.new()
        made = Session(key, csrf, grant.account, language, now + SESSION_LASTS)
        with self._lock:
            self._open = {k: s for k, s in self._open.items() if s.until > now}
            while len(self._open) >= MOST_SESSIONS:
                del self._open[min(self._open, key=lambda k: self._open[k].until)]
            self._open[_hash(key)] = made
        return made

    def of(self, key: str | None, now: datetime) -> Session | None:
        """The session of a cookie. It is looked up by its hash: how long that takes tells nothing of the key."""
        with self._lock:
            found = self._open.get(_hash(key)) if key else None
        return found if found and found.until > now else None

    def end(self, session: Session) -> None:
        """Log out."""
        with self._lock:
            self._open.pop(_hash(session.key), None)

    def may_guess(self, now: datetime) -> bool:
        """Whether another try to log in is looked at."""
        with self._lock:
            return len(self._failed) < _GUESSES or now - self._failed[0] > _GUESSES_IN

    def failed(self, now: datetime) -> None:
        """Count a wrong word."""
        with self._lock:
            self._failed.append(now)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
