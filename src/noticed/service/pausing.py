"""The kill switch: whether anything may leave."""

from noticed.ports import MOVED, Tx
from noticed.service.context import Context


def paused(tx: Tx, context: Context, account: str) -> bool:
    """Whether the kill switch is on, for all or for this account, or its settings say so; or another store is the
    store now."""
    known = context.accounts.get(account)
    by_settings = known is not None and known.paused
    return by_settings or any(tx.facts.get(name) is not None for name in switches(account))


def switches(account: str) -> tuple[str, ...]:
    """The facts that say so."""
    return "paused", f"paused:{account}", MOVED
