"""What the operator was told at once, by cause; and whether the second channel has it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case", sa.Text()),
        sa.Column("letter", sa.Text()),
        sa.Column("pushed_at", sa.Text()),
        sa.PrimaryKeyConstraint("alert", name="pk_alerts"),
    )
    op.create_index("ix_alerts_at", "alerts", ["at"])
    op.create_index("ix_alerts_pushed_at", "alerts", ["pushed_at"])
