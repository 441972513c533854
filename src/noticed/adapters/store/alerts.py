"""What the operator was told at once, and whether the second channel has it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from noticed.adapters.store.rows import columns, counted, made
from noticed.adapters.store.schema import alerts
from noticed.ports import Alarm


class SqlAlerts:
    """``noticed.ports.Alerts`` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, alert: str) -> Alarm | None:
        found = self._where(alerts.c.alert == alert)
        return found[0] if found else None

    def add(self, alarm: Alarm) -> None:
        self._connection.execute(alerts.insert(), columns(alarm))

    def since(self, at: datetime) -> tuple[Alarm, ...]:
        return self._where(alerts.c.at >= at)

    def counts(self) -> dict[str, int]:
        return counted(self._connection, alerts.c.kind)

    def unpushed(self, since: datetime) -> tuple[Alarm, ...]:
        return self._where(alerts.c.at >= since, alerts.c.pushed_at.is_(None))

    def pushed_since(self, at: datetime) -> tuple[datetime, ...]:
        query = select(alerts.c.pushed_at).where(alerts.c.pushed_at >= at).distinct()
        return tuple(sorted(self._connection.scalars(query)))

    def pushed(self, names: Sequence[str], at: datetime) -> None:
        self._connection.execute(alerts.update().where(alerts.c.alert.in_(names)).values(pushed_at=at))

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Alarm, ...]:
        query = select(alerts).where(*conditions).order_by(alerts.c.at, alerts.c.alert)
        return tuple(made(Alarm, row) for row in self._connection.execute(query).mappings())
