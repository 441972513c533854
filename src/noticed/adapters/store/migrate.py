"""Brings a store to the newest revision before anybody uses it.

The upgrade is one write transaction: whoever comes second finds it done. Raises ``Permanent`` for a store that a
newer program has written: an older one would not understand it.
"""

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from noticed.adapters.store.database import Database
from noticed.adapters.store.schema import REVISION
from noticed.ports import Permanent

_version = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def upgrade(database: Database) -> None:
    """Upgrade to ``REVISION``; only reads where the store is there already."""
    with database.begin(write=False) as connection:
        if _revision(connection) == REVISION:
            return
    with database.begin(write=True) as connection:
        _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_version.name):
        return None
    return connection.scalar(select(_version.c.version_num))


def _upgrade(connection: Connection) -> None:
    # Imported here: a store that needs nothing opens without it, and every command opens one.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "noticed.adapters.store:migrations")
    config.attributes["connection"] = connection
    here = _revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if here is not None and here not in known:
        raise Permanent(f"the store was written by a newer noticed (revision {here}): install that version")
    command.upgrade(config, "head")
