"""Received messages: their bytes once per account, wherever and however often they are found."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal, or_, select

from noticed.adapters.store.mailboxes import COVERED, cover, place_of
from noticed.adapters.store.rows import by, columns, counted, made
from noticed.adapters.store.schema import inbox
from noticed.ports import InboxRow, InboxStatus

_PLACE_AND_BYTES = ("id", "account", "mailbox", "uidvalidity", "uid", "raw", "sha256", "size")
"""What never changes."""

_NO_RAW = literal(b"", inbox.c.raw.type)
_WHOLE = select(inbox).where(by(inbox.c.id))
_HEAD = select(*(_NO_RAW.label("raw") if column is inbox.c.raw else column for column in inbox.c)).where(by(inbox.c.id))
_SAVE = inbox.update().where(by(inbox.c.id))
_INSERT = inbox.insert().returning(inbox.c.id)
_SAME = select(inbox.c.id).where(inbox.c.account == bindparam("account"), inbox.c.sha256 == bindparam("sha256"))
_SIGNED = (
    select(inbox.c.id)
    .where(inbox.c.account == bindparam("account"), inbox.c.signature == bindparam("signature"))
    .where(inbox.c.id != bindparam("but"))
    .limit(1)
)

BEGINNING = 256 * 1024
"""Octets of each message where many are read: a header at most."""


class SqlInbox:
    """``noticed.ports.Inbox`` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: InboxRow) -> int | None:
        place = {
            "account": row.account,
            "mailbox": row.mailbox,
            "uidvalidity": row.uidvalidity,
            "first_uid": row.uid,
            "last_uid": row.uid,
            "count": 1,
        }
        if self._connection.scalar(COVERED, place_of(place)) is not None:
            return None
        known = self._connection.scalar(_SAME, {"account": row.account, "sha256": row.sha256})
        if known is not None:
            cover(self._connection, {**place, "inbox_id": known})
            return None
        new: int = self._connection.execute(_INSERT, columns(row, but=["id"])).scalar_one()
        cover(self._connection, {**place, "inbox_id": new})
        return new

    def get(self, row_id: int, *, whole: bool = True) -> InboxRow | None:
        found = self._connection.execute(_WHOLE if whole else _HEAD, {"by": row_id}).mappings().one_or_none()
        return made(InboxRow, found) if found else None

    def due(self, now: datetime) -> tuple[int, ...]:
        query = (
            select(inbox.c.id)
            .where(inbox.c.status == InboxStatus.NEW, or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= now))
            .order_by(inbox.c.received_at, inbox.c.id)
        )
        return tuple(self._connection.scalars(query))

    def find(self, account: str, sha256: str) -> InboxRow | None:
        row_id = self._connection.scalar(_SAME, {"account": account, "sha256": sha256})
        return self.get(row_id, whole=False) if row_id is not None else None

    def save(self, row: InboxRow) -> None:
        if not self._connection.execute(_SAVE, {"by": row.id, **columns(row, but=_PLACE_AND_BYTES)}).rowcount:
            raise LookupError(f"inbox row {row.id}")

    def shown(self, row: InboxRow) -> None:
        known = self.find(row.account, row.sha256)
        if known is None or known.id == row.id:  # a message that is all header was there before
            self._connection.execute(_SAVE, {"by": row.id, **columns(row, but=["id"])})
        else:
            self._connection.execute(_SAVE, {"by": row.id, "status": InboxStatus.DROPPED})

    def blank(self, row_id: int) -> None:
        gone = {"raw": b"", "error": None, "message_id": None, "evidence": None}
        self._connection.execute(inbox.update().where(inbox.c.id == row_id).values(gone))

    def without_case(self) -> tuple[int, ...]:
        kept = select(inbox.c.id).where(inbox.c.case.is_(None), func.length(inbox.c.raw) > 0)
        return tuple(self._connection.scalars(kept.order_by(inbox.c.id)))

    def with_status(self, status: InboxStatus, *, octets: int = BEGINNING) -> tuple[InboxRow, ...]:
        return self._where(inbox.c.status == status, octets)

    def of_case(self, case: str, *, octets: int | None = None) -> tuple[InboxRow, ...]:
        return self._where(inbox.c.case == case, octets)

    def counts(self) -> dict[str, int]:
        return counted(self._connection, inbox.c.status)

    def signature_seen(self, account: str, signature: str, but: int) -> bool:
        of = {"account": account, "signature": signature, "but": but}
        return self._connection.scalar(_SIGNED, of) is not None

    def latest(self, account: str) -> datetime | None:
        newest: datetime | None = self._connection.scalar(
            select(func.max(inbox.c.received_at)).where(inbox.c.account == account)
        )
        return newest

    def _where(self, condition: ColumnElement[bool], octets: int | None) -> tuple[InboxRow, ...]:
        """``octets``: of each message's first bytes; None: all of them."""
        beginning = func.substr(inbox.c.raw, 1, octets, type_=inbox.c.raw.type) if octets else _NO_RAW
        raw = inbox.c.raw if octets is None else beginning.label("raw")
        wanted = [raw if column is inbox.c.raw else column for column in inbox.c]
        query = select(*wanted).where(condition).order_by(inbox.c.received_at, inbox.c.id)
        return tuple(made(InboxRow, row) for row in self._connection.execute(query).mappings())
