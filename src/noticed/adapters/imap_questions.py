"""What is asked of an IMAP server, and what is asked instead where it will not answer.

Raises as imaplib and IMAPClient do, and ``ValueError`` or ``LookupError`` for answers that cannot be read:
``adapters.imap_session`` makes ``Transient`` of all of it.
"""

# mypy: disable-error-code="no-untyped-call"
# IMAPClient has no types.

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from noticed.adapters.imap_answers import UNKNOWN_TIME, received_at
from noticed.adapters.imap_search import Criteria, Term, command, halves, since_day
from noticed.adapters.imap_wire import BoundedClient, No, answered
from noticed.adapters.server import Server

MESSAGES_AT_ONCE = 100
"""Messages of one FETCH of headers: at most 25 MB."""
SMALL_ITEMS_AT_ONCE = 1000
"""Messages of one FETCH of what is a line each."""
SEARCHING = 30
"""Timeouts of a server that one large search may take: it may look into every message."""
WINDOW = 50_000
"""Messages asked for their UIDs at once: imaplib reads no line longer than 1 MB."""


class Questions:
    """Questions about the examined mailbox; ``exists`` is its number of messages when it was examined."""

    def __init__(self, client: BoundedClient, server: Server) -> None:
        self._client = client
        self._server = server
        self.exists = 0

    def fetch(self, uids: Sequence[int], *items: str) -> Iterator[tuple[int, Mapping[bytes, object]]]:
        """(uid, answer) of those that exist; an empty answer where the server refuses this one message."""
        most = SMALL_ITEMS_AT_ONCE if items == ("INTERNALDATE",) else MESSAGES_AT_ONCE
        for start in range(0, len(uids), most):
            chunk = list(uids[start : start + most])
            self._client.allow(10 * self._server.timeout)
            try:
                with answered():
                    answers = self._client.fetch(chunk, items)
            except No:
                answers = {uid: self.fetch_one(uid, items) for uid in chunk}
            yield from ((uid, answers[uid]) for uid in chunk if answers.get(uid) is not None)

    def fetch_one(self, uid: int, items: Sequence[str]) -> Mapping[bytes, object] | None:
        """The answer; None when the message is gone, empty when the server refuses to show it."""
        try:
            with answered():
                answer: Mapping[bytes, object] | None = self._client.fetch([uid], items).get(uid)
        except No:
            return {}
        return answer

    def newer(self, uid: int) -> tuple[int, ...]:
        """UIDs greater than ``uid``.

        NOOP first: SEARCH looks at the messages a server has told us of, and it tells of new ones after a command.
        """
        self._client.noop()
        return tuple(sorted(number for number in self._in_windows(f"UID {uid + 1}:*") if uid < number < 2**32))

    def _in_windows(self, criteria: Criteria, charset: str | None = None) -> set[int]:
        """UIDs that match, asked for in windows of the mailbox where one answer would be too long a line."""
        found: set[int] = set()
        for start in range(1, max(self.exists, 1) + 1, WINDOW):
            self._client.allow(SEARCHING * self._server.timeout)
            end = "*" if start + WINDOW > self.exists else str(start + WINDOW - 1)
            window = [f"{start}:{end}"] if self.exists > WINDOW else []
            words = [*window, *([criteria] if isinstance(criteria, str) else criteria)]
            found.update(self._client.search(" ".join(words) if isinstance(criteria, str) else words, charset))
        return found

    def any_of(self, group: Sequence[Term], since: datetime) -> set[int] | None:
        """UIDs of any of the terms, since the day before; None where the server refuses to look for one of them."""
        found = self._any_of(group)
        if found is None:
            return None
        earliest = since - timedelta(days=1)
        dated = self.fetch(sorted(found), "INTERNALDATE")
        return found - {uid for uid, item in dated if item and UNKNOWN_TIME < received_at(item) < earliest}

    def _any_of(self, group: Sequence[Term]) -> set[int] | None:
        try:
            with answered():
                return self._in_windows(*command(group))
        except No:
            if len(group) == 1:
                return None
        found: set[int] = set()
        for half in halves(group):
            uids = self._any_of(half)
            if uids is None:
                return None
            found |= uids
        return found

    def since(self, since: datetime) -> tuple[int, ...]:
        """UIDs since the day before ``since``, by SEARCH where it is trusted, else by every INTERNALDATE."""
        if self._server.search_trusted:
            with suppress(No), answered():
                return tuple(sorted(self._in_windows(since_day(since))))
        earliest = since - timedelta(days=1)
        dated = self.fetch(self.newer(0), "INTERNALDATE")
        return tuple(uid for uid, item in dated if not item or received_at(item) >= earliest)
