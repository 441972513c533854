"""Questions about the letters that left, or perhaps did: how many, when, to whom."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Connection, Text, bindparam, func, or_, select, type_coerce

from noticed.adapters.store.column_types import Time
from noticed.adapters.store.schema import outbox
from noticed.core.case.model import OPERATOR_LETTERS
from noticed.core.mail.recipients import domains_of, mailbox_of
from noticed.ports import LetterStatus, Phase

_PERHAPS_SENT = or_(
    outbox.c.status.in_((LetterStatus.SUBMITTED, LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT)),
    outbox.c.phase == Phase.DATA,
)
"""Submitted, or its final dot may have been accepted, whatever was decided about it since."""


class SqlSent:
    """That part of ``noticed.ports.Outbox``, on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def copy_delays(self, account: str) -> tuple[timedelta, ...]:
        known = (outbox.c.account == account, outbox.c.copied_at.is_not(None), outbox.c.started_at.is_not(None))
        last = outbox.c.submitted_at.desc()  # as its index lies: no sorting of all letters of an account
        query = select(outbox.c.started_at, outbox.c.copied_at).where(*known).order_by(last).limit(200)
        return tuple(max(row.copied_at - row.started_at, timedelta()) for row in self._connection.execute(query))

    def many_sent_since(self, account: str, since: datetime, many: int) -> bool:
        wanted = {"account": account, "since": since, "many": many}
        return len(self._connection.scalars(_MANY_SENT, wanted).all()) >= many

    def begun_since(self, accounts: Sequence[str], since: datetime) -> tuple[datetime, ...]:
        when = func.coalesce(outbox.c.submitted_at, outbox.c.started_at)
        query = select(when).where(outbox.c.account.in_(accounts), _PERHAPS_SENT, when >= since).order_by(when)
        return tuple(self._connection.scalars(query))

    def recipients_until(self, account: str, at: datetime) -> frozenset[str]:
        when = func.coalesce(outbox.c.submitted_at, outbox.c.started_at, outbox.c.created_at)
        ours = (outbox.c.account == account, outbox.c.kind.not_in(OPERATOR_LETTERS), _PERHAPS_SENT, when < at)
        return frozenset(address for to in self._connection.scalars(select(outbox.c.to).where(*ours)) for address in to)

    def written_to(self, account: str, address: str) -> datetime | None:
        mailbox = mailbox_of(address)
        ends = [json.dumps(f"@{domain}")[1:-1] for domain in domains_of(mailbox)]
        when = func.coalesce(outbox.c.submitted_at, outbox.c.started_at)
        query = (
            select(outbox.c.to, outbox.c.cc, when.label("sent_at"))
            .where(
                outbox.c.account == account,
                _PERHAPS_SENT,
                when.is_not(None),
                or_(
                    *(
                        type_coerce(column, Text).contains(end, autoescape=True)
                        for column in (outbox.c.to, outbox.c.cc)
                        for end in ends
                    )
                ),
            )
            .order_by(when.desc())
        )
        rows = self._connection.execute(query)
        # LIKE cannot see where a string ends: the strings themselves decide.
        return next((row.sent_at for row in rows if mailbox in map(mailbox_of, (*row.to, *row.cc))), None)

    def last_activity(self, account: str) -> datetime | None:
        when = [func.max(column) for column in (outbox.c.created_at, outbox.c.started_at, outbox.c.submitted_at)]
        found = self._connection.execute(select(*when).where(outbox.c.account == account)).one()
        return max((time for time in found if time is not None), default=None)

    def senders(self, account: str) -> frozenset[str]:
        query = select(outbox.c.sender).where(outbox.c.account == account).distinct()
        return frozenset(self._connection.scalars(query))


def were_sent_since(
    account: str | BindParameter[str], since: datetime | BindParameter[datetime]
) -> tuple[ColumnElement[bool], ...]:
    """Letters of an account to others since then."""
    when = func.coalesce(outbox.c.submitted_at, outbox.c.started_at, outbox.c.created_at)
    return outbox.c.account == account, outbox.c.kind.not_in(OPERATOR_LETTERS), _PERHAPS_SENT, when >= since


_MANY_SENT = (
    select(outbox.c.id)
    .where(*were_sent_since(bindparam("account"), bindparam("since", type_=Time())))
    .limit(bindparam("many"))
)
