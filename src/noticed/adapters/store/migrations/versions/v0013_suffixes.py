"""Complainants' domains by the public suffix list."""

import sqlalchemy as sa
from alembic import op

from noticed.core.mail.recipients import registrable_domain

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    addresses = sa.table("complainant_addresses", sa.column("domain"), sa.column("registrable"))
    bind = op.get_bind()
    for (domain,) in bind.execute(sa.select(addresses.c.domain).distinct()).all():
        mine = addresses.c.domain == domain
        bind.execute(addresses.update().where(mine).values(registrable=registrable_domain(domain)))
