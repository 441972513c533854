"""The operator's one mail a day: sent exactly once, also when there is nothing to say."""

from dataclasses import replace

from noticed.core.case import identity
from noticed.core.case.model import LetterKind
from noticed.ports import JournalLine, Letter, LetterStatus, Refused, Tx
from noticed.render.digest import Answering, digest_html, digest_subject, digest_text, targets
from noticed.service import offers, recovery
from noticed.service.collected import view
from noticed.service.context import Context


def send_if_due(context: Context) -> int:
    """Queue today's digest when its local time has come; 1 when it was queued now."""
    local = context.clock.now().astimezone(context.timezone)
    if local.time() < context.digest_at or not context.operator_emails:
        return 0
    name = f"D-{local:%Y-%m-%d}"
    with context.store.write() as tx:
        if tx.outbox.get(name) is not None or recovery.of(tx, context.operator_account):
            return 0
        _queue(tx, context, name)
    return 1


def send_now(context: Context) -> Letter:
    """Queue a digest by the operator's word, beside the daily one."""
    if not context.operator_emails:
        raise Refused("operator.emails is empty: the digest has nobody to go to")
    with context.store.write() as tx:
        return _queue(tx, context, f"D-{context.clock.now():%Y-%m-%dT%H%M%S}")


def as_text(context: Context) -> str:
    """The digest as it would be sent now."""
    with context.store.read() as tx:
        return digest_text(view(tx, context))


def as_html(context: Context) -> str:
    """The same as a page."""
    with context.store.read() as tx:
        return digest_html(view(tx, context))


def _queue(tx: Tx, context: Context, name: str) -> Letter:
    account, now = context.account_of(context.operator_account), context.clock.now()
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
