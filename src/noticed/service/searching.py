"""Into the mode of ``recovery``, through it, and out again."""

from dataclasses import replace
from datetime import datetime

from noticed.ports import COPY_MARK, JournalLine, Permanent, Tx
from noticed.ports.log import log
from noticed.service import copies, departed, recovery, renamed
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.unread import unread


def begin(context: Context) -> None:
    """Enter the mode where the store says, or what stands beside it, that it is an older copy. Accounts that were
    renamed are followed before, and what accounts that are gone left in mid-air is looked after.

    Raises ``Permanent`` for a new store beside the traces of a lost one, and as ``renamed.follow``.
    """
    renamed.follow(context)
    departed.recover(context)
    with context.store.read() as tx:
        marked, known = tx.facts.get(COPY_MARK), int(tx.facts.get(recovery.DIALOGUES) or 0)
        empty = not tx.cases.some() and not tx.outbox.some()
        if tx.facts.get(recovery.REBUILDING):
            raise Permanent("the store is half rebuilt, and nothing leaves from it: noticed rebuild goes on with it")
    outran = context.store.outran(known)
    if outran and empty and not marked:
        raise Permanent(
            f"letters have left from here that this new store does not know of ({outran.where}): put a backup back, "
            "or read the mailboxes again: noticed rebuild"
        )
    if marked is None and outran is None:
        return
    why = f"a backup of {marked} was put back" if marked else "an older copy of the store was put back"
    with context.store.write() as tx:
        recovery.enter(tx, context, why, outran)
        tx.facts.set(COPY_MARK, None)
        if outran:
            tx.facts.set(recovery.DIALOGUES, str(outran.dialogues))


def searched(context: Context, account: Account, began: datetime) -> None:
    """A poll that began at ``began`` is complete: look where a poll does not, and remember that it was done.

    Raises as the mail adapter does.
    """
    with context.store.read() as tx:
        search = recovery.of(tx, account.name)
    if search is None or search.searched:
        return
    with context.mail(account.name).connect() as session:
        copies.bring(context, account, session, search.began - account.backfill)
    with context.store.write() as tx:
        search = recovery.of(tx, account.name)
        if search and began >= search.until:
            recovery.save(tx, replace(search, searched=True))


def leave(context: Context) -> int:
    """Leave the mode for every account whose search is complete and read to its end; how many those were."""
    with context.store.read() as tx:
        due = [name for name in recovery.accounts(tx) & context.accounts.keys() if _done(tx, name)]
    for name in due:
        with context.store.write() as tx:
            if not _done(tx, name):
                continue
            recovery.end(tx, name)
            text = "every mailbox has been searched: letters leave again"
            tx.journal.add(JournalLine(at=context.clock.now(), account=name, event="search_done", text=text))
            log.warning("search_done", account=name)
    return len(due)


def accounts(context: Context) -> frozenset[str]:
    """Accounts in the mode."""
    with context.store.read() as tx:
        return recovery.accounts(tx) & context.accounts.keys()


def _done(tx: Tx, account: str) -> bool:
    search = recovery.of(tx, account)
    return search is not None and search.searched and not unread(tx, account)
