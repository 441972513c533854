"""The steps in their order, each guarded so that one bad account stays one bad account.

``app`` calls them from its ticks, ``once`` calls them until nothing is due, the tests call them too.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.values import Value
from noticed.ports import Permanent, StoreAway, StoreBroken, Transient
from noticed.ports.log import log
from noticed.service import announce, calendar, credentials, digest, renamed, retention, searching, timekeeping, trouble
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.intake import Polled, poll
from noticed.service.submit import submit
from noticed.service.tick import tick
from noticed.service.triage import triage
from noticed.service.unread import unread

_ROUNDS = 50
"""More rounds than any real backlog needs: a loop guard for ``once``."""


class Done(Value):
    """What a round did."""

    polled: int = 0
    triaged: int = 0
    opened: int = 0
    """Cases that are new."""
    moved: int = 0
    """Older cases to which something happened."""
    submitted: int = 0

    @property
    def anything(self) -> bool:
        """Whether there may be more to do at once."""
        return bool(self.triaged or self.moved or self.submitted)


def poll_account(context: Context, account: Account) -> Polled | None:
    """One guarded poll: None when it could not be done completely."""
    with context.store.read() as tx:
        was, called = trouble.get(tx, account.line, "imap"), renamed.now_called(tx, account.name)
    if was and was.rests(context.clock.now()):
        return None
    if called:
        text = f'other settings call this account "{called}": stop this process, or reload its settings'
        with context.store.write() as tx:
            trouble.record(tx, context, account.line, "imap", text, permanent=False)
        return None
    with context.store.alone(f"poll:{account.name}") as mine:
        if not mine:
            return None
        began = context.clock.now()
        try:
            polled = poll(context, account)
            searching.searched(context, account, began)
        except (StoreAway, StoreBroken):
            raise  # no trouble of the mailbox's
        except (Transient, Permanent) as error:
            permanent = isinstance(error, Permanent)
            log.warning("poll_failed", account=account.name, permanent=permanent)
            with context.store.write() as tx:
                trouble.record(tx, context, account.line, "imap", str(error), permanent=permanent)
            return None
        except Exception:
            log.exception("poll_broke", account=account.name)
            with context.store.write() as tx:
                text = "the poll broke on an unexpected answer: see the log"
                trouble.record(tx, context, account.line, "imap", text, permanent=False)
            return None
    if was:
        with context.store.write() as tx:
            trouble.clear(tx, account.line, "imap")
    if polled.messages:
        log.info("polled", account=account.name, messages=polled.messages)
    return polled


def unchanged(context: Context, seen: Mapping[str, datetime]) -> None:
    """Commit that these accounts' servers said, at these times, that nothing had come: that counts as a poll."""
    if seen:
        with context.store.write() as tx:
            tx.mailboxes.seen(seen)


def last_look(context: Context, account: Account) -> bool:
    """Everything that has arrived by now is read and judged; False when that could not be done."""
    if poll_account(context, account) is None:
        return False
    triage(context, account.name)
    with context.store.read() as tx:
        return not unread(tx, account.name)


def prepare(context: Context) -> Done:
    """Triage, clock and digest once; one of them that breaks never stops the others."""
    triaged = _guarded("triage", lambda: triage(context))
    _guarded("search", lambda: searching.leave(context))
    _guarded("logins", lambda: credentials.warn(context))
    _guarded("retention", lambda: retention.clear_out(context))
    return Done(
        triaged=triaged,
        moved=_guarded("tick", lambda: tick(context)) + _guarded("digest", lambda: digest.send_if_due(context)),
    )


def work(context: Context) -> Done:
    """The same, and submission."""
    return replace(prepare(context), submitted=_guarded("submit", lambda: submit(context, last_look)))


def _guarded(name: str, step: Callable[[], int]) -> int:
    try:
        return step()
    except (Transient, StoreBroken):
        raise
    except Exception:
        log.exception("step_broke", step=name)
        return 0


def once(context: Context) -> Done:
    """Each step until nothing is due now."""
    begun = context.clock.now()
    known, before = _happened(context, begun)
    searching.begin(context)
    timekeeping.remember(context)
    total = Done(polled=sum(poll_account(context, a) is not None for a in context.accounts.values()))
    for _ in range(_ROUNDS):
        done = work(context)
        total = replace(total, triaged=total.triaged + done.triaged, submitted=total.submitted + done.submitted)
        if not done.anything:
            break
    _guarded("announce", lambda: announce.announce(context))
    _guarded("calendar", lambda: bool(calendar.publish(context)))
    cases, after = _happened(context, begun)
    return replace(total, opened=len(cases - known), moved=len((after - before).keys() & known))


def _happened(context: Context, since: datetime) -> tuple[set[str], Counter[str]]:
    """The cases there are, and to which of them how much has happened since then."""
    with context.store.read() as tx:
        lines = tx.journal.since(since - timedelta(seconds=1))
        moved = Counter(line.case for line in lines if line.case and line.facts is not None)
        return {case.case for case in tx.cases.all()}, moved
