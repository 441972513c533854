"""What the digest says of the installation itself: what is paused, when each mailbox was read, what is in the way."""

from collections.abc import Iterable
from datetime import datetime

from noticed.core.case.model import Case, State
from noticed.ports import Tx
from noticed.render.digest import MailboxAge
from noticed.service import aged, copy_delays, credentials, departed, offers, recovery, retention, trouble
from noticed.service.announce import trouble as channel_trouble
from noticed.service.calendar import TROUBLE
from noticed.service.context import Context


def paused(tx: Tx, context: Context) -> tuple[str, ...]:
    """Names of paused accounts, "" for all of them: by the kill switch, or by the settings."""
    switched = [name.partition(":")[2] for name in tx.facts.beginning("paused") if name.split(":")[0] == "paused"]
    by_settings = [account.name for account in context.accounts.values() if account.paused]
    return tuple(dict.fromkeys((*(n for n in switched if not n or context.mine(n)), *by_settings)))


def ages(tx: Tx, context: Context) -> Iterable[MailboxAge]:
    """When each mailbox was read last, and what is wrong with it."""
    troubles = {t.account: t for t in trouble.all_of(tx) if t.line == "imap"}
    seen = [c for c in tx.mailboxes.all() if c.account in context.accounts]
    for cursor in seen:
        bad = troubles.get(context.accounts[cursor.account].line)
        error = (("stopped: " if bad.stopped else "") + bad.text) if bad else cursor.error
        yield MailboxAge(account=cursor.account, mailbox=cursor.mailbox, polled_at=cursor.polled_at, error=error)
    for name in context.accounts.keys() - {c.account for c in seen}:
        bad = troubles.get(context.accounts[name].line)
        yield MailboxAge(account=name, mailbox="INBOX", error=bad.text if bad else None)


def notes(tx: Tx, context: Context, cases: tuple[Case, ...], since: datetime) -> Iterable[str]:
    """What somebody should know, or do; ``cases``: the open ones."""
    open_cases = [c for c in cases if c.state is State.WITH_COMPLAINANT and c.amazon_cc is None]
    for market in sorted({c.marketplace or "?" for c in open_cases}):
        names = ", ".join(c.case for c in open_cases if (c.marketplace or "?") == market)
        yield f"no copy to Amazon: no address known for {market} ({names})"
    for problem in trouble.all_of(tx):
        if problem.line == "smtp" and context.mine(problem.account):
            yield f"{problem.account} SMTP: {problem.text}"
    for number, why in channel_trouble(tx.facts.all()) if context.is_whole or context.channels else ():
        yield f"channel {number}: {why}"
    yield from filter(None, (recovery.in_words(tx, context, name) for name in context.accounts))
    yield from filter(None, (copy_delays.warning(tx, context, name) for name in context.accounts))
    yield from filter(None, [aged.in_words(aged.counted(tx))])
    told = {retention.DONE, offers.NOT_BELIEVED}
    yield from (x.text for x in tx.journal.since(since) if x.event in told and context.mine(x.account))
    yield from (f"account file skipped: {line}" for line in context.broken)
    yield from (f'account "{name}": {text}' for name, text in departed.in_words(tx, context))
    yield from (ends.why for name in context.accounts if (ends := credentials.near(context, name)))
    if context.is_whole or context.channels:
        yield from (f"calendar.file: {why}" for why in [tx.facts.get(TROUBLE)] if why)
    if not context.operator_emails:
        yield "operator.emails is empty"
