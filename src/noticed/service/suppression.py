"""Addresses that are never written to again: somebody there said so, letters came back for good, or the operator says.

Per account, in the store: it holds for every case, process and restart. Amazon's addresses and the seller's own are
never suppressed. Only an answer to a letter of ours, from the address it went to, suppresses: a forger has neither.
"""

from dataclasses import replace

from noticed.core.case.events import Event, EventKind
from noticed.core.case.model import AMAZON_LETTERS, OPERATOR_LETTERS, Case
from noticed.core.mail import recipients
from noticed.core.mail.addresses import read_spec
from noticed.core.mail.match import MatchKeys
from noticed.ports import JournalLine, Letter, LetterStatus, Refused, Suppressed, Tx
from noticed.service.account import Account
from noticed.service.apply import apply
from noticed.service.context import Context

_BOUNCES = 2
"""Letters that came back for good, after which no other is tried."""


def by_answer(tx: Tx, context: Context, case: Case, sender: str, keys: MatchKeys, message: int) -> bool:
    """Suppress whoever answered that letters must not come again; False where it does not count."""
    mailbox = recipients.mailbox_of(sender)
    sent = (x for x in tx.outbox.of_case(case.case) if x.submitted_at)
    letters = [x for x in sent if mailbox in map(recipients.mailbox_of, x.to)]
    named = case.case in keys.references or {x.message_id for x in letters} & set(keys.message_ids)
    if not letters or not named:
        return False
    return _add(tx, context, case.account, sender, "they asked not to be written to again", message)


def by_bounce(tx: Tx, context: Context, letter: Letter, addresses: tuple[str, ...], message: int) -> None:
    """Count letters that came back for good, and suppress at the second."""
    for address in addresses:
        if tx.suppressed.bounced(letter.account, address, letter.letter) >= _BOUNCES:
            why = f"{_BOUNCES} letters came back for good"  # a tag may be what the server does not know
            _add(tx, context, letter.account, address, why, message, spelling=True)


def of_letter(tx: Tx, letter: Letter) -> Suppressed | None:
    """The first recipient of a letter that must not be written to."""
    if letter.kind in OPERATOR_LETTERS | AMAZON_LETTERS:
        return None
    return next((row for a in letter.recipients if (row := tx.suppressed.get(letter.account, a))), None)


def stop(tx: Tx, context: Context, letter: Letter, row: Suppressed) -> None:
    """A letter to a suppressed address does not leave, whoever wrote it; its case goes to the operator."""
    text = f"{letter.letter} is not sent: {row.address or 'its recipient'} is suppressed ({row.why})"
    tx.outbox.save(replace(letter, status=LetterStatus.CANCELLED, answer=text, owner=None))
    case = tx.cases.get(letter.case) if letter.case else None
    if case:
        apply(tx, context, case, Event(kind=EventKind.DO_NOT_WRITE, letter_id=letter.letter, text=text))


def refuse(tx: Tx, account: str, addresses: tuple[str, ...]) -> None:
    """Raise ``Refused`` where one of them is suppressed."""
    for address in addresses:
        row = tx.suppressed.get(account, address)
        if row:
            raise Refused(f"{address} is suppressed ({row.why}): noticed suppressed drop {address}, if you must write")


def add(context: Context, account: str, address: str) -> Suppressed:
    """By the operator's word. Raises ``Refused`` for an address of Amazon's or our own, and one suppressed already."""
    owner = context.account_of(account)
    wanted = address.strip().lower()
    if not may_be(context, owner, wanted):
        raise Refused(f"{address}: only a complainant's address can be suppressed")
    with context.store.write() as tx:
        if tx.suppressed.get(account, wanted) or not _add(tx, context, account, wanted, "by your word", None):
            raise Refused(f"{address} is suppressed already")
        row = tx.suppressed.get(account, wanted)
    if row is None:
        raise LookupError(address)
    return row


def drop(context: Context, account: str, address: str) -> None:
    """It may be written to again, when you say so: cases that stopped stay where they are.

    Raises ``Refused`` for one that is not suppressed.
    """
    context.account_of(account)
    with context.store.write() as tx:
        if not tx.suppressed.drop(account, address.strip()):
            raise Refused(f"{address} is not suppressed: noticed suppressed")
        now, text = context.clock.now(), f"you dropped the suppression of {address}"
        tx.journal.add(JournalLine(at=now, account=account, event="unsuppressed", text=text))


def listed(context: Context) -> tuple[Suppressed, ...]:
    """All of them, oldest first."""
    with context.store.read() as tx:
        return tuple(row for row in tx.suppressed.all() if context.mine(row.account))


def ours(context: Context, account: Account) -> recipients.Ours:
    """Addresses that are nobody's complaint: every account's, the operator's, Amazon's."""
    return recipients.Ours(addresses=frozenset(a.lower() for a in context.own), amazon_domains=account.trust.domains)


def may_be(context: Context, account: Account, address: str) -> bool:
    """Whether an address can be a complainant's at all."""
    mine, spec = ours(context, account), read_spec(address)
    if spec is None or recipients.mailbox_of(spec) in map(recipients.mailbox_of, mine.addresses):
        return False
    return not recipients.is_amazon(spec.rpartition("@")[2], mine)


def _add(  # noqa: PLR0913  # an address, and why
    tx: Tx, context: Context, account: str, address: str, why: str, message: int | None, *, spelling: bool = False
) -> bool:
    owner, now = context.accounts.get(account), context.clock.now()
    if owner is None or not may_be(context, owner, address):
        return False
    by = str(message) if message is not None else None
    row = Suppressed(account=account, address=address, why=why, since=now, message=by)
    if not tx.suppressed.add(row, spelling=spelling):
        return True
    text = f"{address} is suppressed: {why}"
    tx.journal.add(JournalLine(at=now, account=account, event="suppressed", text=text))
    return True
