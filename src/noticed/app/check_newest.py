"""The newest messages of some mailboxes, for what ``noticed check`` measures of mail."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from noticed.ports import MailSession, Search, Summary
from noticed.service.context import Context

LAST = 10
"""Messages looked at."""
_LARGEST = 256 * 1024
"""Octets: of larger ones nothing more would be learned; such mail is read in a process of its own."""
_SINCE = timedelta(days=90)


def newest(
    context: Context,
    session: MailSession,
    names: Sequence[str],
    counts: Callable[[Summary], bool],
    senders: tuple[str, ...] = (),
) -> list[bytes]:
    """The last of them that count, newest first; ``senders``: of these alone. Raises as the session does."""
    found: list[tuple[Summary, str]] = []
    for name in names:
        session.examine(name)
        uids = session.search(Search(since=context.clock.now() - _SINCE, senders=senders, subjects=()))
        found += [(each, name) for each in session.summaries(uids[-3 * LAST :]) if counts(each)]
    bodies = []
    for summary, name in sorted(found, key=lambda pair: pair[0].received_at, reverse=True)[:LAST]:
        session.examine(name)
        bodies.append(session.body(summary, _LARGEST))
    return [raw for raw in bodies if raw is not None]
