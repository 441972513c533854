"""The operator's one mail a day: sent exactly once, also when there is nothing to say."""

from datetime import timedelta

from noticed.core.case import identity
from noticed.core.case.model import LetterKind
from noticed.ports import JournalLine, Letter, LetterStatus, Refused, Tx
from noticed.render.digest import Target, digest_html, digest_subject, digest_text, targets
from noticed.service import recovery
from noticed.service.collected import view
from noticed.service.context import Context

_EVENT = "digest"


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


def targets_of(tx: Tx, digest: Letter) -> dict[int, Target]:
    """What the numbers of a digest that was sent stand for."""
    for line in tx.journal.since(digest.created_at - timedelta(seconds=1)):
        facts = line.facts or {}
        numbers = facts.get("numbers")
        if line.event == _EVENT and facts.get("letter") == digest.letter and isinstance(numbers, dict):
            return {int(number): Target(**names) for number, names in numbers.items()}
    return {}


def _queue(tx: Tx, context: Context, name: str) -> Letter:
    account, now = context.account_of(context.operator_account), context.clock.now()
    seen = view(tx, context)
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
    numbers = {str(number): {"case": to.case, "letter": to.letter} for number, to in targets(seen)}
    facts: dict[str, object] = {"letter": name, "numbers": numbers}
    line = JournalLine(at=now, account=account.name, event=_EVENT, text=f"{name}: {letter.subject}", facts=facts)
    tx.journal.add(line)
    return letter
