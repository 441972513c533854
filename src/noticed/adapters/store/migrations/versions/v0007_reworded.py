"""Whether a person changed a letter's words, and what the program had written."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("reworded", sa.Text()))
