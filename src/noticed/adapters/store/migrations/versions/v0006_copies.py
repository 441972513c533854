"""When a letter's own copy came, and the Message-ID the provider gave it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("copied_at", sa.Text()))
    op.add_column("outbox", sa.Column("copy_id", sa.Text()))
    op.create_index("ix_outbox_copy_id", "outbox", ["copy_id"])
