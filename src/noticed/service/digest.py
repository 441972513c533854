"""The operator's one mail a day: sent exactly once, also when there is nothing to say."""

from dataclasses import replace
from datetime import datetime

from noticed.core.case import identity
from noticed.core.case.model import LetterKind
from noticed.ports import JournalLine, Letter, LetterStatus, Refused, Tx
from noticed.render.digest import Answering, digest_html, digest_subject, digest_text, targets
from noticed.service import offers, recovery
from noticed.service.collected import view
from noticed.service.context import Context
from noticed.service.operator import Operator


def send_if_due(context: Context) -> int:
    """Queue today's digest for each operator when its local time has come; how many were queued now."""
    local = context.clock.now().astimezone(context.timezone)
    if local.time() < context.digest_at:
        return 0
    with context.store.read() as tx:
        due = [(one, his) for one, his in _addressed(context) if _is_due(tx, his, _name(local, one))]
    for one, his in due:
        with context.store.write() as tx:
            if _is_due(tx, his, _name(local, one)):
                _queue(tx, his, _name(local, one))
    return len(due)


def _name(local: datetime, operator: Operator) -> str:
    return f"D-{local:%Y-%m-%d}{operator.tag}"


def _is_due(tx: Tx, his: Context, name: str) -> bool:
    return tx.outbox.get(name) is None and recovery.of(tx, his.operator_account) is None


def _addressed(context: Context) -> list[tuple[Operator, Context]]:
    """Every operator who has an address, and something of his to be told of, with what he sees."""
    return [(one, his) for one, his in context.each() if one.emails and (one.accounts or his.broken)]


def send_now(context: Context) -> tuple[Letter, ...]:
    """Queue digests by the operator's word, beside the daily ones: one for each operator.

    Raises ``Refused`` where none has an address.
    """
    addressed = _addressed(context)
    if not addressed:
        raise Refused("operator.emails is empty: the digest has nobody to go to")
    with context.store.write() as tx:
        at = f"{context.clock.now():%Y-%m-%dT%H%M%S}"
        return tuple(_queue(tx, his, f"D-{at}{one.tag}") for one, his in addressed)


def as_text(context: Context) -> str:
    """The digest as it would be sent now."""
    with context.store.read() as tx:
        return digest_text(view(tx, context))


def as_html(context: Context) -> str:
    """The same as a page."""
    with context.store.read() as tx:
        return digest_html(view(tx, context))


def _queue(tx: Tx, context: Context, name: str) -> Letter:
    account, now = context.writes, context.clock.now()
    seen = view(tx, context)
    if context.by_mail:
        numbers = {number: (to.case, to.letter) for number, to in targets(seen)}
        code = offers.offer(tx, context, name, numbers)
        seen = replace(seen, answering=Answering(address=account.email, code=code))
    letter = Letter(
        letter=name,
        account=account.name,
        kind=LetterKind.DIGEST,
        status=LetterStatus.QUEUED,
        approved=True,
        sender=account.email,
        to=context.operator_emails,
        subject=digest_subject(seen),
        body=digest_text(seen),
        html=digest_html(seen),
        message_id=identity.message_id(
            LetterKind.DIGEST, name, context.operator_emails, account.email, LetterKind.DIGEST
        ),
        created_at=now,
        due_at=now,
    )
    tx.outbox.add(letter)
    tx.journal.add(JournalLine(at=now, account=account.name, event="digest", text=f"{name}: {letter.subject}"))
    return letter
