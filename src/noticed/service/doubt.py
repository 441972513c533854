"""Letters in doubt: after ``settle`` our own copy is searched for, then the settings choose.

A search may take as long as the account's mailbox server likes: it is done where the account's letters are submitted,
so that it delays nobody else's, and a server that does not answer is left alone for a while, as by polls.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from noticed.core.case.model import LetterKind
from noticed.ports import Letter, LetterStatus, Permanent, StoreAway, StoreBroken, Transient, Tx
from noticed.service import alerts, receipts, settlement, trouble
from noticed.service.account import Account
from noticed.service.context import Context

_ALARM = timedelta(days=1)


def waiting(context: Context, letters: Iterable[Letter], now: datetime) -> list[Letter]:
    """Those of ``letters`` in doubt whose copy has had time to show up."""
    return [x for x in letters if x.status is LetterStatus.IN_DOUBT and _since(x) + context.settle <= now]


def settle(context: Context, account: Account) -> int:
    """Search for the copies of the account's letters that are in doubt; how many came to rest, or go again."""
    now, settled = context.clock.now(), 0
    with context.store.read() as tx:
        letters = [x for x in waiting(context, tx.outbox.open_dialogues(), now) if x.account == account.name]
        rests = bool(letters) and trouble.blocked(tx, account.line, "imap", now)
    for letter in letters:
        try:
            found = None if rests else _found(context, account, letter)
        except (StoreAway, StoreBroken):
            raise
        except (Transient, Permanent) as error:
            found, rests = None, True
            with context.store.write() as tx:
                permanent = isinstance(error, Permanent)
                trouble.record(tx, context, account.line, "imap", str(error), permanent=permanent)
        if found is not None:
            with context.store.write() as tx:
                _settled(tx, context, letter, now, found=found)
            settled += 1
        elif now - _since(letter) >= _ALARM:
            _alarm(context, letter)
    return settled


def _since(letter: Letter) -> datetime:
    return letter.started_at or letter.created_at


def _found(context: Context, account: Account, letter: Letter) -> bool:
    with context.mail(account.name).connect() as session:
        return receipts.search(account, session, letter, letter.created_at)


def _settled(tx: Tx, context: Context, letter: Letter, now: datetime, *, found: bool) -> None:
    fresh = tx.outbox.get(letter.letter)
    if fresh is None or fresh.status is not LetterStatus.IN_DOUBT:
        return
    if found:
        settlement.found_copy(tx, context, fresh, now)
    elif context.resend_unknown:
        tx.outbox.save(replace(fresh, status=LetterStatus.QUEUED, answer="no copy found: resent"))
    else:
        why = "perhaps sent: the server's answer was lost and no copy of ours is to be found"
        settlement.held(tx, context, fresh, why)
        if fresh.kind is LetterKind.ALERT:
            return  # an alert about an alert would be in the same doubt
        lines = [f"{letter.letter}: {why}.", f"noticed approve {letter.letter} sends the same bytes again."]
        subject = f"{letter.letter} may or may not have been sent"
        cause = f"doubt|{letter.letter}"
        alerts.raise_alert(tx, context, account=letter.account, cause=cause, subject=subject, lines=lines)


def _alarm(context: Context, letter: Letter) -> None:
    subject = f"{letter.letter} has been in doubt for a day"
    lines = ["The mailboxes could not be searched for our own copy.", "noticed status names what is wrong."]
    cause = f"doubt-day|{letter.letter}"
    with context.store.write() as tx:
        alerts.raise_alert(tx, context, account=letter.account, cause=cause, subject=subject, lines=lines)
