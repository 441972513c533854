"""Is it alive and well? And the kill switch."""

from datetime import timedelta

from starlette.responses import Response

from noticed.desk.visit import Visit, go
from noticed.ports import Refused
from noticed.service import letterbox
from noticed.service import status as watch

_MAX_AGE = timedelta(minutes=5)


def health(visit: Visit) -> Response:
    """What ``noticed status`` says, of the accounts that are shown."""
    seen = visit.context if visit.only is None else visit.context.among(visit.accounts)
    lines = watch.look(seen, _MAX_AGE, touch=False).lines
    with visit.context.store.read() as tx:
        cursors = [c for c in tx.mailboxes.all() if c.account in visit.accounts]
    bad = [line for line in lines if not line.ok]
    good = [line for line in lines if line.ok]
    return visit.show("health", bad=bad, good=good, cursors=cursors, accounts=visit.accounts)


def pause(visit: Visit) -> Response:
    """Nothing is sent from now on: of all that is shown, or of one account."""
    for account in _meant(visit):
        letterbox.pause(visit.context, account)
    return go("/health", "paused")


def run(visit: Visit) -> Response:
    """Letters may leave again."""
    for account in _meant(visit):
        letterbox.resume(visit.context, account)
    return go("/health", "running")


def _meant(visit: Visit) -> tuple[str | None, ...]:
    account = visit.form.get("account")
    if account and account not in visit.accounts:
        raise Refused(f'account "{account}" is not in the settings')
    return (account,) if account else (None,) if visit.only is None else visit.accounts
