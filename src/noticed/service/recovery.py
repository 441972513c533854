"""Search first: the store is older than reality (a backup was put back), so letters may have left that it does not
know of. Until every mailbox has been read once, nothing of the account leaves and the clock moves no case; own copies
settle or complete the outbox (``adopt``), answers are read.

Promises that no letter leaves twice for a restore, as long as its copy shows within ``settle``.
"""

import json
from datetime import datetime

from noticed.core.values import Value
from noticed.ports import JournalLine, Outran, Tx
from noticed.ports.log import log
from noticed.service.context import Context

DIALOGUES = "dialogues"
"""The fact that counts dialogues begun; ``Store.count`` notes the same outside."""

REBUILDING = "rebuilding"
"""The fact that says a rebuild has begun and not ended."""


class SearchFirst(Value):
    """Why and how long an account searches first."""

    account: str
    why: str
    began: datetime
    until: datetime
    """A search that begins before may miss a copy that is still on its way."""
    searched: bool = False
    """Whether a complete search has been made since ``until``."""


def enter(tx: Tx, context: Context, why: str, outran: Outran | None = None) -> None:
    """Let every account search first, one whose settings cannot be read now among them."""
    now = context.clock.now()
    last = outran.at if outran and outran.at else now
    for name in sorted({*context.accounts, *(cursor.account for cursor in tx.mailboxes.all())}):
        save(tx, SearchFirst(account=name, why=why, began=now, until=min(last, now) + context.settle))
    text = f"{why}: nothing leaves before every mailbox has been searched for letters that left since"
    tx.journal.add(JournalLine(at=now, event="search_first", text=text))
    log.warning("search_first", why=why)


def of(tx: Tx, account: str) -> SearchFirst | None:
    """The account's search, or None when it is up to date."""
    value = tx.facts.get(fact(account))
    if value is None:
        return None
    row = json.loads(value)
    return SearchFirst(
        account=account,
        why=row["why"],
        began=datetime.fromisoformat(row["began"]),
        until=datetime.fromisoformat(row["until"]),
        searched=row["searched"],
    )


def accounts(tx: Tx) -> frozenset[str]:
    """Accounts that search first, by name; those of other settings, too."""
    prefix = fact("")
    return frozenset(name.removeprefix(prefix) for name in tx.facts.beginning(prefix))


def in_words(tx: Tx, context: Context, account: str) -> str | None:
    """One line for status and digest."""
    search = of(tx, account)
    if search is None:
        return None
    until = search.until.astimezone(context.timezone)
    return f"searches first: {search.why}; nothing leaves before one complete search after {until:%d %b %H:%M}"


def end(tx: Tx, account: str) -> None:
    """It is up to date again."""
    tx.facts.set(fact(account), None)


def save(tx: Tx, search: SearchFirst) -> None:
    """How far the search is."""
    row = {
        "why": search.why,
        "began": search.began.isoformat(),
        "until": search.until.isoformat(),
        "searched": search.searched,
    }
    tx.facts.set(fact(search.account), json.dumps(row))


def fact(account: str) -> str:
    """The fact that says so."""
    return f"search_first:{account}"
