"""Whether an account has mail that has not been read to its end: letters that somebody approves wait for it."""

from noticed.ports import InboxStatus, Tx


def unread(tx: Tx, account: str) -> bool:
    """Whether mail of the account has not been read to its end: new, or in the hands of a process that may be gone.

    What waits for a DKIM key, or failed and is tried again, does not count: it says so in ``error``.
    """
    return any(row.account == account and row.error is None for row in tx.inbox.with_status(InboxStatus.NEW, octets=0))
