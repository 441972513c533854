"""One logged-in, read-only IMAP connection.

Promises and exceptions are those of ``ports.MailSession``; see ``adapters.imap`` for the whole.
"""

# mypy: disable-error-code="no-untyped-call"
# IMAPClient has no types.

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Event

from noticed.adapters.header import OWN_NAMES, holds
from noticed.adapters.imap_answers import arrived, block, received_at, special_use
from noticed.adapters.imap_questions import Questions
from noticed.adapters.imap_search import in_groups, terms
from noticed.adapters.imap_wire import CHUNK, LATER, BoundedClient, No, answered, plainly
from noticed.adapters.server import Server
from noticed.ports import Folder, MailboxState, Permanent, Search, Summary, Transient

IDLE_SECONDS = 300
"""IDLE is begun anew after this time: NAT boxes forget sooner than the 29 minutes of RFC 2177."""
GOODBYE = 5.0
"""Seconds that leaving politely may take."""
STEP = 1.0
"""Seconds between two looks at whether to stop."""

_HEADER = f"BODY.PEEK[HEADER]<0.{CHUNK}>"
_NAMES = f"BODY.PEEK[HEADER.FIELDS ({' '.join(OWN_NAMES)})]<0.16384>"

_SPELT = "is it spelt as the server lists it, and IMAP allowed in the provider's settings?"


class ImapSession:
    """See ``ports.MailSession``. ``stop`` ends a wait early."""

    def __init__(self, client: BoundedClient, server: Server, stop: Event) -> None:
        self._client = client
        self._ask = Questions(client, server)
        self._server = server
        self._stop = stop
        self._seen = 0
        self._broken = False

    def folders(self) -> tuple[Folder, ...]:
        """Every mailbox that can be opened (RFC 9051 section 6.3.9)."""
        with self._asking():
            listed = self._client.list_folders()
            return tuple(
                Folder(name=str(name), special_use=special_use(flags))
                for flags, _, name in listed
                if b"\\noselect" not in {flag.lower() for flag in flags}
            )

    def examine(self, mailbox: str) -> MailboxState:
        """Open ``mailbox`` read-only. Raises ``Permanent`` where there is none of that name."""
        with self._asking():
            try:
                with answered():
                    answer = self._client.select_folder(mailbox, readonly=True)
            except No as no:
                if no.code in LATER:
                    raise
                help_ = self._server.cure(no.said) or _SPELT
                raise Permanent(
                    f"{self._server.place}: mailbox {mailbox!r} cannot be opened ({no.code or 'no reason given'}); "
                    f"{help_}"
                ) from None
            exists = self._ask.exists = int(answer[b"EXISTS"])
            self._seen = 0
            uidvalidity, uid_next = int(answer[b"UIDVALIDITY"]), answer.get(b"UIDNEXT")
        if uid_next is None:  # allowed before RFC 9051
            with self._asking():
                uid_next = max(self._ask.newer(0), default=0) + 1
        self._seen = int(uid_next) - 1
        return MailboxState(uidvalidity=uidvalidity, uid_next=int(uid_next), exists=exists)

    def uids_after(self, uid: int) -> tuple[int, ...]:
        """See the port. ``n:*`` always names the last message (RFC 9051 section 9), hence the filter."""
        with self._asking():
            uids = self._ask.newer(uid)
        self._seen = max((self._seen, *uids))
        return uids

    def search(self, search: Search) -> tuple[int, ...]:
        """See the port; with nothing to look for, or a server that cannot look for it, every message since that day."""
        with self._asking():
            wanted = terms(search.senders, search.subjects)
            if not wanted or not self._server.search_trusted:
                return self._ask.since(search.since)
            found: set[int] = set()
            for group in in_groups(wanted):
                uids = self._ask.any_of(group, search.since)
                if uids is None:
                    return self._ask.since(search.since)
                found.update(uids)
            return tuple(sorted(found))

    def find(self, since: datetime, texts: Sequence[str]) -> tuple[int, ...]:
        """See the port. Headers are compared here: our own copy must not hide behind a lazy search index."""
        with self._asking():
            return tuple(
                uid
                for uid, item in self._ask.fetch(self._ask.since(since), _NAMES)
                if item and holds(block(item, b"BODY[HEADER.FIELDS"), OWN_NAMES, texts)
            )

    def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
        """See the port. A message the server will not show has size 0 and no header: it is set aside alone."""
        with self._asking():
            return tuple(
                Summary(
                    uid=uid,
                    size=int(item[b"RFC822.SIZE"]) if item else 0,  # type: ignore[call-overload]
                    received_at=received_at(item),
                    header=block(item, b"BODY[HEADER]")[:CHUNK] if item else b"",
                )
                for uid, item in self._ask.fetch(sorted(set(uids)), "RFC822.SIZE", "INTERNALDATE", _HEADER)
            )

    def body(self, summary: Summary, limit: int) -> bytes | None:
        """See the port. The server's word on the size is not trusted: pieces are counted."""
        if summary.size > limit:
            return None
        raw = bytearray()
        while True:
            with self._asking():
                answer = self._ask.fetch_one(summary.uid, [f"BODY.PEEK[]<{len(raw)}.{CHUNK}>"])
                if not answer:
                    return None
                piece = block(answer, b"BODY[]")
            raw += piece
            if len(raw) > limit:
                return None
            if not piece and len(raw) < summary.size and len(raw) % CHUNK == 0:
                return None  # gone between two pieces; sizes may be inexact, but not so
            if not piece or (len(piece) < CHUNK and len(raw) >= summary.size):
                return bytes(raw)

    def wait(self, seconds: float) -> bool:
        """See the port. What came since the last look counts at once; what was told once is not told again."""
        until = time.monotonic() + seconds
        with self._asking():
            if self._look():
                return True
            idle = self._server.idle and self._client.has_capability("IDLE")
        while (left := until - time.monotonic()) > 0 and not self._stop.is_set():
            if not idle:
                self._stop.wait(left)
            elif self._idle(min(left, IDLE_SECONDS)):
                with self._asking():
                    self._look()
                return True
        return False

    def close(self) -> None:
        """Say goodbye and hang up; nothing is raised."""
        with suppress(Exception):
            if not self._broken:
                self._client.socket().settimeout(GOODBYE)
                self._client.allow(GOODBYE)
                self._client.logout()
        with suppress(Exception):
            self._client.shutdown()

    # ------------------------------------------------------------------------------------------ how

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            with plainly(self._server.place):
                self._client.allow(10 * self._server.timeout)
                yield
        except Transient:
            self._broken = True
            raise

    def _look(self) -> bool:
        """Whether there are messages not yet told of; they are now."""
        newer = self._ask.newer(self._seen)
        self._seen = max((self._seen, *newer))
        return bool(newer)

    def _idle(self, seconds: float) -> bool:
        """One IDLE command of at most ``seconds``; whether a message arrived."""
        until = time.monotonic() + seconds
        with self._asking():
            self._client.idle()
            lines: list[tuple[object, ...]] = []
            while not arrived(lines) and (left := until - time.monotonic()) > 0 and not self._stop.is_set():
                started = time.monotonic()
                lines = self._client.idle_check(min(left, STEP))
                if not lines and time.monotonic() - started < min(left, STEP) / 2:
                    break  # readable, yet nothing to read: the end of the connection, which DONE will find
            self._client.allow(self._server.timeout)
            _, rest = self._client.idle_done()
        return arrived([*lines, *rest])
