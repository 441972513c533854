"""Alerts: what should not wait for the digest. One cause is said once; what comes together is one mail.

The first leaves at once; what comes up before the next may leave (``core.pace``) is written into that one. Each is also
noted for the second channel (``service.announce``), by its kind and the reference of its case alone.
"""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

from noticed.core import pace
from noticed.core.case import identity
from noticed.core.case.cadence import too_late_at
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, LetterKind
from noticed.core.values import Value
from noticed.ports import Alarm, Letter, LetterStatus, Tx
from noticed.render.alert import Alert, alert_text, alert_with
from noticed.render.phrases import Phrases
from noticed.service.context import Context

UNHEARD = "unheard"
"""The kind of alert by which it is said that an operator's mail does not reach him."""
_NEAR = timedelta(hours=48)
"""A deadline this near is said when the case opens, too."""
_TOGETHER = timedelta(days=1)
"""What has waited longer than this for the server is left as it is."""
_CASE = re.compile(r"N-[0-9A-Z]{4,8}(?=$|\.)")
"""Our reference, at the beginning of a case's or a letter's name."""


def about_case(tx: Tx, context: Context, case: Case, event: Event) -> None:
    """Something happened that should not wait for the digest."""
    now = context.clock.now()
    if event.kind is EventKind.OPERATOR_IDLE:  # many cases may lie untouched: one alarm a day for all of them
        lines = ["The digest names them, the most urgent first: noticed digest"]
        whose = context.told_of(case.account).operators[0].tag
        cause = f"idle|{now:%Y-%m-%d}{whose}"
        raise_alert(tx, context, account=case.account, cause=cause, subject="cases wait for you", lines=lines)
        return
    cause = f"{event.kind}|{case.case}|{event.text}|{now:%Y-%m-%d %H}"
    lines = [event.text, "", f"noticed show {case.case}", f"noticed decide {case.case}"]
    subject = f"{case.case} {_which(case)}: {event.kind.value}"
    raise_alert(tx, context, account=case.account, cause=cause, subject=subject, lines=lines)


def about_opening(tx: Tx, context: Context, case: Case) -> None:
    """A case that opens with little time left."""
    late = too_late_at(case, context.policy)
    if late is None or late - context.clock.now() > _NEAR:
        return
    lines = [f"Amazon's deadline is near: {late:%d %b %Y}", "", f"noticed show {case.case}"]
    cause = f"{EventKind.DEADLINE_NEAR}|{case.case}|opened"
    subject = f"{case.case} {_which(case)}: {EventKind.DEADLINE_NEAR.value}"
    raise_alert(tx, context, account=case.account, cause=cause, subject=subject, lines=lines)


def about_hold(tx: Tx, context: Context, letter: Letter, told: str = "") -> None:
    """A letter that enters its hold is announced once; ``told``: what it says in the operator's language."""
    local = letter.due_at.astimezone(context.timezone) if letter.due_at else None
    when = f"{local:%d %b %H:%M}" if local else "soon"
    lines = [
        f"{letter.letter} ({letter.kind.value}) leaves at {when} to {', '.join((*letter.to, *letter.cc))}.",
        f"To stop it: noticed reject {letter.letter}",
    ]
    quote = f"{letter.subject}\n\n{letter.body}"
    if told:
        heading = Phrases(context.told_of(letter.account).operator_language, str(context.timezone))("letter.reading")
        quote = f"{quote}\n{heading}\n\n{told}"
    subject = f"{letter.letter} leaves at {when}"
    cause = f"hold|{letter.letter}"
    raise_alert(tx, context, account=letter.account, cause=cause, subject=subject, lines=lines, quote=quote)


def tell_of_broken(context: Context) -> None:
    """Account files that were skipped: said once for each day and line, for their mailboxes are not read."""
    for line in context.broken:
        with context.store.write() as tx:
            lines = [line, "Its accounts are not read until it is cured: noticed check, then reload noticed"]
            cause = f"account_file|{line}|{context.clock.now():%Y-%m-%d}"
            raise_alert(tx, context, account=None, cause=cause, subject="an account file was skipped", lines=lines)


class _Text(Value):
    """What an alert says."""

    cause: str
    subject: str
    lines: list[str]
    quote: str = ""

    @property
    def name(self) -> str:
        return "A-" + hashlib.sha256(self.cause.encode()).hexdigest()[:10].upper()


def raise_alert(  # noqa: PLR0913  # what, of whom, and in which words
    tx: Tx, context: Context, *, account: str | None, cause: str, subject: str, lines: list[str], quote: str = ""
) -> None:
    """Say it by mail, to whoever is told of ``account`` (None: the installation's operator) in his language, and note
    it for the second channel. ``quote`` stands under it as it is. ``cause``: "kind|what it is about|…"; the same again
    does nothing.
    """
    context = context.told_of(account)
    said = _Text(cause=cause, subject=subject, lines=lines, quote=quote)
    if tx.alerts.get(said.name) or tx.outbox.get(said.name):
        return
    now = context.clock.now()
    kind, _, rest = cause.partition("|")
    case = _CASE.match(rest.partition("|")[0])
    alarm = Alarm(alert=said.name, at=now, kind=kind, case=case[0] if case else None)
    if context.operator_emails:
        alarm = replace(alarm, letter=_into_letter(tx, context, said))
    tx.alerts.add(alarm)


def answer(tx: Tx, context: Context, *, to: str, message: str, subject: str, lines: list[str]) -> None:
    """Queue the answer to one operator's ``message`` (its Message-ID), told in his language; once a message."""
    said = _Text(cause=f"by_mail|{message}", subject=subject, lines=lines)
    if tx.outbox.get(said.name) is None:
        tx.outbox.add(replace(_letter(context, said, (to,)), in_reply_to=message, references=(message,)))


def _into_letter(tx: Tx, context: Context, said: _Text) -> str:
    """Into the mail that has not left yet, or a new one; its name."""
    now = context.clock.now()
    names = dict.fromkeys(alarm.letter for alarm in tx.alerts.since(now - _TOGETHER) if alarm.letter)
    found = (letter for letter in map(tx.outbox.get, names) if letter)
    his = (context.operator_account, context.operator_emails)
    letters = [letter for letter in found if (letter.account, letter.to) == his]
    for last in letters:
        if last.status is LetterStatus.QUEUED and last.raw is None and not last.tries:
            number = 1 + sum(alarm.letter == last.letter for alarm in tx.alerts.since(last.created_at))
            merged = alert_with(last.subject, last.body, _text(context, said), number, context.operator_language)
            tx.outbox.save(replace(last, subject=merged.subject, body=merged.body))
            return last.letter
    times = sorted(letter.due_at or letter.created_at for letter in letters)
    letter = replace(_letter(context, said, context.operator_emails), due_at=pace.next_at(times, now))
    tx.outbox.add(letter)
    return letter.letter


def _which(case: Case) -> str:
    return ", ".join((*case.complaint_ids, *case.asins)[:3])


def _text(context: Context, said: _Text) -> Alert:
    say = Phrases(context.operator_language, str(context.timezone))
    quote = ["", said.quote] if said.quote else []
    return alert_text(say.line(said.subject), [*map(say.line, said.lines), *quote], say.language)


def _letter(context: Context, said: _Text, to: tuple[str, ...]) -> Letter:
    account, now, text = context.writes, context.clock.now(), _text(context, said)
    return Letter(
        letter=said.name,
        account=account.name,
        kind=LetterKind.ALERT,
        status=LetterStatus.QUEUED,
        approved=True,
        sender=account.email,
        to=to,
        subject=text.subject,
        body=text.body,
        message_id=identity.message_id(LetterKind.ALERT, said.name, to, account.email, LetterKind.ALERT),
        created_at=now,
        due_at=now,
    )
