"""The lines of a case's journal are chained. Lines written before carry no seal."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name in ("digest", "seal"):
        op.add_column("journal", sa.Column(name, sa.Text()))
