"""Single alerts to the operator. Each has a name of its own, so that one cause makes one alert."""

import hashlib

from noticed.core.case import identity
from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import Case, LetterKind
from noticed.ports import Letter, LetterStatus, Tx
from noticed.render.digest import alert_text
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


def about_hold(tx: Tx, context: Context, letter: Letter) -> None:
    """A letter that enters its hold is announced once."""
    local = letter.due_at.astimezone(context.timezone) if letter.due_at else None
    when = f"{local:%d %b %H:%M}" if local else "soon"
    lines = [
        f"{letter.letter} ({letter.kind.value}) leaves at {when} to {', '.join((*letter.to, *letter.cc))}.",
        f"To stop it: noticed reject {letter.letter}",
        "",
        f"Subject: {letter.subject}",
        "",
        letter.body,
    ]
    raise_alert(tx, context, cause=f"hold|{letter.letter}", subject=f"{letter.letter} leaves at {when}", lines=lines)


def raise_alert(tx: Tx, context: Context, *, cause: str, subject: str, lines: list[str]) -> None:
    """Queue one alert; the same ``cause`` again does nothing."""
    name = "A-" + hashlib.sha256(cause.encode()).hexdigest()[:10].upper()
    if not context.operator_emails or tx.outbox.get(name):
        return
    account = context.account_of(context.operator_account)
    text = alert_text(subject, lines, context.operator_language)
    now = context.clock.now()
    tx.outbox.add(
        Letter(
            letter=name,
            account=account.name,
            kind=LetterKind.ALERT,
            status=LetterStatus.QUEUED,
            approved=True,
            sender=account.email,
            to=context.operator_emails,
            subject=text.subject,
            body=text.body,
            message_id=identity.message_id(
                LetterKind.ALERT, name, context.operator_emails, account.email, LetterKind.ALERT
            ),
            created_at=now,
            due_at=now,
        )
    )
