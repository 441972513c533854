"""The twin of IMAP servers, in memory: for tests and dry runs.

Promises: the contract tests of mail hold for it as they hold for Dovecot. ``refuse_login`` and ``break_after``
make it fail until they are taken back. Raises as ``ports.MailSession`` says.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from noticed.adapters.header import OWN_NAMES, holds
from noticed.adapters.system import SystemClock
from noticed.core.values import Value
from noticed.ports import Clock, Folder, MailboxState, Permanent, Search, Summary, Transient

HEADER_LIMIT = 256 * 1024
_SPECIAL_USES = {"Sent": "Sent", "Junk": "Junk", "All Mail": "All"}


class Stored(Value):
    """A message as it lies in a mailbox."""

    uid: int
    received_at: datetime
    raw: bytes


@dataclass
class _Mailbox:
    uidvalidity: int = 1
    uid_next: int = 1
    messages: list[Stored] = field(default_factory=list)


class MemoryMailServer:
    """Every address is an account with INBOX, Sent and Junk, and the password ``secret``."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._changed = Lock()
        self._accounts: defaultdict[str, dict[str, _Mailbox]] = defaultdict(
            lambda: {name: _Mailbox() for name in ("INBOX", "Sent", "Junk")}
        )
        self.refuse_login = False
        self.break_after: int | None = None
        """Calls of sessions that still work; then every one raises ``Transient`` until this is None again."""
        self.shut: set[str] = set()
        """Mailboxes that are listed and cannot be opened."""

    def mail(self, user: str, secret: str = "secret") -> "MemoryMail":  # noqa: S107  # the twin's only password
        """The line of one account."""
        return MemoryMail(self, user, secret)

    def deliver(self, user: str, raw: bytes, mailbox: str = "INBOX", received_at: datetime | None = None) -> int:
        """Put a message into a mailbox, which is made where there is none; its UID."""
        with self._changed:
            box = self._accounts[user.lower()].setdefault(mailbox, _Mailbox())
            stored = Stored(uid=box.uid_next, received_at=received_at or self._clock.now(), raw=raw)
            box.messages.append(stored)
            box.uid_next += 1
            return stored.uid

    def messages(self, user: str, mailbox: str = "INBOX") -> tuple[Stored, ...]:
        """What lies in a mailbox, in the order of arrival."""
        with self._changed:
            return tuple(self._accounts[user.lower()].get(mailbox, _Mailbox()).messages)

    def remove(self, user: str, uid: int, mailbox: str = "INBOX") -> None:
        """Let a message be gone, as when the seller deletes it."""
        with self._changed:
            box = self._accounts[user.lower()][mailbox]
            box.messages = [stored for stored in box.messages if stored.uid != uid]

    def set_uidvalidity(self, user: str, mailbox: str = "INBOX") -> None:
        """Number the messages anew under a new UIDVALIDITY, as after a provider's rebuild."""
        with self._changed:
            box = self._accounts[user.lower()][mailbox]
            box.messages = [
                Stored(uid=uid, received_at=stored.received_at, raw=stored.raw)
                for uid, stored in enumerate(box.messages, 1)
            ]
            box.uidvalidity += 1
            box.uid_next = len(box.messages) + 1

    def call(self) -> None:
        """Count one call of a session. Raises ``Transient`` when no more shall work."""
        if self.break_after is None:
            return
        if self.break_after <= 0:
            raise Transient("memory: the connection broke")
        self.break_after -= 1

    def mailboxes(self, user: str) -> Mapping[str, _Mailbox]:
        """The mailboxes of an account."""
        return self._accounts[user.lower()]


class MemoryMail:
    """See ``ports.Mail``."""

    def __init__(self, server: MemoryMailServer, user: str, secret: str) -> None:
        self._server = server
        self._user = user
        self._secret = secret

    @contextmanager
    def connect(self) -> Iterator["MemorySession"]:
        """Log in. Raises ``Permanent`` for another password than ``secret``."""
        self._server.call()
        if self._server.refuse_login or self._secret != "secret":  # noqa: S105  # the twin's only password
            raise Permanent("memory: it refused the login; check user name and password")
        yield MemorySession(self._server, self._user)


class MemorySession:
    """See ``ports.MailSession``."""

    def __init__(self, server: MemoryMailServer, user: str) -> None:
        self._server = server
        self._user = user
        self._box = _Mailbox()
        self._read: dict[str, MailboxState] = {}

    def folders(self) -> tuple[Folder, ...]:
        """See the port."""
        self._server.call()
        names = self._server.mailboxes(self._user)
        return tuple(Folder(name=name, special_use=_SPECIAL_USES.get(name)) for name in names)

    def examine(self, mailbox: str) -> MailboxState:
        """See the port."""
        self._server.call()
        box = self._server.mailboxes(self._user).get(mailbox)
        if box is None or mailbox in self._server.shut:
            raise Permanent(f"memory: mailbox {mailbox!r} cannot be opened")
        self._box = box
        return MailboxState(uidvalidity=box.uidvalidity, uid_next=box.uid_next, exists=len(box.messages))

    def unchanged(self, mailbox: str) -> bool | None:
        """See the port."""
        before, box = self._read.get(mailbox), self._box
        if before is None:
            return None
        try:
            return self.examine(mailbox).same_as(before)
        except Permanent:
            return False
        finally:
            self._box = box

    def passed(self, mailbox: str, state: MailboxState) -> None:
        """See the port."""
        self._read[mailbox] = state

    def uids_after(self, uid: int) -> tuple[int, ...]:
        """See the port."""
        self._server.call()
        return tuple(stored.uid for stored in self._box.messages if stored.uid > uid)

    def search(self, search: Search) -> tuple[int, ...]:
        """See the port: substrings of From and Subject, whatever their case; with none of them everything."""
        self._server.call()
        return tuple(
            stored.uid
            for stored in self._since(search.since)
            for header in (_header(stored.raw),)
            if not (search.senders or search.subjects)
            or holds(header, ("From",), search.senders)
            or holds(header, ("Subject",), search.subjects)
            or holds(_header(stored.raw), ("Subject",), search.subjects)
        )

    def find(self, since: datetime, texts: Sequence[str]) -> tuple[int, ...]:
        """See the port."""
        self._server.call()
        return tuple(stored.uid for stored in self._since(since) if holds(_header(stored.raw), OWN_NAMES, texts))

    def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
        """See the port."""
        self._server.call()
        return tuple(
            Summary(
                uid=stored.uid,
                size=len(stored.raw),
                received_at=stored.received_at,
                header=_header(stored.raw)[:HEADER_LIMIT],
            )
            for stored in self._box.messages
            if stored.uid in set(uids)
        )

    def ahead(self, summaries: Sequence[Summary]) -> None:
        """See the port: nothing to do."""

    def body(self, summary: Summary, limit: int) -> bytes | None:
        """See the port."""
        self._server.call()
        stored = next((stored for stored in self._box.messages if stored.uid == summary.uid), None)
        return stored.raw if stored is not None and len(stored.raw) <= limit else None

    def beginning(self, summary: Summary, octets: int) -> bytes | None:
        """See the port."""
        whole = self.body(summary, summary.size)
        return None if whole is None else whole[:octets]

    def close(self) -> None:
        """Nothing is open."""

    def _since(self, since: datetime) -> Iterator[Stored]:
        earliest = since - timedelta(days=1)
        return (stored for stored in self._box.messages if stored.received_at >= earliest)


def _header(raw: bytes) -> bytes:
    """Up to and with the empty line, as BODY[HEADER] gives it."""
    end = re.search(rb"\r?\n\r?\n", raw)
    return raw[: end.end()] if end else raw
