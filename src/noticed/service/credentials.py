"""Logins that end by themselves (OAuth 2.0 refresh tokens): said before they do, while nothing is broken yet."""

from noticed.service import alerts
from noticed.service.account import LoginEnds
from noticed.service.context import Context


def near(context: Context, account: str) -> LoginEnds | None:
    """The end of the account's login, where it is near enough to be said."""
    ends = context.login_ends(account)
    return ends if ends and ends.warn_from <= context.clock.now() else None


def warn(context: Context) -> int:
    """Alarm each account whose login ends soon, once for each end; how many there are."""
    ending = [(name, ends) for name in context.accounts if (ends := near(context, name))]
    for name, ends in ending:
        with context.store.write() as tx:
            cause = f"login_ends|{name}|{ends.at:%Y-%m-%d}"
            subject = f"{name}: the login ends soon"
            alerts.raise_alert(tx, context, account=name, cause=cause, subject=subject, lines=[ends.why])
    return len(ending)
