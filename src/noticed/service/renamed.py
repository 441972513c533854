"""An account whose name in the settings is another than before: what is known of it goes on under the new one. Else
its mailbox would be a new one, its notices would be read again, and whoever was written to would be written to again.

Promises that neither name is read while another process has the other.
"""

from noticed.ports import JournalLine, Transient, Tx
from noticed.ports.log import log
from noticed.service.account import Account
from noticed.service.context import Context

_OF_ONE = ("paused:", "search_first:", "amazon:", "sent:")
"""Facts of an account, its name behind them."""
_OF_MANY = ("attached|", "assigned|")
"""The same, and more behind its name."""


def follow(context: Context) -> None:
    """Find accounts by the address they write from. Raises ``Transient`` where somebody works under the old name."""
    with context.store.read() as tx:
        found = _found(tx, context)
    for old, new in found.items():
        with context.store.alone(f"poll:{old}") as reads, context.store.alone(f"submit:{old}") as sends:
            if not (reads and sends):
                raise Transient(
                    f'another process works for account "{old}", which is called "{new}" now: stop it first'
                )
            with context.store.write() as tx:
                _rename(tx, context, old, new)
        log.warning("account_renamed", account=new, before=old)


def now_called(tx: Tx, account: str) -> str | None:
    """The account's new name, where other settings than these gave it one."""
    return tx.facts.get(_fact(account))


def _found(tx: Tx, context: Context) -> dict[str, str]:
    """Old name → new name."""
    read = {c.account: c.polled_at for c in tx.mailboxes.all() if c.polled_at}
    gone = sorted(read.keys() - context.accounts.keys(), key=lambda name: read[name], reverse=True)
    new = [a for a in context.accounts.values() if a.name not in read and not _has_rows(tx, a)]
    found = dict[str, str]()
    for old in gone if new else ():
        senders = tx.outbox.senders(old)
        fitting = [a for a in new if senders & a.addresses and a.name not in found.values()]
        alone = [a for a in fitting if a.line == a.name] or fitting
        if len(alone) == 1:
            found[old] = alone[0].name
    return found


def _has_rows(tx: Tx, account: Account) -> bool:
    """Whether anything is known under the new name, by a command of the operator's."""
    suppressed = any(row.account == account.name for row in tx.suppressed.all())
    return suppressed or bool(tx.outbox.senders(account.name) or tx.cases.all(account=account.name))


def _rename(tx: Tx, context: Context, old: str, new: str) -> None:
    moved = {prefix + old: prefix + new for prefix in _OF_ONE}
    for prefix in _OF_MANY:
        below = tx.facts.beginning(f"{prefix}{old}|")
        moved |= {name: f"{prefix}{new}|{name.removeprefix(f'{prefix}{old}|')}" for name in below}
    for before, after in moved.items():
        value = tx.facts.get(before)
        if value is not None:
            tx.facts.set(before, None)
            tx.facts.set(after, new if value == old else value)
    tx.facts.set(_fact(new), None)
    tx.facts.set(_fact(old), new)
    text = f"{old} is called {new} now, by the settings"
    tx.journal.add(JournalLine(at=context.clock.now(), account=new, event="renamed", text=text))
    tx.rename(old, new)


def _fact(account: str) -> str:
    return f"renamed:{account}"
