"""An account under another name: its rows, in one transaction. The journal stays as it was written."""

from sqlalchemy import Connection

from noticed.adapters.store.schema import inbox, journal, ledger, mailboxes, metadata

_READ = (ledger, inbox, mailboxes)
"""What was read of mailboxes."""


def rename(connection: Connection, old: str, new: str) -> None:
    """Nothing is of ``new`` yet but what was begun to be read: that is dropped, and read again where ``old`` stood."""
    for table in _READ:
        connection.execute(table.delete().where(table.c.account == new))
    for table in metadata.sorted_tables:
        if "account" in table.c and table is not journal:
            connection.execute(table.update().where(table.c.account == old).values(account=new))
