"""What a large store is asked for: open cases, those of a time, letters of a time or kind, complainants of a domain."""

import sqlalchemy as sa
from alembic import op

from noticed.core.mail.recipients import registrable_domain

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index("ix_cases_state_opened_at", "cases", ["state", "opened_at"])
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"])
    op.create_index("ix_cases_closed_at", "cases", ["closed_at"])
    op.create_index("ix_outbox_submitted_at", "outbox", ["submitted_at"])
    op.create_index("ix_outbox_kind_created_at", "outbox", ["kind", "created_at"])
    op.add_column("complainant_addresses", sa.Column("registrable", sa.Text()))
    addresses = sa.table("complainant_addresses", sa.column("domain"), sa.column("registrable"))
    bind = op.get_bind()
    for (domain,) in bind.execute(sa.select(addresses.c.domain).distinct()).all():
        known = registrable_domain(domain)
        if known:
            bind.execute(addresses.update().where(addresses.c.domain == domain).values(registrable=known))
    op.create_index("ix_complainant_addresses_registrable", "complainant_addresses", ["registrable"])
