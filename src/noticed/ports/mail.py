"""An account's IMAP server, read only. All times are aware and in UTC."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from noticed.core.values import Value


class MailboxState(Value):
    """Answer to EXAMINE or STATUS (RFC 9051 sections 6.3.3 and 6.3.11)."""

    uidvalidity: int
    uid_next: int
    exists: int
    modseq: int | None = None
    """HIGHESTMODSEQ, where the server counts changes (RFC 7162)."""

    def same_as(self, before: "MailboxState") -> bool:
        """Whether certainly no message has come since ``before``."""
        if self.uidvalidity != before.uidvalidity:
            return False
        counted = self.modseq is not None and self.modseq == before.modseq
        return counted or (self.uid_next == before.uid_next and self.exists <= before.exists)


class Summary(Value):
    """What is known of a message before its body is fetched."""

    uid: int
    size: int
    """RFC822.SIZE in octets."""
    received_at: datetime
    """INTERNALDATE."""
    header: bytes
    """The header block as it stands on the server, at most 256 kB."""


class Folder(Value):
    """A mailbox name as the server lists it."""

    name: str
    special_use: str | None = None
    """Sent, Junk, All, Drafts, Trash, Archive (RFC 6154), without the backslash."""


class Search(Value):
    """What a first look asks the server for: messages since a day with one of these senders or subject words."""

    since: datetime
    senders: tuple[str, ...]
    subjects: tuple[str, ...]


class MailSession(Protocol):
    """One read-only connection to an account's IMAP server. Not thread-safe.

    Every method raises ``Transient`` when the connection broke or stalled, ``Permanent`` when the server
    refuses for good. Nothing is flagged, moved or deleted (EXAMINE and BODY.PEEK only).
    """

    def folders(self) -> tuple[Folder, ...]:
        """Every mailbox that can be opened; on one connection perhaps as they were a while ago."""

    def examine(self, mailbox: str) -> MailboxState: ...

    def unchanged(self, mailbox: str) -> bool | None:
        """Whether certainly nothing came to the mailbox since ``passed``, by one round trip; None where nothing was
        passed on this connection yet."""

    def passed(self, mailbox: str, state: MailboxState) -> None:
        """The mailbox has been read as it was when it was in this state."""

    def uids_after(self, uid: int) -> tuple[int, ...]:
        """UIDs greater than ``uid`` in the examined mailbox, ascending."""

    def search(self, search: Search) -> tuple[int, ...]:
        """UIDs of the examined mailbox that match, ascending."""

    def find(self, since: datetime, texts: Sequence[str]) -> tuple[int, ...]:
        """UIDs since a day whose Message-ID, X-Noticed-Letter or Subject contains one of ``texts``."""

    def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
        """Summaries of those that still exist, ascending."""

    def ahead(self, summaries: Sequence[Summary]) -> None:
        """Their bodies will be asked for next, in this order: the small ones may be fetched together."""

    def body(self, summary: Summary, limit: int) -> bytes | None:
        """The whole message in chunks, or None when it is larger than ``limit`` octets, not shown, or gone."""

    def beginning(self, summary: Summary, octets: int) -> bytes | None:
        """So many octets of a message; None when it is not shown, or gone."""

    def close(self) -> None: ...


class Mail(Protocol):
    """An account's IMAP server."""

    def connect(self) -> AbstractContextManager[MailSession]:
        """Log in. Raises ``Permanent`` for refused credentials, ``Transient`` for anything on the way."""


class Watch(Protocol):
    """Keeps connections between polls, and hears on all of them at once whether there is something to poll for."""

    def mail(self, account: str) -> Mail:
        """The account's server. What ``connect`` gives is kept after its use, for the next; where it is in somebody's
        use already, another connection is made and not kept."""

    def start(self, due: Callable[[str], None], unchanged: Callable[[str], None]) -> None:
        """Begin. ``due``: this account is to be polled now; ``unchanged``: its server has just said that nothing came.
        Both are called from a thread of the watch and must not wait."""

    def alive(self) -> bool:
        """Whether that thread goes on."""

    def close(self) -> None:
        """Hang up everywhere."""


MakeMail = Callable[[str], Mail]
"""The IMAP server of an account, by its name."""
