"""Received messages: their bytes once per account, wherever and however often they are found."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, literal, literal_column, or_, select

from noticed.adapters.store.known import Known
from noticed.adapters.store.mailboxes import COVERED, cover, place_of
from noticed.adapters.store.rows import by, columns, counted, made, of_each
from noticed.adapters.store.schema import inbox
from noticed.ports import InboxRow, InboxStatus

_PLACE_AND_BYTES = ("id", "account", "mailbox", "uidvalidity", "uid", "raw", "sha256", "size")
"""What never changes."""

_NO_RAW = literal(b"", inbox.c.raw.type)
_WHOLE = select(inbox).where(by(inbox.c.id))
_HEAD = select(*(_NO_RAW.label("raw") if column is inbox.c.raw else column for column in inbox.c)).where(by(inbox.c.id))
_STATUS = select(inbox.c.status).where(by(inbox.c.id))
_OF_CASES = (
    select(*_HEAD.selected_columns)
    .where(inbox.c.case.in_(bindparam("cases", expanding=True)))
    .order_by(inbox.c.received_at, inbox.c.id)
)
_SAVE = inbox.update().where(by(inbox.c.id))
_INSERT = inbox.insert().returning(inbox.c.id)
_SAME = select(inbox.c.id).where(inbox.c.account == bindparam("account"), inbox.c.sha256 == bindparam("sha256"))
_SIGNED = (
    select(inbox.c.id)
    .where(inbox.c.account == bindparam("account"), inbox.c.signature == bindparam("signature"))
    .where(inbox.c.id != bindparam("but"))
    .limit(1)
)
_AT_ONCE = 16
"""Rows among which one statement looks for one that is due; always as many, so that it is prepared once."""
_IS_DUE = and_(inbox.c.status == InboxStatus.NEW, or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= bindparam("now")))
_DUE = select(inbox.c.id, inbox.c.account).where(_IS_DUE).order_by(inbox.c.received_at, inbox.c.id)
_FIRST = (
    select(inbox.c.id)
    .where(inbox.c.id.in_([bindparam(f"id_{n}") for n in range(_AT_ONCE)]), _IS_DUE)
    .order_by(inbox.c.received_at, inbox.c.id)
    .limit(literal_column("1"))
)
_TAKE = (
    inbox.update()
    .where(inbox.c.id == _FIRST.scalar_subquery())
    .values(attempts=inbox.c.attempts + 1, retry_at=bindparam("until"))
    .returning(inbox.c.id)
)
"""Only what is small comes back from it: SQLite copies a returned row, of which the message may be 30 MB, twice."""

BEGINNING = 256 * 1024
"""Octets of each message where many are read: a header at most."""


class SqlInbox:
    """``noticed.ports.Inbox`` on one transaction."""

    def __init__(self, connection: Connection, known: Known | None = None) -> None:
        self._connection = connection
        self._of_case = (known or Known()).messages_of

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
        self._of_case.clear()
        new: int = self._connection.execute(_INSERT, columns(row, but=["id"])).scalar_one()
        cover(self._connection, {**place, "inbox_id": new})
        return new

    def get(self, row_id: int, *, whole: bool = True) -> InboxRow | None:
        found = self._connection.execute(_WHOLE if whole else _HEAD, {"by": row_id}).mappings().one_or_none()
        return made(InboxRow, found) if found else None

    def due(self, now: datetime, accounts: Collection[str] | None = None) -> tuple[int, ...]:
        rows = self._connection.execute(_DUE, {"now": now})
        return tuple(row.id for row in rows if accounts is None or row.account in accounts)

    def take(self, ids: Sequence[int], now: datetime, until: datetime) -> InboxRow | None:
        self._of_case.clear()
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            several = {f"id_{n}": some[min(n, len(some) - 1)] for n in range(_AT_ONCE)}
            taken = self._connection.scalar(_TAKE, {**several, "now": now, "until": until})
            if taken is not None:
                return self.get(taken)
        return None

    def is_new(self, row_id: int) -> bool:
        return self._connection.scalar(_STATUS, {"by": row_id}) is InboxStatus.NEW

    def find(self, account: str, sha256: str) -> InboxRow | None:
        row_id = self._connection.scalar(_SAME, {"account": account, "sha256": sha256})
        return self.get(row_id, whole=False) if row_id is not None else None

    def save(self, row: InboxRow) -> None:
        self._of_case.clear()
        if not self._connection.execute(_SAVE, {"by": row.id, **columns(row, but=_PLACE_AND_BYTES)}).rowcount:
            raise LookupError(f"inbox row {row.id}")

    def shown(self, row: InboxRow) -> None:
        self._of_case.clear()
        known = self.find(row.account, row.sha256)
        if known is None or known.id == row.id:  # a message that is all header was there before
            self._connection.execute(_SAVE, {"by": row.id, **columns(row, but=["id"])})
        else:
            self._connection.execute(_SAVE, {"by": row.id, "status": InboxStatus.DROPPED})

    def blank(self, row_id: int) -> None:
        self._of_case.clear()
        gone = {"raw": b"", "error": None, "message_id": None, "evidence": None}
        self._connection.execute(inbox.update().where(inbox.c.id == row_id).values(gone))

    def without_case(self) -> tuple[int, ...]:
        kept = select(inbox.c.id).where(inbox.c.case.is_(None), func.length(inbox.c.raw) > 0)
        return tuple(self._connection.scalars(kept.order_by(inbox.c.id)))

    def with_status(self, status: InboxStatus, *, octets: int = BEGINNING) -> tuple[InboxRow, ...]:
        return self._where(inbox.c.status == status, octets)

    def of_case(self, case: str, *, octets: int | None = None) -> tuple[InboxRow, ...]:
        if octets == 0:
            return self._of_case[case] if case in self._of_case else self.ahead([case])[case]
        return self._where(inbox.c.case == case, octets)

    def ahead(self, cases: Sequence[str]) -> Mapping[str, tuple[InboxRow, ...]]:
        """Read the messages of several cases at once, without their bytes."""
        rows = self._connection.execute(_OF_CASES, {"cases": cases}).mappings()
        self._of_case |= of_each(cases, (made(InboxRow, row) for row in rows))
        return self._of_case

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
