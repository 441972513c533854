"""``noticed`` without its care, for the control of an experiment: what was in mid-air is simply sent again.

This is the order "send, then mark" of many mailers: the phase is not looked at, and our own copy is no receipt
(the last look alone would prevent most duplicates).
"""

from dataclasses import replace
from datetime import datetime

from noticed.ports import Letter, LetterStatus, Phase, Tx
from noticed.service import midair, settlement
from noticed.service.context import Context


def let_go() -> None:
    """From now on this process takes no care."""
    midair.recover = forget
    settlement.found_copy = overlook


def forget(context: Context, account: str) -> None:
    """In place of ``midair.recover``: the phase is not looked at."""
    with context.store.write() as tx:
        for letter in tx.outbox.open_dialogues():
            if letter.account == account:
                _again(tx, letter)


def overlook(tx: Tx, context: Context, letter: Letter, seen_at: datetime, *, ours: bool = False) -> None:
    """In place of ``settlement.found_copy``: a copy is no receipt."""
    fresh = tx.outbox.get(letter.letter)
    if fresh and fresh.status is LetterStatus.IN_DOUBT:
        _again(tx, fresh)


def _again(tx: Tx, letter: Letter) -> None:
    tx.outbox.save(replace(letter, status=LetterStatus.QUEUED, phase=Phase.NONE, owner=None))
