"""What is wrong with an account's servers: one line each, counted, shown in digest and status.

Refused credentials stop after three tries (providers lock an account that keeps knocking); anything on the
way backs off, at most five minutes.
"""

import json
from datetime import datetime, timedelta

from noticed.core.values import Value
from noticed.ports import Tx
from noticed.service import alerts
from noticed.service.context import Context

_TRIES = 3
BROKEN = timedelta(minutes=30)
"""What does not work for so long is said; a server that restarts is not."""
_BACKOFF = (timedelta(0), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5))


class Trouble(Value):
    """The state of one account's IMAP or SMTP server."""

    account: str
    line: str
    """imap or smtp."""
    text: str
    count: int
    since: datetime | None = None
    """When it began."""
    permanent: bool
    retry_at: datetime | None
    """None: stopped until a person does something."""

    @property
    def stopped(self) -> bool:
        """Whether it is left alone until a person does something."""
        return self.retry_at is None

    def rests(self, now: datetime) -> bool:
        """Whether the line must be left alone for now."""
        return self.retry_at is None or self.retry_at > now


def get(tx: Tx, account: str, line: str) -> Trouble | None:
    """The trouble of this line, or None when it works."""
    return _read(account, line, tx.facts.get(_name(account, line)))


def all_of(tx: Tx) -> tuple[Trouble, ...]:
    """Every trouble there is."""
    found = []
    for name, value in tx.facts.beginning("trouble:").items():
        _, line, account = name.split(":", 2)
        trouble = _read(account, line, value)
        found += [trouble] if trouble else []
    return tuple(found)


def blocked(tx: Tx, account: str, line: str, now: datetime) -> bool:
    """Whether this line must be left alone for now."""
    trouble = get(tx, account, line)
    return trouble is not None and trouble.rests(now)


def record(tx: Tx, context: Context, account: str, line: str, text: str, *, permanent: bool) -> None:
    """Count one failure; the third refusal of credentials stops the line and alarms."""
    before = get(tx, account, line)
    count = before.count + 1 if before and before.permanent is permanent else 1
    stopped = permanent and count >= _TRIES
    now = context.clock.now()
    retry = None if stopped else now + _BACKOFF[min(count - 1, len(_BACKOFF) - 1)]
    since = (before.since if before else None) or now
    value = {
        "text": text,
        "count": count,
        "since": since.isoformat(),
        "permanent": permanent,
        "retry_at": retry.isoformat() if retry else None,
    }
    tx.facts.set(_name(account, line), json.dumps(value))
    if stopped:
        lines = [text, f'The account is left alone now. Cure it, then: noticed resume --account "{account}"']
        cause = f"stopped|{account}|{line}|{now:%Y-%m-%d}"
        alerts.raise_alert(tx, context, account=account, cause=cause, subject=f"{account}: {line} stopped", lines=lines)
    elif now - since >= BROKEN:
        hours = f"{since:%d %b %H:%M}"
        lines = [text, f"It has not worked since {hours} UTC and is tried again; noticed status says how it goes."]
        cause = f"broken|{account}|{line}|{since.isoformat()}|{(now - since).days}"
        alerts.raise_alert(
            tx, context, account=account, cause=cause, subject=f"{account}: {line} does not work", lines=lines
        )


def clear(tx: Tx, account: str, line: str) -> None:
    """It works again, or a person says so."""
    if tx.facts.get(_name(account, line)) is not None:
        tx.facts.set(_name(account, line), None)


def clear_all(tx: Tx, account: str | None = None) -> None:
    """A new start: every line is tried again."""
    for trouble in all_of(tx):
        if account in {None, trouble.account}:
            clear(tx, trouble.account, trouble.line)


def _name(account: str, line: str) -> str:
    return f"trouble:{line}:{account}"


def _read(account: str, line: str, value: str | None) -> Trouble | None:
    if value is None:
        return None
    fields = json.loads(value)
    at = fields["retry_at"]
    return Trouble(
        account=account,
        line=line,
        text=fields["text"],
        count=fields["count"],
        since=datetime.fromisoformat(fields["since"]) if fields.get("since") else None,
        permanent=fields["permanent"],
        retry_at=datetime.fromisoformat(at) if at else None,
    )
