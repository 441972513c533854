"""What the services need from the outside, as protocols, and the rows that pass through them.

Adapters raise ``Transient`` (trying again later may help) or ``Permanent`` (it will not); every other
exception is a bug and is shunted with its traceback. All times are aware and in UTC.
"""

from noticed.ports.errors import (
    Permanent,
    Refused,
    StoreAway,
    StoreBroken,
    Transient,
)
from noticed.ports.machine import (
    Clock,
    Ids,
    Notifier,
    Resolver,
)
from noticed.ports.mail import (
    Folder,
    Mail,
    MailboxState,
    MailSession,
    MakeMail,
    Search,
    Summary,
    Watch,
)
from noticed.ports.reader import (
    Reader,
    Unreadable,
)
from noticed.ports.rows import (
    UNSENT,
    Cursor,
    Delivery,
    InboxRow,
    InboxStatus,
    JournalLine,
    Letter,
    LetterStatus,
    Phase,
    Suppressed,
)
from noticed.ports.store import (
    COPY_MARK,
    Cases,
    Copied,
    Facts,
    Inbox,
    Journal,
    Mailboxes,
    Outbox,
    Outran,
    Store,
    Suppressions,
    Tx,
)
from noticed.ports.submission import (
    Answer,
    InDoubt,
    MakeSubmission,
    Refusal,
    Submission,
    Submitting,
)

__all__ = [
    "COPY_MARK",
    "UNSENT",
    "Answer",
    "Cases",
    "Clock",
    "Copied",
    "Cursor",
    "Delivery",
    "Facts",
    "Folder",
    "Ids",
    "InDoubt",
    "Inbox",
    "InboxRow",
    "InboxStatus",
    "Journal",
    "JournalLine",
    "Letter",
    "LetterStatus",
    "Mail",
    "MailSession",
    "MailboxState",
    "Mailboxes",
    "MakeMail",
    "MakeSubmission",
    "Notifier",
    "Outbox",
    "Outran",
    "Permanent",
    "Phase",
    "Reader",
    "Refusal",
    "Refused",
    "Resolver",
    "Search",
    "Store",
    "StoreAway",
    "StoreBroken",
    "Submission",
    "Submitting",
    "Summary",
    "Suppressed",
    "Suppressions",
    "Transient",
    "Tx",
    "Unreadable",
    "Watch",
]
