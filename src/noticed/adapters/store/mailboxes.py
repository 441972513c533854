"""Cursors and the ledger: how far each mailbox was read, and by which row each of its messages is covered.

A place of the ledger is (account, mailbox, UIDVALIDITY, UIDs): a new UIDVALIDITY covers everything afresh
(RFC 9051 section 2.3.1.1).
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select

from noticed.adapters.store.rows import columns, made
from noticed.adapters.store.schema import ledger, mailboxes
from noticed.ports import Cursor

COVERED = select(ledger.c.inbox_id).where(*(column == bindparam(column.name) for column in ledger.primary_key))
"""The row of exactly this place; made once, as is every statement here that is said for each message."""
_INSERT = ledger.insert()


class SqlMailboxes:
    """``noticed.ports.Mailboxes`` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, account: str, mailbox: str) -> Cursor | None:
        here = and_(mailboxes.c.account == account, mailboxes.c.mailbox == mailbox)
        row = self._connection.execute(select(mailboxes).where(here)).mappings().one_or_none()
        return None if row is None else made(Cursor, row)

    def all(self) -> tuple[Cursor, ...]:
        query = select(mailboxes).order_by(mailboxes.c.account, mailboxes.c.mailbox)
        return tuple(made(Cursor, row) for row in self._connection.execute(query).mappings())

    def save(self, cursor: Cursor) -> None:
        here = and_(mailboxes.c.account == cursor.account, mailboxes.c.mailbox == cursor.mailbox)
        if not self._connection.execute(mailboxes.update().where(here).values(columns(cursor))).rowcount:
            self._connection.execute(mailboxes.insert(), columns(cursor))

    def seen(self, accounts: Mapping[str, datetime]) -> None:
        read = and_(mailboxes.c.polled_at.is_not(None), mailboxes.c.error.is_(None))
        update = (
            mailboxes.update().where(mailboxes.c.account == bindparam("of"), read).values(polled_at=bindparam("at"))
        )
        self._connection.execute(update, [{"of": name, "at": at} for name, at in accounts.items()])

    def cover(self, cursor: Cursor, first_uid: int, last_uid: int, count: int) -> None:
        if cursor.uidvalidity is None:
            raise ValueError("a mailbox never examined has no UIDs")
        cover(
            self._connection,
            {
                "account": cursor.account,
                "mailbox": cursor.mailbox,
                "uidvalidity": cursor.uidvalidity,
                "first_uid": first_uid,
                "last_uid": last_uid,
                "count": count,
            },
        )

    def covered(self, account: str, mailbox: str, uidvalidity: int) -> tuple[tuple[int, int], ...]:
        query = (
            select(ledger.c.first_uid, ledger.c.last_uid)
            .where(ledger.c.account == account, ledger.c.mailbox == mailbox, ledger.c.uidvalidity == uidvalidity)
            .order_by(ledger.c.first_uid, ledger.c.last_uid)
        )
        return tuple((row.first_uid, row.last_uid) for row in self._connection.execute(query))


def cover(connection: Connection, place: dict[str, object]) -> None:
    """One ledger row, unless exactly this place has one: covering twice changes nothing."""
    if connection.execute(COVERED, place_of(place)).one_or_none() is None:
        connection.execute(_INSERT, place)


def place_of(place: Mapping[str, object]) -> dict[str, object]:
    """What ``COVERED`` asks for: where it is."""
    return {column.name: place[column.name] for column in ledger.primary_key}
