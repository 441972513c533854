"""What intake makes of IMAP servers that are not as they should be."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from noticed.ports import MailSession, Summary, Tx
from noticed.service import alerts
from noticed.service.context import Context

MOST = 3
"""Times a day that are no alarm."""


def numbered(tx: Tx, context: Context, account: str, mailbox: str) -> None:
    """A mailbox's UIDs were numbered anew (UIDVALIDITY, RFC 9051 section 2.3.1.1); too often within a day is an alarm.

    Each time all of it is read again and nothing happens twice, for a message is known by its bytes; but such a
    server is broken, and somebody should know.
    """
    now, fact = context.clock.now(), f"anew:{account}:{mailbox}"
    times = [
        at for at in json.loads(tx.facts.get(fact) or "[]") if now - datetime.fromisoformat(at) < timedelta(days=1)
    ]
    times = [*times, now.isoformat()][-2 * MOST :]
    tx.facts.set(fact, json.dumps(times))
    if len(times) > MOST:
        lines = [f"{mailbox} of {account} was numbered anew {len(times)} times within a day.", ""]
        lines += ["Its mail is read again each time, and nothing happens twice; ask the provider what is wrong."]
        cause = f"anew|{account}|{now:%Y-%m-%d}"
        alerts.raise_alert(
            tx, context, account=account, cause=cause, subject=f"{account}: a mailbox changes all the time", lines=lines
        )


def all_of(session: MailSession, uids: Sequence[int]) -> tuple[tuple[Summary, ...], frozenset[int]]:
    """Summaries of all of ``uids`` but those that are gone; and what the server lists and does not show, which must
    not be passed."""
    found = session.summaries(uids)
    missing = set(uids) - {summary.uid for summary in found}
    listed = missing & set(session.uids_after(min(missing) - 1)) if missing else set[int]()
    return found, frozenset(listed)
