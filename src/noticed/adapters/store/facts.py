"""Single values of the installation, by name."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from noticed.adapters.store.known import Known
from noticed.adapters.store.rows import by, comes_back
from noticed.adapters.store.schema import facts

ADDRESS_KEY = "address_key"
"""The fact under which the key of suppressed addresses lies: asked for each letter, too."""
_GET = select(facts.c.value).where(by(facts.c.name))
_SEVERAL = select(facts.c.name, facts.c.value).where(facts.c.name.in_(bindparam("names", expanding=True)))
_CHANGE = facts.update().where(by(facts.c.name))
_DROP = facts.delete().where(by(facts.c.name))


class SqlFacts:
    """``noticed.ports.Facts`` on one transaction."""

    def __init__(self, connection: Connection, known: Known | None = None) -> None:
        self._connection = connection
        self._known = (known or Known()).facts

    def get(self, name: str) -> str | None:
        if name not in self._known:
            self._known[name] = self._connection.scalar(_GET, {"by": name})
        return self._known[name]

    def ahead(self, names: Sequence[str]) -> None:
        wanted = [name for name in (*names, ADDRESS_KEY) if name not in self._known]
        if not wanted:
            return
        found = {row.name: row.value for row in self._connection.execute(_SEVERAL, {"names": wanted})}
        self._known |= {name: found.get(name) for name in wanted}

    def set(self, name: str, value: str | None) -> None:
        self._known.pop(name, None)
        if value is None:
            self._connection.execute(_DROP, {"by": name})
        elif not self._connection.execute(_CHANGE, {"by": name, "value": value}).rowcount:
            self._connection.execute(facts.insert(), {"name": name, "value": value})
        if value is None or comes_back(value):
            self._known[name] = value

    def all(self) -> dict[str, str]:
        rows = self._connection.execute(select(facts.c.name, facts.c.value).order_by(facts.c.name))
        return {row.name: row.value for row in rows}

    def beginning(self, prefix: str) -> dict[str, str]:
        named = facts.c.name.startswith(prefix, autoescape=True)
        rows = self._connection.execute(select(facts.c.name, facts.c.value).where(named).order_by(facts.c.name))
        return {row.name: row.value for row in rows if row.name.startswith(prefix)}  # LIKE ignores case on SQLite
