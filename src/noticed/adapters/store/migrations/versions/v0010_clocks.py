"""What the clocks of a case are counted from, and until when their alarms have been told."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("cases", sa.Column("began", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("cases", sa.Column("alarmed_at", sa.Text()))
    cases = sa.table("cases", sa.column("alarmed_at"))
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    op.get_bind().execute(cases.update().values(alarmed_at=now))  # what is long past is not alarmed of now
