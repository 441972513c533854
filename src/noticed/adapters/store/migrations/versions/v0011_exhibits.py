"""Files that show something in a case, kept as they came."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "exhibits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("case", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text()),
        sa.Column("expires", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.Text()),
        sa.Column("removed_why", sa.Text()),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exhibits"),
        sa.ForeignKeyConstraint(
            ["case"], ["cases.case"], name="fk_exhibits_case", deferrable=True, initially="DEFERRED"
        ),
        sa.UniqueConstraint("case", "name", name="uq_exhibits_case_name"),
    )
