"""The tables. A column has the name of the value's field it holds; the migrations make what stands here.

``REVISION`` is the newest migration: a store at this revision is opened without loading Alembic.
"""

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from noticed.adapters.store.column_types import Beginnings, Day, Files, Json, Removals, Strings, Time, Words
from noticed.core.case.exhibits import ExhibitKind
from noticed.core.case.model import AsinStatus, Disposition, LetterKind, Outcome, Plan, Reason, State
from noticed.core.notice.model import AppealChannel, IpType, NoticeAction, NoticeKind
from noticed.ports import InboxStatus, LetterStatus, Phase

REVISION = "0014"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER is SQLite's own row number


def _name(names: type[StrEnum]) -> Enum:
    return Enum(
        names,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def _case(*, index: bool = False) -> Column[str]:
    """The case a row belongs to; checked when the transaction ends, so that the order inside it is free."""
    return Column("case", Words, ForeignKey("cases.case", deferrable=True, initially="DEFERRED"), index=index)


mailboxes = Table(
    "mailboxes",
    metadata,
    Column("account", Words, primary_key=True),
    Column("mailbox", Words, primary_key=True),
    Column("uidvalidity", BigInteger),
    Column("last_uid", BigInteger, nullable=False),
    Column("first_look_done", Boolean, nullable=False),
    Column("polled_at", Time),
    Column("error", Words),
    Column("errors", Integer, nullable=False),
    Column("retry_at", Time),
)

ledger = Table(
    "ledger",
    metadata,
    Column("account", Words, primary_key=True),
    Column("mailbox", Words, primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True),
    Column("first_uid", BigInteger, primary_key=True),
    Column("last_uid", BigInteger, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("inbox_id", _Id, ForeignKey("inbox.id")),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("account", Words, nullable=False),
    Column("mailbox", Words, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received_at", Time, nullable=False),
    Column("fetched_at", Time, nullable=False),
    Column("first_look", Boolean, nullable=False),
    Column("status", _name(InboxStatus), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Time),
    Column("error", Words),
    Column("category", Words),
    _case(),
    Column("message_id", Words),
    Column("signature", Words),
    Column("evidence", Json),
    Column("raw", LargeBinary, nullable=False),  # last: what stands before it is read without its pages
    UniqueConstraint("account", "sha256"),
    Index(None, "status", "received_at"),
    Index(None, "account", "received_at"),
    Index(None, "account", "signature"),
    Index(None, "case"),
    sqlite_autoincrement=True,  # the operator types these numbers: none is ever given twice
)

cases = Table(
    "cases",
    metadata,
    Column("case", Words, primary_key=True),
    Column("account", Words, nullable=False),
    Column("state", _name(State), nullable=False),
    Column("reason", _name(Reason)),
    Column("disposition", _name(Disposition)),
    Column("kind", _name(NoticeKind), nullable=False),
    Column("marketplace", Words),
    Column("language", Words, nullable=False),
    Column("rights_owner_name", Words),
    Column("action", _name(NoticeAction), nullable=False),
    Column("reason_stated", Boolean, nullable=False),
    Column("appeal_channel", _name(AppealChannel), nullable=False),
    Column("amazon_cc", Words),
    Column("retraction_address", Words),
    Column("notice_message_id", Words),
    Column("notice_date", Time),
    Column("authentic", Boolean, nullable=False),
    Column("cadence", Words, nullable=False),
    Column("step", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", Time),
    Column("outcome", _name(Outcome)),
    Column("awaited", Words),
    Column("plan", _name(Plan)),
    Column("plan_at", Time),
    Column("opened_at", Time, nullable=False),
    Column("changed_at", Time, nullable=False),
    Column("wake_at", Time, index=True),
    Column("deadline_at", Time),
    Column("deadline_warned", Boolean, nullable=False),
    Column("began", Beginnings, nullable=False),
    Column("alarmed_at", Time),
    Column("removal", Removals, nullable=False),
    Column("closed_at", Time),
    Index(None, "account", "state", "opened_at"),
    Index(None, "state", "opened_at"),
    Index(None, "opened_at", "account", "marketplace"),
    Index(None, "closed_at"),
)

complaints = Table(
    "complaints",
    metadata,
    Column("case", Words, ForeignKey("cases.case", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("complaint_id", Words, index=True),
    Column("ip_type", _name(IpType)),
    Column("ip_numbers", Strings, nullable=False),
    Column("owner", Words),
    Column("cleared", Boolean, nullable=False),
)
Index("ix_complaints_second", complaints.c.case)  # of second ones alone; to say so here loads both databases' dialects

complaint_asins = Table(
    "complaint_asins",
    metadata,
    Column("case", Words, primary_key=True),
    Column("complaint", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("asin", Words, nullable=False, index=True),
    Column("marketplace", Words),
    Column("status", _name(AsinStatus), nullable=False),
    ForeignKeyConstraint(["case", "complaint"], ["complaints.case", "complaints.position"], ondelete="CASCADE"),
)

complainant_addresses = Table(
    "complainant_addresses",
    metadata,
    Column("case", Words, ForeignKey("cases.case", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("address", Words, nullable=False, index=True),
    Column("domain", Words, nullable=False, index=True),
    Column("registrable", Words, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True),  # the order in which they were written
    Column("letter", Words, nullable=False, unique=True),
    Column("account", Words, nullable=False),
    _case(index=True),
    Column("kind", _name(LetterKind), nullable=False),
    Column("step", Integer),
    Column("status", _name(LetterStatus), nullable=False),
    Column("phase", _name(Phase), nullable=False),
    Column("hold_reason", Words),
    Column("approved", Boolean, nullable=False),
    Column("sender", Words, nullable=False),
    Column("to", Strings, nullable=False),
    Column("cc", Strings, nullable=False),
    Column("subject", Words, nullable=False),
    Column("message_id", Words, nullable=False, index=True),
    Column("in_reply_to", Words),
    Column("references", Strings, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("due_at", Time),
    Column("retry_at", Time),
    Column("tries", Integer, nullable=False),
    Column("owner", Words),
    Column("started_at", Time),
    Column("submitted_at", Time),
    Column("answer", Words),
    Column("body", Words, nullable=False),
    Column("html", Words),
    Column("files", Files, nullable=False),
    Column("raw", LargeBinary),
    Column("copied_at", Time),
    Column("copy_id", Words, index=True),
    Column("reworded", Words),
    Index(None, "status", "due_at"),
    Index(None, "account", "submitted_at"),
    Index(None, "submitted_at"),
    Index(None, "kind", "created_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("letter", Words, ForeignKey("outbox.letter", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("address", Words, nullable=False),
    Column("code", Integer, nullable=False),
    Column("text", Words, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("at", Time, nullable=False, index=True),
    Column("account", Words),
    Column("case", Words, index=True),
    Column("event", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("facts", Json),
    Column("digest", Words),
    Column("seal", Words),
    sqlite_autoincrement=True,
)

facts = Table(
    "facts",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

suppressed = Table(
    "suppressed",
    metadata,
    Column("account", Words, primary_key=True),
    Column("digest", Words, primary_key=True),
    Column("address", Words),
    Column("why", Words, nullable=False),
    Column("since", Time, nullable=False),
    Column("message", Words),
)

hard_bounces = Table(
    "hard_bounces",
    metadata,
    Column("account", Words, primary_key=True),
    Column("digest", Words, primary_key=True),
    Column("letter", Words, primary_key=True),
)

alerts = Table(
    "alerts",
    metadata,
    Column("alert", Words, primary_key=True),
    Column("at", Time, nullable=False, index=True),
    Column("kind", Words, nullable=False),
    Column("case", Words),
    Column("letter", Words),
    Column("pushed_at", Time, index=True),
)

exhibits = Table(
    "exhibits",
    metadata,
    Column("id", _Id, primary_key=True),  # the order in which they were added
    _case(),
    Column("name", Words, nullable=False),
    Column("kind", _name(ExhibitKind), nullable=False),
    Column("content_type", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("dated", Day),
    Column("expires", Day),
    Column("source", Words, nullable=False),
    Column("added_at", Time, nullable=False),
    Column("removed_at", Time),
    Column("removed_why", Words),
    Column("content", LargeBinary, nullable=False),  # last: what stands before it is read without its pages
    UniqueConstraint("case", "name"),
)
