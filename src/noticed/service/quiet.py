"""Whether Amazon still writes to this mailbox: a seller's is never without its mail for a week.

Mail counts by what its sender says, unverified: nothing follows from it but that there is no alarm.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from noticed.core.mail.message import read_message
from noticed.ports import Summary, Tx
from noticed.service import alerts, trouble
from noticed.service.account import Account
from noticed.service.context import Context

PATIENCE = timedelta(days=7)
"""Without any mail from Amazon for so long, something is wrong with the mailbox, or it is another one."""


def is_amazons(account: Account, header: bytes) -> bool:
    """Whether a message says that it comes from Amazon."""
    if b"amazon" not in header.lower():
        return False  # most mail: not worth parsing
    senders = read_message(header + b"\r\n\r\n").from_
    return any(a.domain == d or a.domain.endswith("." + d) for a in senders for d in account.trust.domains)


def heard(account: Account, summary: Summary) -> tuple[datetime, ...]:
    """When it came in, if it is Amazon's."""
    return (summary.received_at,) if is_amazons(account, summary.header) else ()


def remember(tx: Tx, context: Context, account: Account, times: Iterable[datetime]) -> None:
    """Note when Amazon last wrote; the first time something is read is where waiting begins."""
    known, now = last_heard(tx, account.name), context.clock.now()
    newest = max([*(min(at, now) for at in times), *([known] if known else [])], default=now)
    if newest != known:
        tx.facts.set(_name(account.name), newest.isoformat())


def last_heard(tx: Tx, account: str) -> datetime | None:
    """When Amazon last wrote to an account, or since when it is watched; None before it was read at all."""
    value = tx.facts.get(_name(account))
    return datetime.fromisoformat(value) if value else None


def alarm(context: Context) -> None:
    """Say it of every account that is read and has heard nothing for a week; again every week."""
    now = context.clock.now()
    with context.store.write() as tx:
        for account in context.accounts.values():
            since = last_heard(tx, account.name)
            if since is None or now - since < PATIENCE or trouble.get(tx, account.line, "imap"):
                continue
            days = (now - since).days
            lines = [
                f"no mail from Amazon in {days} days: is this the mailbox you registered with Amazon?",
                "A filter, a forwarding or a full mailbox may keep it away: look in web mail, then: noticed check",
            ]
            cause = f"quiet|{account.name}|{since:%Y-%m-%d}|{days // PATIENCE.days}"
            subject = f"{account.name}: no mail from Amazon in {days} days"
            alerts.raise_alert(tx, context, account=account.name, cause=cause, subject=subject, lines=lines)


def _name(account: str) -> str:
    return f"amazon:{account}"
