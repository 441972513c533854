"""Addresses nothing is sent to any more, by a keyed hash; and the bounces that lead there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "suppressed",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("message", sa.Text()),
        sa.PrimaryKeyConstraint("account", "digest", name="pk_suppressed"),
    )
    op.create_table(
        "hard_bounces",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "digest", "letter", name="pk_hard_bounces"),
    )
