"""What the services need from the outside, as protocols, each beside the rows that pass through it.

Adapters raise ``Transient`` (trying again later may help) or ``Permanent`` (it will not); every other
exception is a bug and is shunted with its traceback. All times are aware and in UTC.
"""

from noticed.ports.alerts import Alarm, Alerts
from noticed.ports.cases import Cases, Exhibit, Exhibits, Journal, JournalLine, Opened
from noticed.ports.errors import Permanent, Refused, StoreAway, StoreBroken, Transient
from noticed.ports.inbox import Cursor, Inbox, InboxRow, InboxStatus, Mailboxes
from noticed.ports.machine import Channel, Clock, Feed, Figure, Ids, Notifier, Ping, Resolver
from noticed.ports.mail import Folder, Mail, MailboxState, MailSession, MakeMail, Search, Summary, Watch
from noticed.ports.outbox import (
    UNSENT,
    Delivery,
    Due,
    Letter,
    LetterStatus,
    Outbox,
    Phase,
    Suppressed,
    Suppressions,
)
from noticed.ports.pictures import Pictures
from noticed.ports.reader import Reader, Unreadable
from noticed.ports.store import COPY_MARK, MOVED, Copied, Facts, Outran, Store, Tx
from noticed.ports.submission import Answer, InDoubt, MakeSubmission, Refusal, Submission, Submitting, nothing

__all__ = [
    "COPY_MARK",
    "MOVED",
    "UNSENT",
    "Alarm",
    "Alerts",
    "Answer",
    "Cases",
    "Channel",
    "Clock",
    "Copied",
    "Cursor",
    "Delivery",
    "Due",
    "Exhibit",
    "Exhibits",
    "Facts",
    "Feed",
    "Figure",
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
    "Opened",
    "Outbox",
    "Outran",
    "Permanent",
    "Phase",
    "Pictures",
    "Ping",
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
    "nothing",
]
