"""One logged-in, read-only IMAP connection.

Promises and exceptions are those of ``ports.MailSession``; see ``adapters.imap`` for the whole.
"""

# mypy: disable-error-code="no-untyped-call"
# IMAPClient has no types.

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from noticed.adapters.header import OWN_NAMES, holds
from noticed.adapters.imap_answers import block, modseq, received_at, special_use
from noticed.adapters.imap_bodies import Bodies
from noticed.adapters.imap_questions import Questions
from noticed.adapters.imap_search import terms
from noticed.adapters.imap_wire import CHUNK, LATER, BoundedClient, No, answered, plainly
from noticed.adapters.server import Server
from noticed.ports import Folder, MailboxState, Permanent, Search, Summary, Transient

GOODBYE = 5.0
"""Seconds that leaving politely may take."""
FOLDERS = 900.0
"""Seconds for which the list of mailboxes is remembered."""

_HEADER = f"BODY.PEEK[HEADER]<0.{CHUNK}>"
_NAMES = f"BODY.PEEK[HEADER.FIELDS ({' '.join(OWN_NAMES)})]<0.16384>"

_SPELT = "is it spelt as the server lists it, and IMAP allowed in the provider's settings?"


class ImapSession:
    """See ``ports.MailSession``."""

    def __init__(self, client: BoundedClient, server: Server) -> None:
        self._client = client
        self._ask = Questions(client, server)
        self._server = server
        self._folders: tuple[float, tuple[Folder, ...]] | None = None
        self._examined: str | None = None
        self._just: tuple[str, MailboxState] | None = None
        """What ``unchanged`` has opened with the last command: it need not be opened twice."""
        self.read: dict[str, MailboxState] = {}
        """How each mailbox was that has been read on this connection, in the order of reading."""
        self._bodies = Bodies(self._ask, self._asking)
        self.broken = False

    def folders(self) -> tuple[Folder, ...]:
        """Every mailbox that can be opened (RFC 9051 section 6.3.9)."""
        now = time.monotonic()
        if self._folders is None or now - self._folders[0] > FOLDERS:
            with self._asking():
                self._folders = (
                    now,
                    tuple(
                        Folder(name=str(name), special_use=special_use(flags))
                        for flags, _, name in self._client.list_folders()
                        if b"\\noselect" not in {flag.lower() for flag in flags}
                    ),
                )
        return self._folders[1]

    def examine(self, mailbox: str) -> MailboxState:
        """Open ``mailbox`` read-only. Raises ``Permanent`` where there is none of that name."""
        just, self._just = self._just, None
        return just[1] if just and just[0] == mailbox else self._opened(mailbox)

    def unchanged(self, mailbox: str) -> bool | None:
        """See the port. STATUS is not for the mailbox that is open (RFC 9051 section 6.3.11): that is opened again."""
        before = self.read.get(mailbox)
        if before is None:
            return None
        if mailbox != self._examined:
            state = self._status(mailbox)
            return state is not None and state.same_as(before)
        state = self._opened(mailbox)
        self._just = mailbox, state
        return state.same_as(before)

    def passed(self, mailbox: str, state: MailboxState) -> None:
        """See the port."""
        self.read[mailbox] = state

    def _status(self, mailbox: str) -> MailboxState | None:
        """None where the server does not say, or not all of it."""
        items = ["MESSAGES", "UIDNEXT", "UIDVALIDITY", *(["HIGHESTMODSEQ"] if self.counts else [])]
        with self._asking():
            try:
                with answered():
                    answer = self._client.folder_status(mailbox, items)
                return MailboxState(
                    uidvalidity=int(answer[b"UIDVALIDITY"]),
                    uid_next=int(answer[b"UIDNEXT"]),
                    exists=int(answer[b"MESSAGES"]),
                    modseq=modseq(answer),
                )
            except (No, LookupError, TypeError, ValueError):
                return None

    def _opened(self, mailbox: str) -> MailboxState:
        with self._asking():
            self._examined = None
            self._bodies.announce(())
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
            self._examined = mailbox
            exists = int(answer[b"EXISTS"])
            self._ask.opened(exists)
            uidvalidity, uid_next = int(answer[b"UIDVALIDITY"]), answer.get(b"UIDNEXT")
        if uid_next is None:  # allowed before RFC 9051
            with self._asking():
                uid_next = max(self._ask.newer(0), default=0) + 1
        return MailboxState(uidvalidity=uidvalidity, uid_next=int(uid_next), exists=exists, modseq=modseq(answer))

    def uids_after(self, uid: int) -> tuple[int, ...]:
        """See the port. ``n:*`` always names the last message (RFC 9051 section 9), hence the filter."""
        with self._asking():
            return self._ask.newer(uid)

    def search(self, search: Search) -> tuple[int, ...]:
        """See the port; with nothing to look for, or a server that cannot look for it, every message since that day."""
        with self._asking():
            wanted = terms(search.senders, search.subjects)
            if not wanted or not self._server.search_trusted:
                return self._ask.since(search.since)
            found = self._ask.any_of(wanted, search.since)
            return self._ask.since(search.since) if found is None else tuple(sorted(found))

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
        """See the port."""
        return None if summary.size > limit else self._bodies.of(summary, limit)

    def beginning(self, summary: Summary, octets: int) -> bytes | None:
        """See the port."""
        with self._asking():
            answer = self._ask.fetch_one(summary.uid, [f"BODY.PEEK[]<0.{octets}>"])
            return block(answer, b"BODY[]")[:octets] if answer else None

    def ahead(self, summaries: Sequence[Summary]) -> None:
        """See the port."""
        self._bodies.announce(summaries)

    @property
    def counts(self) -> bool:
        """Whether the server counts changes (RFC 7162)."""
        return bool(self._client.has_capability("CONDSTORE"))

    @property
    def can_idle(self) -> bool:
        """Whether it tells of new mail by itself, as far as it says and is known to keep its word (RFC 2177)."""
        return self._server.idle and bool(self._client.has_capability("IDLE"))

    @property
    def client(self) -> BoundedClient:
        """The connection, for whoever waits on it."""
        return self._client

    def close(self) -> None:
        """Say goodbye and hang up; nothing is raised."""
        with suppress(Exception):
            if not self.broken:
                self._client.socket().settimeout(GOODBYE)
                self._client.allow(GOODBYE)
                self._client.logout()
        with suppress(Exception):
            self._client.shutdown()

    # ------------------------------------------------------------------------------------------ how

    @contextmanager
    def _asking(self) -> Iterator[None]:
        self._just = None
        try:
            with plainly(self._server.place):
                self._client.allow(10 * self._server.timeout)
                yield
        except Transient:
            self.broken = True
            raise
