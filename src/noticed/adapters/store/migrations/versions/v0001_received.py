"""What is received: mailboxes, messages, and the cases they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAME = sa.String(32)


def upgrade() -> None:
    _mail()
    _cases()
    _inbox()


def _mail() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger()),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("first_look_done", sa.Boolean(), nullable=False),
        sa.Column("polled_at", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.Text()),
        sa.PrimaryKeyConstraint("account", "mailbox", name="pk_mailboxes"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("state", _NAME, nullable=False),
        sa.Column("reason", _NAME),
        sa.Column("disposition", _NAME),
        sa.Column("kind", _NAME, nullable=False),
        sa.Column("marketplace", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("rights_owner_name", sa.Text()),
        sa.Column("action", _NAME, nullable=False),
        sa.Column("reason_stated", sa.Boolean(), nullable=False),
        sa.Column("appeal_channel", _NAME, nullable=False),
        sa.Column("amazon_cc", sa.Text()),
        sa.Column("retraction_address", sa.Text()),
        sa.Column("notice_message_id", sa.Text()),
        sa.Column("notice_date", sa.Text()),
        sa.Column("authentic", sa.Boolean(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", sa.Text()),
        sa.Column("outcome", _NAME),
        sa.Column("awaited", sa.Text()),
        sa.Column("plan", _NAME),
        sa.Column("plan_at", sa.Text()),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("wake_at", sa.Text()),
        sa.Column("deadline_at", sa.Text()),
        sa.Column("deadline_warned", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.Text()),
        sa.PrimaryKeyConstraint("case", name="pk_cases"),
    )
    op.create_index("ix_cases_account_state_opened_at", "cases", ["account", "state", "opened_at"])
    op.create_index("ix_cases_wake_at", "cases", ["wake_at"])
    op.create_table(
        "complaints",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.Text()),
        sa.Column("ip_type", _NAME),
        sa.Column("ip_numbers", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.case"], name="fk_complaints_case", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case", "position", name="pk_complaints"),
    )
    op.create_index("ix_complaints_complaint_id", "complaints", ["complaint_id"])
    op.create_table(
        "complaint_asins",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("complaint", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asin", sa.Text(), nullable=False),
        sa.Column("marketplace", sa.Text()),
        sa.Column("status", _NAME, nullable=False),
        sa.ForeignKeyConstraint(
            ["case", "complaint"],
            ["complaints.case", "complaints.position"],
            name="fk_complaint_asins_case_complaint",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("case", "complaint", "position", name="pk_complaint_asins"),
    )
    op.create_index("ix_complaint_asins_asin", "complaint_asins", ["asin"])
    op.create_table(
        "complainant_addresses",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.case"], name="fk_complainant_addresses_case", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case", "position", name="pk_complainant_addresses"),
    )
    op.create_index("ix_complainant_addresses_address", "complainant_addresses", ["address"])
    op.create_index("ix_complainant_addresses_domain", "complainant_addresses", ["domain"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("first_look", sa.Boolean(), nullable=False),
        sa.Column("status", _NAME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("case", sa.Text()),
        sa.Column("message_id", sa.Text()),
        sa.Column("signature", sa.Text()),
        sa.Column("evidence", sa.Text()),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.case"], name="fk_inbox_case", initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("account", "sha256", name="uq_inbox_account_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_account_received_at", "inbox", ["account", "received_at"])
    op.create_index("ix_inbox_account_signature", "inbox", ["account", "signature"])
    op.create_index("ix_inbox_case", "inbox", ["case"])
    op.create_index("ix_inbox_status_received_at", "inbox", ["status", "received_at"])
    op.create_table(
        "ledger",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("first_uid", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("inbox_id", _ID),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="fk_ledger_inbox_id"),
        sa.PrimaryKeyConstraint("account", "mailbox", "uidvalidity", "first_uid", "last_uid", name="pk_ledger"),
    )
