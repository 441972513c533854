"""Cases with their complaints, ASINs and complainants, each in a table of its own so that mail finds its case."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    distinct,
    func,
    literal_column,
    or_,
    select,
)

from noticed.adapters.store.known import Known
from noticed.adapters.store.rows import by, changed, columns, comes_back, counted, insert_all, insertion, made
from noticed.adapters.store.schema import cases, complainant_addresses, complaint_asins, complaints
from noticed.core.case.model import Case, CaseAsin, CaseComplaint, State
from noticed.core.mail.recipients import registrable_domain
from noticed.ports import Opened

_AT_ONCE = 500
"""Names in one query."""
_ELSEWHERE = ("complaints", "complainant_emails")
_PARTS = (complaint_asins, complaints, complainant_addresses)
_SAVE = cases.update().where(by(cases.c.case))
_DROP = [table.delete().where(by(table.c.case)) for table in _PARTS]
_SEVERAL = [
    select(table).where(table.c.case.in_(bindparam("cases", expanding=True))).order_by(*table.primary_key)
    for table in (cases, *_PARTS)
]
_ONE = [select(table).where(by(table.c.case)).order_by(*table.primary_key) for table in (cases, *_PARTS)]


def _at(domains: Sequence[str] | BindParameter[str]) -> ColumnElement[bool]:
    """At one of these domains, or below it where it is a registrable one."""
    return or_(complainant_addresses.c.domain.in_(domains), complainant_addresses.c.registrable.in_(domains))


_OF_COMPLAINT = select(complaints.c.case).where(by(complaints.c.complaint_id)).distinct()
_OF_ASIN = select(complaint_asins.c.case).where(by(complaint_asins.c.asin)).distinct()
_OF_COMPLAINANT = (
    select(complainant_addresses.c.case)
    .where(
        or_(
            complainant_addresses.c.address.in_(bindparam("addresses", expanding=True)),
            _at(bindparam("domains", expanding=True)),
        )
    )
    .distinct()
)


class SqlCases:
    """``noticed.ports.Cases`` on one transaction."""

    def __init__(self, connection: Connection, known: Known) -> None:
        self._connection = connection
        self._known, self._begun = known.cases, known.begun

    def get(self, case: str) -> Case | None:
        if case not in self._known:
            self._put_together(_ONE, {"by": case})
        return self._known.get(case)

    def ahead(self, cases: Sequence[str]) -> None:
        """Read several at once."""
        self._put_together(_SEVERAL, {"cases": cases})

    def add(self, case: Case) -> None:
        self._connection.execute(insertion(cases), columns(case, but=_ELSEWHERE))
        self._add_parts(case)
        self._begun(case.case)
        if comes_back(case):
            self._known[case.case] = case

    def save(self, case: Case) -> None:
        stored = self.get(case.case)
        if stored is None:
            raise LookupError(f"case {case.case}")
        del self._known[case.case]
        values = changed(case, stored)
        if here := {name: each for name, each in values.items() if name not in _ELSEWHERE}:
            self._connection.execute(_SAVE, {"by": case.case, **here})
        if len(here) < len(values):
            for drop in _DROP:
                self._connection.execute(drop, {"by": case.case})
            self._add_parts(case)
        if comes_back(*values.values()):
            self._known[case.case] = case

    def all(self, state: State | None = None, account: str | None = None) -> tuple[Case, ...]:
        wanted = [cases.c.state == state] if state else []
        wanted += [cases.c.account == account] if account else []
        return self._where(and_(True, *wanted))

    def counts(self) -> dict[str, int]:
        return counted(self._connection, cases.c.state)

    def open(self, account: str | None = None) -> tuple[Case, ...]:
        wanted = [cases.c.account == account] if account else []
        return self._where(and_(cases.c.state.in_([s for s in State if s is not State.CLOSED]), *wanted))

    def closed_since(self, at: datetime) -> tuple[Case, ...]:
        # by the time alone and apart: SQLite would go through all by the index of their state, or of their order
        closed = cases.c.case.in_(select(cases.c.case).where(cases.c.closed_at > at))
        return tuple(case for case in self._where(closed) if case.state is State.CLOSED)

    def opened_since(self, at: datetime) -> tuple[Opened, ...]:
        # no bare column first: SQLite would go through all cases in its order
        where = (func.coalesce(cases.c.account, ""), cases.c.marketplace)
        one_each = select(*where, func.count()).where(cases.c.opened_at > at).group_by(*where)
        notices = Counter({(account, market): n for account, market, n in self._connection.execute(one_each)})
        several = complaints.c.case.in_(select(complaints.c.case).where(complaints.c.position == literal_column("1")))
        ids = func.count(distinct(complaints.c.complaint_id))
        query = select(*where, ids).join(complaints, complaints.c.case == cases.c.case)
        rest = query.where(several, cases.c.opened_at > at).group_by(cases.c.case, *where)
        for account, market, known in self._connection.execute(rest):
            notices[account, market] += max(known - 1, 0)
        return tuple(Opened(account=account, marketplace=market, notices=n) for (account, market), n in notices.items())

    def some(self) -> bool:
        return self._connection.scalar(select(cases.c.case).limit(1)) is not None

    def writes_to(self, account: str, address: str, domains: Sequence[str] = ()) -> bool:
        here = or_(complainant_addresses.c.address == address, _at(domains))
        joined = select(cases.c.case).join(complainant_addresses, complainant_addresses.c.case == cases.c.case)
        return self._connection.scalar(joined.where(cases.c.account == account, here).limit(1)) is not None

    def due(self, now: datetime) -> tuple[str, ...]:
        query = (
            select(cases.c.case)
            .where(cases.c.state != State.CLOSED, cases.c.wake_at <= now)
            .order_by(cases.c.wake_at, cases.c.case)
        )
        return tuple(self._connection.scalars(query))

    def by_complaint_id(self, account: str, complaint_id: str) -> tuple[Case, ...]:
        return self._having(account, _OF_COMPLAINT, {"by": complaint_id})

    def by_asin(self, account: str, asin: str) -> tuple[Case, ...]:
        return self._having(account, _OF_ASIN, {"by": asin})

    def by_complainant(self, account: str, addresses: Sequence[str], domains: Sequence[str]) -> tuple[Case, ...]:
        return self._having(account, _OF_COMPLAINANT, {"addresses": addresses, "domains": domains})

    def _having(self, account: str, names_of: Select[Any], by: Mapping[str, object]) -> tuple[Case, ...]:
        """An account's cases with such a part, newest first. By name: the account says too little in a large store."""
        names = self._connection.scalars(names_of, by).all()
        unknown = [name for name in names if name not in self._known]
        for start in range(0, len(unknown), _AT_ONCE):
            self.ahead(unknown[start : start + _AT_ONCE])
        found = (self._known[name] for name in names)
        found = (case for case in found if case.account == account)
        return tuple(sorted(found, key=lambda case: (case.opened_at, case.case), reverse=True))

    def _where(self, condition: ColumnElement[bool]) -> tuple[Case, ...]:
        """Cases, oldest first."""
        chosen = select(cases.c.case).where(condition)
        parts = (select(table).where(table.c.case.in_(chosen)).order_by(*table.primary_key) for table in _PARTS)
        query = select(cases).where(condition).order_by(cases.c.opened_at, cases.c.case)
        return self._put_together((query, *parts), {})

    def _put_together(self, queries: Iterable[Select[Any]], by: Mapping[str, object]) -> tuple[Case, ...]:
        """From their four tables by one query each; where there is no case, its parts are not asked for."""
        first, *others = queries
        rows = self._connection.execute(first, by).mappings().all()
        if not rows:
            return ()
        asins, complaints, addresses = (self._connection.execute(query, by).mappings() for query in others)
        listed: dict[tuple[str, int], list[CaseAsin]] = {}
        for row in asins:
            listed.setdefault((row["case"], row["complaint"]), []).append(made(CaseAsin, row))
        filed: dict[str, list[CaseComplaint]] = {}
        for row in complaints:
            of_this = tuple(listed.get((row["case"], row["position"]), ()))
            filed.setdefault(row["case"], []).append(made(CaseComplaint, row, asins=of_this))
        emails: dict[str, list[str]] = {}
        for row in addresses:
            emails.setdefault(row["case"], []).append(row["address"])
        found = tuple(
            made(
                Case,
                row,
                complaints=tuple(filed.get(row["case"], ())),
                complainant_emails=tuple(emails.get(row["case"], ())),
            )
            for row in rows
        )
        self._known.update({case.case: case for case in found})
        return found

    def _add_parts(self, case: Case) -> None:
        numbered = list(enumerate(case.complaints))
        insert_all(
            self._connection,
            complaints,
            ({"case": case.case, "position": n, **columns(one, but=["asins"])} for n, one in numbered),
        )
        insert_all(
            self._connection,
            complaint_asins,
            (
                {"case": case.case, "complaint": n, "position": position, **columns(asin)}
                for n, one in numbered
                for position, asin in enumerate(one.asins)
            ),
        )
        insert_all(
            self._connection,
            complainant_addresses,
            (
                {
                    "case": case.case,
                    "position": n,
                    "address": one,
                    "domain": one.rpartition("@")[2].lower(),
                    "registrable": registrable_domain(one.lower()),
                }
                for n, one in enumerate(case.complainant_emails)
            ),
        )
