"""How long our own copies of letters take, on which ``submission.settle`` rests."""

from datetime import timedelta

from noticed.ports import Tx
from noticed.service.context import Context

_LEAST = timedelta(minutes=15)
"""Settle no shorter: copies can be greylisted."""


def settle_needed(tx: Tx, account: str) -> timedelta:
    """The shortest settle that is safe: three times what 99 of 100 copies took, and no less than 15 minutes."""
    delays = sorted(tx.outbox.copy_delays(account))
    slow = delays[-(-99 * len(delays) // 100) - 1] if delays else timedelta()
    return max(_LEAST, 3 * slow)


def warning(tx: Tx, context: Context, account: str) -> str | None:
    """One line for status, check and digest where ``submission.settle`` is too short for the account's copies."""
    needed = settle_needed(tx, account)
    if needed <= context.settle:
        return None
    minutes = -(-needed // timedelta(minutes=1))
    return (
        f"submission.settle is {_short(context.settle)}, and copies of letters take up to {_short(needed / 3)}: "
        f'a letter could be taken for lost too early; set settle = "{minutes}m"'
    )


def _short(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} min"
