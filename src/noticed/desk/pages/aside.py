"""What was not believed, waits, or failed: look at it, let it go on, or drop it."""

from collections.abc import Callable

from starlette.responses import Response

from noticed.desk.pages.mail import show
from noticed.desk.visit import NotHere, Visit, go
from noticed.ports import InboxRow, InboxStatus, Refused
from noticed.service import setaside

_STATUSES = (*setaside.QUARANTINE, *setaside.SHUNTED)
_MOST = 100


def aside(visit: Visit) -> Response:
    """The list, newest first."""
    rows = [row for row in setaside.listed(visit.context, _STATUSES) if row.account in visit.accounts]
    newest = sorted(rows, key=lambda row: row.received_at, reverse=True)
    listed = []
    for row in newest[:_MOST]:
        message = setaside.seen(visit.context, row, whole=False)
        sender = message.from_[0].spec if message and message.from_ else ""
        why = visit.say.line((row.error or "").strip().rpartition("\n")[2])
        listed.append((row, sender, (message.subject if message else "")[:150], why))
    return visit.show("aside", rows=listed, found=len(rows))


def one(visit: Visit) -> Response:
    """One of them."""
    return show(visit, _row(visit), aside=True)


def act(visit: Visit) -> Response:
    """Release, retry or drop it."""
    row, what = _row(visit), visit.path["what"]
    if what not in _ACTS:
        raise NotHere
    where = _ACTS[what](visit, row)
    return go(where, {"release": "released", "retry": "retried", "drop": "dropped"}[what])


def _release(visit: Visit, row: InboxRow) -> str:
    if visit.form.get("checked") != "yes":
        raise Refused("look for this notice in Seller Central first, then add --checked-in-seller-central")
    return f"/cases/{setaside.release(visit.context, row.id, {}).case}"


def _retry(visit: Visit, row: InboxRow) -> str:
    setaside.retry(visit.context, row.id)
    return "/aside"


def _drop(visit: Visit, row: InboxRow) -> str:
    statuses = setaside.SHUNTED if row.status is InboxStatus.SHUNTED else setaside.QUARANTINE
    setaside.drop(visit.context, row.id, statuses)
    return "/aside"


_ACTS: dict[str, Callable[[Visit, InboxRow], str]] = {"release": _release, "retry": _retry, "drop": _drop}


def _row(visit: Visit) -> InboxRow:
    with visit.context.store.read() as tx:
        row = visit.mail(tx)
    if row.status not in _STATUSES:
        raise NotHere
    return row
