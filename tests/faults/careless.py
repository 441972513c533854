"""``noticed`` without its write-ahead, for the control of an experiment: what was in mid-air is simply sent again.

This is the order "send, then mark" of many mailers. Only tests start it: ``python -m tests.faults.careless run``.
"""

from dataclasses import replace

from noticed.cli.main import main
from noticed.ports import LetterStatus, Phase
from noticed.service import release
from noticed.service.context import Account, Context


def forget(context: Context, account: Account) -> None:
    """In place of ``release.recover``: the phase is not looked at."""
    with context.store.write() as tx:
        for letter in tx.outbox.open_dialogues():
            if letter.account == account.name and letter.status is LetterStatus.SUBMITTING:
                tx.outbox.save(replace(letter, status=LetterStatus.QUEUED, phase=Phase.NONE, owner=None))


if __name__ == "__main__":
    release.recover = forget
    main()
