"""Run by Alembic with the connection, and the transaction, of whoever opens the store."""

from alembic import context

from noticed.adapters.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
