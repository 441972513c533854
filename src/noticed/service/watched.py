"""Which folders of an account are read: those of the settings, Junk under whatever name, and Sent, where the operator's
own words are.
"""

import re
from collections.abc import Iterator, Sequence

from noticed.ports import Folder, MailSession
from noticed.service.account import Account
from noticed.service.context import Context

_BELOW = re.compile(r"(?:\[(?:Gmail|Google Mail)\]|INBOX)[/.](?=.)", re.IGNORECASE)
"""What some servers put every folder below."""


def watched(account: Account, session: MailSession) -> tuple[str, ...]:
    """The account's mailboxes that exist, Junk under whatever name, and Sent, where the operator's own words are."""
    folders = session.folders()
    names = _by_name(folders)
    special = {f.special_use.casefold(): f.name for f in folders if f.special_use}
    wanted = [names.get(m.casefold()) or special.get(m.casefold()) or m for m in account.mailboxes]
    sent = _sent(account, folders)
    known = [m for m in wanted if m.upper() == "INBOX" or m.casefold() in names]
    return tuple(dict.fromkeys((*known, *((sent,) if sent else ()))))


def gone(account: Account, folders: Sequence[Folder]) -> Iterator[str]:
    """Mailboxes of the settings that do not exist; those for Junk, of which many names are tried, need not."""
    names, junk = _by_name(folders), {"inbox", "junk", *map(str.casefold, account.junk)}
    special = {f.special_use.casefold() for f in folders if f.special_use}
    for name in account.mailboxes:
        if name.casefold() not in junk | names.keys() | special:
            yield name


def _by_name(folders: Sequence[Folder]) -> dict[str, str]:
    """Name → as the server lists it; also by what it is called below [Gmail] or INBOX."""
    short = {_BELOW.sub("", f.name, count=1).casefold(): f.name for f in reversed(folders)}
    return short | {f.name.casefold(): f.name for f in folders}


def _sent(account: Account, folders: Sequence[Folder]) -> str | None:
    """The mailbox where the operator's own words are, as the server marks it, else by its name."""
    names = _by_name(folders)
    marked = next((f.name for f in folders if (f.special_use or "").casefold() == "sent"), None)
    return marked or next((names[s.casefold()] for s in account.sent if s.casefold() in names), None)


def remember_sent(context: Context, account: Account, session: MailSession) -> None:
    """Its name, for triage: what lies there was written by us."""
    name, key = _sent(account, session.folders()), f"sent:{account.name}"
    with context.store.read() as tx:
        known = tx.facts.get(key)
    if name != known:
        with context.store.write() as tx:
            tx.facts.set(key, name)
