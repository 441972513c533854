"""Figures of the installation for Prometheus. Labels are our own words and the names of accounts and mailboxes: no
address, no name of a person or a company."""

from collections.abc import Iterator

from noticed.core.case.model import LetterKind, State
from noticed.ports import Figure, InboxStatus, LetterStatus, Tx
from noticed.service import aged, announce, timekeeping, trouble
from noticed.service.context import Context
from noticed.service.pausing import paused
from noticed.service.verdict import Verdict

_JUDGED = "judged"


def asked(verdict: Verdict) -> tuple[str, ...]:
    """The facts that ``judged`` reads."""
    found = verdict.assessment
    return (f"{_JUDGED}:{found.authenticity.value}:{found.rule}",)


def judged(tx: Tx, verdict: Verdict) -> None:
    """Count how the authenticity of a message was found."""
    (name,) = asked(verdict)
    tx.facts.set(name, str(int(tx.facts.get(name) or 0) + 1))


def figures(context: Context) -> tuple[Figure, ...]:
    """All of them, as they are now."""
    with context.store.read() as tx:
        return (
            *_counts(tx),
            *_mailboxes(tx, context),
            *_servers(tx, context),
            *_reading(tx),
            *_letters(tx, context),
            *_installation(tx, context),
        )


def _counts(tx: Tx) -> Iterator[Figure]:
    cases, letters, messages, alerts = tx.cases.counts(), tx.outbox.counts(), tx.inbox.counts(), tx.alerts.counts()
    for state in State:
        yield _gauge("cases", "Cases by whose turn it is", cases.get(state, 0), state=state)
    for status in LetterStatus:
        yield _gauge("letters", "Letters by status", letters.get(status, 0), status=status)
    for mail in InboxStatus:
        yield _gauge("messages", "Messages received, by what became of them", messages.get(mail, 0), status=mail)
    for kind, number in sorted(alerts.items()):
        yield _count("alerts", "Alerts raised, by kind", number, kind=kind)


def _mailboxes(tx: Tx, context: Context) -> Iterator[Figure]:
    now = context.clock.now()
    for cursor in tx.mailboxes.all():
        if cursor.account in context.accounts and cursor.polled_at:
            age = (now - cursor.polled_at).total_seconds()
            place = {"account": cursor.account, "mailbox": cursor.mailbox}
            yield _gauge("poll_age_seconds", "Since the last complete poll of a mailbox", age, **place)


def _servers(tx: Tx, context: Context) -> Iterator[Figure]:
    for account in context.accounts:
        for server in ("imap", "smtp"):
            bad = trouble.get(tx, account, server)
            failures, of = bad.count if bad else 0, {"account": account, "server": server}
            yield _gauge("server_failures", "Failures in a row of an account's server", failures, **of)
        off = float(paused(tx, context, account))
        yield _gauge("paused", "1: no letter of this account leaves", off, account=account)


def _reading(tx: Tx) -> Iterator[Figure]:
    for language, number in aged.counted(tx):
        yield _count("not_understood", "Genuine notices not wholly understood", number, language=language)
    for name, value in tx.facts.all().items():
        fact, _, found = name.partition(":")
        if fact == _JUDGED:
            authenticity, _, rule = found.partition(":")
            labels = {"authenticity": authenticity, "rule": rule}
            says = "Messages by what our own DKIM check and the other evidence said"
            yield _count("judged", says, int(value), **labels)


def _letters(tx: Tx, context: Context) -> Iterator[Figure]:
    now = context.clock.now()
    for account in context.accounts:
        delays = sorted(delay.total_seconds() for delay in tx.outbox.copy_delays(account))
        for part in (50, 99) if delays else ():
            slow = delays[-(-part * len(delays) // 100) - 1]
            labels = {"account": account, "quantile": f"0.{part}"}
            yield _gauge("copy_delay_seconds", "How long our own copies of the last letters took", slow, **labels)
    oldest = min((due.since for due in tx.outbox.due(now)), default=now)
    late = (now - oldest).total_seconds()
    yield _gauge("letters_late_seconds", "How long the oldest letter that may leave has not left", late)


def _installation(tx: Tx, context: Context) -> Iterator[Figure]:
    digest = tx.outbox.latest(LetterKind.DIGEST)
    if digest:
        yield _gauge("last_digest_timestamp_seconds", "When the last digest was written", digest.timestamp())
    behind = timekeeping.behind(tx, context.clock.now())
    yield _gauge("clock_behind", "1: the clock is behind the last recorded time, nothing is sent", float(bool(behind)))
    failing = len(announce.trouble(tx.facts.all()))
    yield _gauge("channels_failing", "Second channels that took nothing last time", failing)
    yield _gauge("mode", "1 for the mode it runs in", 1, mode=context.mode)


def _gauge(name: str, says: str, value: float, **labels: str) -> Figure:
    return Figure(name=f"noticed_{name}", says=says, value=float(value), labels=tuple(labels.items()))


def _count(name: str, says: str, value: float, **labels: str) -> Figure:
    return Figure(name=f"noticed_{name}", says=says, value=float(value), labels=tuple(labels.items()), counts=True)
