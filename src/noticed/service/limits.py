"""What the provider and the settings leave room for: how many letters, how large, at which hours."""

from datetime import datetime, timedelta

from noticed.core import quota
from noticed.core.case.cadence import place_of
from noticed.core.case.calendar import next_sending_time
from noticed.core.case.model import Case
from noticed.ports import Letter, Tx
from noticed.service.account import Account
from noticed.service.context import Context

_DAY = timedelta(days=1)


def room_at(tx: Tx, context: Context, account: Account, now: datetime) -> datetime:
    """When the provider lets out the next letter of this login, whatever the settings' own limits allow beyond."""
    pace = account.pace
    if not (pace.per_day or pace.per_hour or pace.interval):
        return now
    together = [a.name for a in (context.others or context.accounts).values() if a.line == account.line]
    times = tx.outbox.begun_since(together, now - _DAY)
    return quota.next_at(times, now, per_day=pace.per_day, per_hour=pace.per_hour, interval=pace.interval)


def too_much(account: Account, letter: Letter) -> str | None:
    """Why the provider would refuse the letter as it is."""
    pace, many = account.pace, len(letter.recipients) + 1
    if pace.recipients and many > pace.recipients:
        return f"{pace.provider} takes {pace.recipients} recipients a letter, and this one has {many}"
    size = len(letter.raw or b"")
    if pace.size and size > pace.size:
        return (
            f"{pace.provider} takes {pace.size // 2**20} MB a letter, and this one has {size // 2**20 + 1}: attach less"
        )
    return None


def wait_until(tx: Tx, context: Context, letter: Letter, case: Case, now: datetime) -> datetime:
    """The first instant this letter may leave: the complainant's gap is over, and somebody is at work there."""
    gap = context.limits.complainant_gap
    times = [t + gap for a in letter.to if gap and (t := tx.outbox.written_to(letter.account, a))]
    hours = context.policy.sending_hours if letter.step else None
    return next_sending_time(max((now, *times)), hours, place_of(case, context.policy))


def over_limit(tx: Tx, context: Context, account: Account, letter: Letter, now: datetime) -> str | None:
    """Which limit of the settings this letter would break; counted in the store, over crashes and processes."""
    limits = context.limits
    if not (limits.account_per_day or limits.amazon_per_day or limits.new_recipients_per_day):
        return None
    day = tx.outbox.sent_since(account.name, now - _DAY)
    if limits.account_per_day and len(day) >= limits.account_per_day:
        return f"limits.account_per_day = {limits.account_per_day} is reached"
    to_amazon = [x for x in day if any(_is_amazon(account, a) for a in x.recipients)]
    concerns_amazon = any(_is_amazon(account, a) for a in letter.recipients)
    if limits.amazon_per_day and concerns_amazon and len(to_amazon) >= limits.amazon_per_day:
        return f"limits.amazon_per_day = {limits.amazon_per_day} is reached"
    if not limits.new_recipients_per_day:
        return None
    fresh = {a for a in letter.to if not _is_amazon(account, a) and tx.outbox.written_to(account.name, a) is None}
    if fresh and len(_first_written_today(tx, account, day, now) | fresh) > limits.new_recipients_per_day:
        return f"limits.new_recipients_per_day = {limits.new_recipients_per_day} is reached"
    return None


def _first_written_today(tx: Tx, account: Account, day: tuple[Letter, ...], now: datetime) -> set[str]:
    """Complainants written to for the first time in the last day."""
    addresses = {a for x in day for a in x.to if not _is_amazon(account, a)}
    return addresses - tx.outbox.recipients_until(account.name, now - _DAY)


def _is_amazon(account: Account, address: str) -> bool:
    domain = address.rpartition("@")[2]
    return any(domain == d or domain.endswith("." + d) for d in account.trust.domains)
