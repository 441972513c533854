"""Single alerts to the operator. Each has a name of its own, so that one cause makes one alert."""

import hashlib

from noticed.core.case import identity
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, LetterKind
from noticed.core.values import Value
from noticed.ports import Letter, LetterStatus, Tx
from noticed.render.digest import alert_text
from noticed.render.phrases import Phrases
from noticed.service.context import Context


def about_case(tx: Tx, context: Context, case: Case, event: Event) -> None:
    """Something happened that should not wait for the digest."""
    now = context.clock.now()
    if event.kind is EventKind.OPERATOR_IDLE:  # many cases may lie untouched: one alarm a day for all of them
        lines = ["The digest names them, the most urgent first: noticed digest"]
        raise_alert(tx, context, cause=f"idle|{now:%Y-%m-%d}", subject="cases wait for you", lines=lines)
        return
    cause = f"{case.case}|{event.kind}|{event.text}|{now:%Y-%m-%d %H}"
    complaint = ", ".join((*case.complaint_ids, *case.asins)[:3])
    lines = [event.text, "", f"noticed show {case.case}", f"noticed decide {case.case}"]
    raise_alert(tx, context, cause=cause, subject=f"{case.case} {complaint}: {event.kind.value}", lines=lines)


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
        heading = Phrases(context.operator_language, str(context.timezone))("letter.reading")
        quote = f"{quote}\n{heading}\n\n{told}"
    subject = f"{letter.letter} leaves at {when}"
    raise_alert(tx, context, cause=f"hold|{letter.letter}", subject=subject, lines=lines, quote=quote)


class _Text(Value):
    """What an alert says."""

    cause: str
    subject: str
    lines: list[str]
    quote: str = ""


def raise_alert(tx: Tx, context: Context, *, cause: str, subject: str, lines: list[str], quote: str = "") -> None:
    """Queue one alert, told in the operator's language; the same ``cause`` again does nothing. ``quote`` stands under
    it as it is."""
    said = _Text(cause=cause, subject=subject, lines=lines, quote=quote)
    _queue(tx, context, said, to=context.operator_emails)


def answer(tx: Tx, context: Context, *, to: str, message: str, subject: str, lines: list[str]) -> None:
    """Queue the answer to one operator's ``message`` (its Message-ID), told in his language; once a message."""
    _queue(tx, context, _Text(cause=f"by_mail|{message}", subject=subject, lines=lines), to=(to,), thread=(message,))


def _queue(tx: Tx, context: Context, said: _Text, *, to: tuple[str, ...], thread: tuple[str, ...] = ()) -> None:
    name = "A-" + hashlib.sha256(said.cause.encode()).hexdigest()[:10].upper()
    if not to or tx.outbox.get(name):
        return
    account = context.account_of(context.operator_account)
    say = Phrases(context.operator_language, str(context.timezone))
    text = alert_text(
        say.line(said.subject), [*map(say.line, said.lines), *(["", said.quote] if said.quote else [])], say.language
    )
    now = context.clock.now()
    tx.outbox.add(
        Letter(
            letter=name,
            account=account.name,
            kind=LetterKind.ALERT,
            status=LetterStatus.QUEUED,
            approved=True,
            sender=account.email,
            to=to,
            subject=text.subject,
            body=text.body,
            message_id=identity.message_id(LetterKind.ALERT, name, to, account.email, LetterKind.ALERT),
            in_reply_to=thread[-1] if thread else None,
            references=thread,
            created_at=now,
            due_at=now,
        )
    )
