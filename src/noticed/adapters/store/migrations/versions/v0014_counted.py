"""What counts the notices of half a year is read from indexes alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.drop_index("ix_cases_opened_at", "cases")
    op.create_index("ix_cases_opened_at_account_marketplace", "cases", ["opened_at", "account", "marketplace"])
    second = sa.text("position = 1")
    op.create_index("ix_complaints_second", "complaints", ["case"], sqlite_where=second, postgresql_where=second)
