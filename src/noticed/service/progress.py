"""Whether polls really go on, for whoever watches from outside: every mailbox was read to its end not long ago."""

from datetime import timedelta

from noticed.service.context import Context

_LEAST = timedelta(minutes=10)


def polls_go_on(context: Context, every: timedelta) -> bool:
    """Whether each account's mailboxes were all read within five intervals (ten minutes at least)."""
    now, patience = context.clock.now(), max(5 * every, _LEAST)
    with context.store.read() as tx:
        cursors = tx.mailboxes.all()
    for name, account in context.accounts.items():
        watched = [c.polled_at for c in cursors if c.account == name and c.mailbox in account.mailboxes]
        if not watched or any(at is None or now - at > patience for at in watched):
            return False
    return True
