"""Mailboxes nothing is sent to any more, each known by a keyed hash (HMAC-SHA-256) that stays when it is forgotten:
of what is the same in every spelling of its address.

The key is made with the first entry and lies in the store: it keeps a list of hashes from being read by trying
addresses wherever the list alone gets out.
"""

import hashlib
import hmac
import secrets

from sqlalchemy import Connection, and_, bindparam, func, select

from noticed.adapters.store.facts import ADDRESS_KEY, SqlFacts
from noticed.adapters.store.rows import columns, made
from noticed.adapters.store.schema import hard_bounces, suppressed
from noticed.core.mail.recipients import mailbox_of
from noticed.ports import Suppressed

_GET = select(suppressed).where(
    suppressed.c.account == bindparam("account"), suppressed.c.digest.in_(bindparam("digests", expanding=True))
)


class SqlSuppressions:
    """``noticed.ports.Suppressions`` on one transaction."""

    def __init__(self, connection: Connection, facts: SqlFacts) -> None:
        self._connection = connection
        self._facts = facts

    def get(self, account: str, address: str) -> Suppressed | None:
        if self._facts.get(ADDRESS_KEY) is None:  # nothing ever was
            return None
        found = self._connection.execute(_GET, {"account": account, "digests": self._digests(address)})
        row = found.mappings().first()
        return None if row is None else made(Suppressed, row)

    def add(self, row: Suppressed, *, spelling: bool = False) -> bool:
        if row.address is None or self.get(row.account, row.address):
            return False
        known = row.address if spelling else mailbox_of(row.address)
        values = {**columns(row), "address": row.address.lower(), "digest": self._digest(known, make=True)}
        self._connection.execute(suppressed.insert(), values)
        return True

    def drop(self, account: str, address: str) -> bool:
        digests = self._digests(address)
        gone = suppressed.delete().where(suppressed.c.account == account, suppressed.c.digest.in_(digests))
        theirs = and_(hard_bounces.c.account == account, hard_bounces.c.digest.in_(digests))
        self._connection.execute(hard_bounces.delete().where(theirs))
        return self._connection.execute(gone).rowcount > 0

    def all(self) -> tuple[Suppressed, ...]:
        query = select(suppressed).order_by(suppressed.c.since, suppressed.c.account, suppressed.c.digest)
        return tuple(made(Suppressed, row) for row in self._connection.execute(query).mappings())

    def bounced(self, account: str, address: str, letter: str) -> int:
        place = {"account": account, "digest": self._digest(address, make=True), "letter": letter}
        mine = and_(hard_bounces.c.account == account, hard_bounces.c.digest == place["digest"])
        if self._connection.scalar(select(func.count()).where(mine, hard_bounces.c.letter == letter)) == 0:
            self._connection.execute(hard_bounces.insert(), place)
        return self._connection.scalar(select(func.count()).select_from(hard_bounces).where(mine)) or 0

    def forget(self, address: str) -> bool:
        update = suppressed.update().where(suppressed.c.digest.in_(self._digests(address))).values(address=None)
        return self._connection.execute(update).rowcount > 0

    def _digests(self, address: str) -> list[str]:
        """Of its mailbox, and of the address itself: bounces are counted by it, and suppressions once were."""
        return list(dict.fromkeys((self._digest(mailbox_of(address)), self._digest(address))))

    def _digest(self, address: str, *, make: bool = False) -> str:
        key = self._facts.get(ADDRESS_KEY)
        if key is None and make:
            key = secrets.token_hex(32)
            self._facts.set(ADDRESS_KEY, key)
        return hmac.new((key or "").encode(), address.lower().encode(), hashlib.sha256).hexdigest()
