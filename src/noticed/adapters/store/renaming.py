"""An account under another name: its rows, in one transaction. The journal stays as it was written."""

from sqlalchemy import Connection

from noticed.adapters.store.schema import journal, metadata


def rename(connection: Connection, old: str, new: str) -> None:
    """No row is of ``new`` yet."""
    for table in metadata.sorted_tables:
        if "account" in table.c and table is not journal:
            connection.execute(table.update().where(table.c.account == old).values(account=new))
