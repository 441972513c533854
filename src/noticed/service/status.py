"""Is it alive and well? What ``noticed status`` and the container's health check ask."""

from datetime import timedelta

from noticed.core.case.model import LetterKind
from noticed.core.values import Value
from noticed.ports import InboxStatus, LetterStatus, StoreAway, Tx
from noticed.service import aged, alerts, announce, copy_delays, credentials, departed, recovery, timekeeping, trouble
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.pausing import paused

_DAY = timedelta(days=1)
_DIGEST = timedelta(hours=2)
"""From the hour it is due to the hour it is late."""


class Line(Value):
    """One thing that was looked at."""

    ok: bool
    what: str
    text: str


class Health(Value):
    """All of them."""

    lines: tuple[Line, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong: the exit status."""
        return all(line.ok for line in self.lines)


def look(context: Context, max_age: timedelta, *, touch: bool = True) -> Health:
    """Whether the store can be written, every account's last poll, its troubles, letters in doubt, mail set aside.

    ``touch``: write to the store to see that it can be; else only read.
    """
    lines = _store(context) if touch else []
    with context.store.read() as tx:
        lines += [line for a in context.accounts.values() for line in _account(tx, context, a, max_age)]
        lines.append(_doubt(tx, context))
        lines += [Line(ok=False, what="account file skipped", text=line) for line in context.broken]
        lines += [Line(ok=False, what=name, text=text) for name, text in departed.in_words(tx, context)]
        lines += _clock(tx, context)
        lines += _channels(tx)
        lines += [_digest(tx, his) for one, his in context.each() if one.accounts or one.default]
        lines += _unheard(tx, context)
        shunted = sum(context.mine(row.account) for row in tx.inbox.with_status(InboxStatus.SHUNTED, octets=0))
        lines.append(Line(ok=True, what="shunted", text=f"{shunted} messages"))
        misread = aged.in_words(aged.counted(tx))
        lines += [Line(ok=True, what="dialects", text=misread)] if misread else []
        lines.append(_mode(tx, context))
    return Health(lines=tuple(lines))


def _mode(tx: Tx, context: Context) -> Line:
    """The installation's, and where accounts have others, each of them."""
    of = {name: context.mode_of(name).value for name in context.accounts}
    alike = set(of.values()) <= {context.mode.value}
    said = context.mode.value if alike else ", ".join(f"{name} {mode}" for name, mode in of.items())
    return Line(ok=True, what="mode", text=said + (", paused" if tx.facts.get("paused") else ""))


def _store(context: Context) -> list[Line]:
    """A full disk shows in nothing that is only read."""
    try:
        with context.store.write() as tx:
            tx.facts.set("looked_at", context.clock.now().isoformat())
    except StoreAway as away:
        return [Line(ok=False, what="store", text=str(away))]
    return []


def _account(tx: Tx, context: Context, account: Account, max_age: timedelta) -> list[Line]:
    now = context.clock.now()
    cursors = [c for c in tx.mailboxes.all() if c.account == account.name and c.polled_at]
    oldest = min((c.polled_at for c in cursors if c.polled_at), default=None)
    if oldest is None:
        known = trouble.get(tx, account.line, "imap")  # says more than that it was never read
        never = Line(ok=False, what=account.name, text="never read: is noticed run alive?")
        lines = [] if known else [never]
    else:
        age = now - oldest
        text = f"read {_ago(age)} ago ({', '.join(c.mailbox for c in cursors)})"
        lines = [Line(ok=age <= max_age, what=account.name, text=text)]
    lines += [
        Line(ok=False, what=f"{account.name} {c.mailbox}", text=c.error)
        for c in tx.mailboxes.all()
        if c.account == account.name and c.error
    ]
    for kind in ("imap", "smtp"):
        found = trouble.get(tx, account.line, kind)
        if found:
            stopped = "stopped: " if found.stopped else ""
            lines.append(Line(ok=False, what=f"{account.name} {kind}", text=f"{stopped}{found.text}"))
    searching = recovery.in_words(tx, context, account.name)
    lines += [Line(ok=True, what=account.name, text=searching)] if searching else []
    short = copy_delays.warning(tx, context, account.name)
    lines += [Line(ok=True, what=account.name, text=short)] if short else []
    if ends := context.login_ends(account.name):
        near = credentials.near(context, account.name) is not None
        lines.append(Line(ok=not near, what=f"{account.name} login", text=ends.why))
    if paused(tx, context, account.name):
        lines.append(Line(ok=True, what=account.name, text="paused: nothing is sent"))
    return lines


def _doubt(tx: Tx, context: Context) -> Line:
    now = context.clock.now()
    doubtful = [
        x
        for x in tx.outbox.all(LetterStatus.IN_DOUBT)
        if context.mine(x.account) and now - (x.started_at or x.created_at) >= _DAY
    ]
    names = ", ".join(x.letter for x in doubtful)
    return Line(ok=not doubtful, what="in doubt", text=f"{names} for a day or more" if doubtful else "no letter")


def _clock(tx: Tx, context: Context) -> list[Line]:
    now, texts = context.clock.now(), []
    if last := timekeeping.behind(tx, now):
        texts.append(f"behind the last recorded time, {last:%d %b %Y %H:%M} UTC: nothing is sent; {timekeeping.CURE}")
    if since := timekeeping.lost(tx, now):
        texts.append(f"without its time server since {since:%d %b %Y %H:%M} UTC: nothing is sent; {timekeeping.CURE}")
    return [Line(ok=False, what="clock", text=text) for text in texts]


def _channels(tx: Tx) -> list[Line]:
    found = announce.trouble(tx.facts.all())
    return [Line(ok=False, what=f"channel {number}", text=why) for number, why in found]


def _digest(tx: Tx, context: Context) -> Line:
    """Late is today's alone, some time after it was due, and not while nothing may leave."""
    last = tx.outbox.latest(LetterKind.DIGEST, None if context.is_whole else context.operator_emails)
    now = context.clock.now()
    due = (now - _DIGEST).astimezone(context.timezone)
    late = (
        last is not None and due.time() >= context.digest_at and last.astimezone(context.timezone).date() < due.date()
    )
    text = f"the last one {_ago(now - last)} ago" if last else "none yet"
    what = "digest" if context.is_whole else f"digest {', '.join(context.operator_emails) or '–'}"
    return Line(ok=not late or recovery.of(tx, context.operator_account) is not None, what=what, text=text)


def _unheard(tx: Tx, context: Context) -> list[Line]:
    since = context.clock.now() - _DAY - _DIGEST
    heard = not context.installation or all(alarm.kind != alerts.UNHEARD for alarm in tx.alerts.since(since))
    text = "mail to an operator was refused or came back within a day: are the addresses right?"
    return [] if heard else [Line(ok=False, what="operator", text=text)]


def _ago(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{max(seconds, 0)} s"
