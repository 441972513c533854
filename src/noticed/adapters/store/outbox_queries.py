"""What is asked of the letters again and again: made once, so that none of it is put together anew for a letter."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from noticed.adapters.store.rows import by
from noticed.adapters.store.schema import deliveries, outbox
from noticed.ports import LetterStatus


def letters(condition: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """Letters in the order they were written, and what was said of them."""
    chosen = select(outbox.c.letter).where(condition)
    said = select(deliveries).where(deliveries.c.letter.in_(chosen)).order_by(*deliveries.primary_key)
    return select(outbox).where(condition).order_by(outbox.c.id), said


ONE = (
    select(outbox).where(by(outbox.c.letter)),
    select(deliveries).where(by(deliveries.c.letter)).order_by(*deliveries.primary_key),
)
OF_CASE = letters(by(outbox.c.case))
OF_CASES = letters(outbox.c.case.in_(bindparam("cases", expanding=True)))
_SINCE = func.coalesce(outbox.c.due_at, outbox.c.created_at)
_COME = (or_(column.is_(None), column <= bindparam("now")) for column in (outbox.c.due_at, outbox.c.retry_at))
DUE = (
    select(outbox.c.letter, outbox.c.account, outbox.c.case, outbox.c.kind, _SINCE.label("since"))
    .where(outbox.c.status == LetterStatus.QUEUED, *_COME)
    .order_by(_SINCE, outbox.c.id)
)
NAMED = select(outbox.c.id).where(by(outbox.c.letter))
SAVE = outbox.update().where(by(outbox.c.letter))
DROP = deliveries.delete().where(by(deliveries.c.letter))
