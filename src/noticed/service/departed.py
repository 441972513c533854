"""Accounts that the settings do not have (any more, or while their file is broken), and that left something open:
nothing is read, sent or woken for them, so somebody must know.
"""

from collections.abc import Iterator

from noticed.ports import LetterStatus, Tx
from noticed.service import midair
from noticed.service.context import Context

_ON_THEIR_WAY = (LetterStatus.QUEUED, LetterStatus.SUBMITTING, LetterStatus.IN_DOUBT)
_NAMED = 8
"""Names in one line."""


def in_words(tx: Tx, context: Context) -> Iterator[tuple[str, str]]:
    """(account, a line) for status and digest; nothing where all is in order, or it is not told here."""
    for name in _gone(tx, context) if context.installation else ():
        cases = [case.case for case in tx.cases.open(name)]
        letters = [x.letter for status in _ON_THEIR_WAY for x in tx.outbox.all(status) if x.account == name]
        if cases or letters:
            names = ", ".join([*cases, *letters][:_NAMED]) + (" …" if len(cases) + len(letters) > _NAMED else "")
            text = (
                f"in no settings that can be used: {len(cases)} open cases and {len(letters)} letters on their way, "
                f"and nobody looks after them ({names}); put it back, or: noticed decide CASE close, "
                "noticed reject LETTER"
            )
            yield name, text


def recover(context: Context) -> None:
    """What a process left in mid-air goes back into the queue, or is in doubt: the operator can end it then."""
    with context.store.read() as tx:
        gone = _gone(tx, context)
    for name in gone:
        with context.store.alone(f"submit:{name}") as mine:
            if mine:
                midair.recover(context, name)


def _gone(tx: Tx, context: Context) -> list[str]:
    return sorted({cursor.account for cursor in tx.mailboxes.all()} - context.every.keys())
