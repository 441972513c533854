"""What is written: letters, and the journal that nobody can rewrite."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAME = sa.String(32)


def upgrade() -> None:
    _outbox()
    _trail()
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("case", sa.Text()),
        sa.Column("kind", _NAME, nullable=False),
        sa.Column("step", sa.Integer()),
        sa.Column("status", _NAME, nullable=False),
        sa.Column("phase", _NAME, nullable=False),
        sa.Column("hold_reason", sa.Text()),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("cc", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("in_reply_to", sa.Text()),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text()),
        sa.Column("retry_at", sa.Text()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("started_at", sa.Text()),
        sa.Column("submitted_at", sa.Text()),
        sa.Column("answer", sa.Text()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text()),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["case"], ["cases.case"], name="fk_outbox_case", initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("letter", name="uq_outbox_letter"),
    )
    op.create_index("ix_outbox_account_submitted_at", "outbox", ["account", "submitted_at"])
    op.create_index("ix_outbox_case", "outbox", ["case"])
    op.create_index("ix_outbox_message_id", "outbox", ["message_id"])
    op.create_index("ix_outbox_status_due_at", "outbox", ["status", "due_at"])
    op.create_table(
        "deliveries",
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["outbox.letter"], name="fk_deliveries_letter", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("letter", "position", name="pk_deliveries"),
    )


def _trail() -> None:
    op.create_table(
        "journal",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("account", sa.Text()),
        sa.Column("case", sa.Text()),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_at", "journal", ["at"])
    op.create_index("ix_journal_case", "journal", ["case"])
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_facts"),
    )


_REFUSAL = "the journal is append-only"
_APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER journal_{verb} BEFORE {verb} ON journal BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()",
    ],
}
