"""Single values of the installation, by name."""

from sqlalchemy import Connection, select

from noticed.adapters.store.schema import facts


class SqlFacts:
    """``noticed.ports.Facts`` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        return self._connection.scalar(select(facts.c.value).where(facts.c.name == name))

    def set(self, name: str, value: str | None) -> None:
        self._connection.execute(facts.delete().where(facts.c.name == name))
        if value is not None:
            self._connection.execute(facts.insert(), {"name": name, "value": value})

    def all(self) -> dict[str, str]:
        rows = self._connection.execute(select(facts.c.name, facts.c.value).order_by(facts.c.name))
        return {row.name: row.value for row in rows}

    def beginning(self, prefix: str) -> dict[str, str]:
        named = facts.c.name.startswith(prefix, autoescape=True)
        rows = self._connection.execute(select(facts.c.name, facts.c.value).where(named).order_by(facts.c.name))
        return {row.name: row.value for row in rows if row.name.startswith(prefix)}  # LIKE ignores case on SQLite
