"""An account's IMAP server, read only. All times are aware and in UTC."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from noticed.core.values import Value


class MailboxState(Value):
    """Answer to EXAMINE (RFC 9051 section 6.3.3)."""

    uidvalidity: int
    uid_next: int
    exists: int


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

    def folders(self) -> tuple[Folder, ...]: ...

    def examine(self, mailbox: str) -> MailboxState: ...

    def uids_after(self, uid: int) -> tuple[int, ...]:
        """UIDs greater than ``uid`` in the examined mailbox, ascending."""

    def search(self, search: Search) -> tuple[int, ...]:
        """UIDs of the examined mailbox that match, ascending."""

    def find(self, since: datetime, texts: Sequence[str]) -> tuple[int, ...]:
        """UIDs since a day whose Message-ID, X-Noticed-Letter or Subject contains one of ``texts``."""

    def summaries(self, uids: Sequence[int]) -> tuple[Summary, ...]:
        """Summaries of those that still exist, ascending."""

    def body(self, summary: Summary, limit: int) -> bytes | None:
        """The whole message in chunks, or None when it is larger than ``limit`` octets or gone."""

    def wait(self, seconds: float) -> bool:
        """IDLE on the examined mailbox: True as soon as it changed, False after ``seconds`` (RFC 2177).

        Where the server has no IDLE it sleeps.
        """

    def close(self) -> None: ...


class Mail(Protocol):
    """An account's IMAP server."""

    def connect(self) -> AbstractContextManager[MailSession]:
        """Log in. Raises ``Permanent`` for refused credentials, ``Transient`` for anything on the way."""


MakeMail = Callable[[str], Mail]
"""The IMAP server of an account, by its name."""
