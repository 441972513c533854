"""What was done of a case's removal checklist."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("cases", sa.Column("removal", sa.Text(), nullable=False, server_default="[]"))
