"""Letters in a dialogue: whose it is, and what becomes of it where the dialogue never began or its process is gone."""

from dataclasses import replace

from noticed.ports import Letter, LetterStatus, Phase, Tx
from noticed.service.context import Context


def recover(context: Context, account: str) -> None:
    """Called under the account's lease: a row in mid-air belongs to a process that is gone.

    Before phase ``data`` nothing can have been accepted: back into the queue. In it, perhaps: in doubt.
    """
    with context.store.write() as tx:
        for letter in tx.outbox.open_dialogues():
            if letter.account != account or letter.status is not LetterStatus.SUBMITTING:
                continue
            if letter.phase is Phase.DATA:
                doubt = "the program ended before the server's answer was recorded"
                ended = replace(letter, status=LetterStatus.IN_DOUBT, owner=None, answer=doubt)
                tx.outbox.save(replace(ended, started_at=context.clock.now()))  # until now it may have been answered
            else:
                tx.outbox.save(replace(letter, status=LetterStatus.QUEUED, phase=Phase.NONE, owner=None))


def ours(tx: Tx, letter: Letter) -> bool:
    """Whether the dialogue is still the one that claimed the letter: a lease may end with its session (a database that
    restarts), and another process has taken the letter over then."""
    now = tx.outbox.get(letter.letter)
    mine = (LetterStatus.SUBMITTING, letter.owner, letter.tries)
    return now is not None and (now.status, now.owner, now.tries) == mine


def give_back(context: Context, letter: Letter) -> None:
    """Undo a claim whose dialogue never began."""
    with context.store.write() as tx:
        if ours(tx, letter):
            tx.outbox.give_back(letter)
