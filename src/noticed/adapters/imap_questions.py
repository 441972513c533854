"""What is asked of an IMAP server, and what is asked instead where it will not answer.

Raises as imaplib and IMAPClient do, and ``ValueError`` or ``LookupError`` for answers that cannot be read:
``adapters.imap_session`` makes ``Transient`` of all of it.
"""

# mypy: disable-error-code="no-untyped-call"
# IMAPClient has no types.

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta

from noticed.adapters.imap_answers import UNKNOWN_TIME, received_at
from noticed.adapters.imap_scan import FIELDS, Scan, shows
from noticed.adapters.imap_search import Criteria, Term, command, halves, since_day
from noticed.adapters.imap_wire import BoundedClient, No, answered
from noticed.adapters.server import Server

MESSAGES_AT_ONCE = 100
"""Messages of one FETCH of headers: at most 25 MB."""
SMALL_ITEMS_AT_ONCE = 1000
"""Messages of one FETCH of what is a line each."""
SEARCHING = 30
"""Timeouts of a server that one large search may take: it may look into every message."""
MANY = 5_000
"""Messages of a mailbox in which two ways to look for words are tried."""
TRIED = 500
TURNS = 3
READ_AT_ONCE = 2_000
"""Messages of one FETCH of two fields."""
FEW = 10
"""Messages of one FETCH that may be gone since their UIDs were told."""
WINDOW = 50_000
"""Messages asked for their UIDs at once: imaplib reads no line longer than 1 MB."""


class Questions:
    """Questions about the examined mailbox; ``exists`` is its number of messages when it was examined."""

    def __init__(self, client: BoundedClient, server: Server) -> None:
        self._client = client
        self._server = server
        self.opened(0)

    def opened(self, exists: int) -> None:
        """A mailbox with so many messages was examined."""
        self.exists = exists
        self._told: tuple[int, ...] = ()

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
        found = tuple(sorted(number for number in self._in_windows(f"UID {uid + 1}:*") if uid < number < 2**32))
        self._told = self._told if uid else found
        return found

    def _all(self) -> tuple[int, ...]:
        """Every UID, those that were told lately without asking for them again; some may be gone."""
        return (*self._told, *self.newer(self._told[-1])) if self._told else self.newer(0)

    def _in_windows(self, criteria: Criteria, charset: str | None = None, among: Sequence[int] = ()) -> set[int]:
        """UIDs that match, asked for in windows of the mailbox where one answer would be too long a line; or those of a
        few, ``among`` the first and the last of which they are."""
        if among:
            return self._found([f"UID {among[0]}:{among[-1]}"], criteria, charset)
        found: set[int] = set()
        for start in range(1, max(self.exists, 1) + 1, WINDOW):
            end = "*" if start + WINDOW > self.exists else str(start + WINDOW - 1)
            window = [f"{start}:{end}"] if self.exists > WINDOW else []
            found |= self._found(window, criteria, charset)
        return found

    def _found(self, where: list[str], criteria: Criteria, charset: str | None) -> set[int]:
        self._client.allow(SEARCHING * self._server.timeout)
        if isinstance(criteria, str):
            return self._client.uids(" ".join([*where, criteria]))
        return set(self._client.search([*(word for each in where for word in each.split()), *criteria], charset))

    def any_of(self, group: Sequence[Term], since: datetime) -> set[int] | None:
        """UIDs of any of the terms, since the day before; None where the server refuses to look for one of them."""
        found = self._any_of(group) if self.exists < MANY else self._quicker(group)
        if found is None:
            return None
        earliest = since - timedelta(days=1)
        dated = self.fetch(sorted(found), "INTERNALDATE")
        return found - {uid for uid, item in dated if item and UNKNOWN_TIME < received_at(item) < earliest}

    def _quicker(self, group: Sequence[Term]) -> set[int] | None:
        """By SEARCH, or by reading the two fields of all of them: what is quicker with some. Each way is tried with
        messages of its own, as the first to look at one may make a server remember it, and the best of some turns
        counts: whatever else goes on only makes a turn slower.
        """
        scan, rest, found = Scan(group), self._all(), set[int]()
        reading = searching = math.inf
        for _ in range(min(TURNS, len(rest) // (2 * TRIED))):
            some, others, rest = rest[-TRIED:], rest[-2 * TRIED : -TRIED], rest[: -2 * TRIED]
            begun = time.monotonic()
            read = self._read(scan, some)
            between = time.monotonic()
            searched = self._any_of(group, others)
            if searched is None or read is None:
                return None if searched is None else self._any_of(group)
            reading, searching = min(reading, between - begun), min(searching, time.monotonic() - between)
            found |= read | searched
        last = self._read(scan, rest) if reading <= searching else None
        return self._any_of(group) if last is None else found | last

    def _read(self, scan: Scan, uids: Sequence[int]) -> set[int] | None:
        """Those of ``uids`` that have the words; None where the server does not show the fields of nearly all."""
        found, seen = set[int](), set[int]()
        chunks = [uids[start : start + READ_AT_ONCE] for start in range(0, len(uids), READ_AT_ONCE)]
        sets = [f"{chunk[0]}:{chunk[-1]}" for chunk in chunks]
        with closing(self._client.blocks(sets, FIELDS, 10 * self._server.timeout)) as answers:
            for number, shown in enumerate(answers, 1):  # Dovecot may answer two that wait with the first of them
                found |= scan.found(shown)
                seen |= {uid for uid, block in shown.items() if shows(block)}
                if sum(map(len, chunks[:number])) - len(seen) > FEW * number:
                    return None
        return found | (set(uids) - seen)  # gone, or without one of them: found out when they are asked for

    def _any_of(self, group: Sequence[Term], among: Sequence[int] = ()) -> set[int] | None:
        try:
            with answered():
                return self._in_windows(*command(group), among)
        except No:
            if len(group) == 1:
                return None
        found: set[int] = set()
        for half in halves(group):
            uids = self._any_of(half, among)
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
