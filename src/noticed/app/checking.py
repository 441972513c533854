"""``noticed check``: every part of the settings tried, each failure with its cause and cure in one line.

Reads only: it logs in, lists mailboxes, looks up one DKIM record, and sends nothing.
"""

from collections.abc import Iterator

from noticed.adapters.store.engine import open_store
from noticed.adapters.system import SystemClock
from noticed.app.build import build
from noticed.core.mail.model import KeyStatus
from noticed.core.values import Value
from noticed.ports import Permanent, Store, Transient
from noticed.service.context import Account, Context
from noticed.service.intake import watched
from noticed.settings import Settings

_KNOWN_KEY = "yg4mwqurec7fkhzutopddd3ytuaqrvuz._domainkey.amazon.com"
"""A selector Amazon has signed with; that it is missing is an answer too."""


class Result(Value):
    """One line of the list."""

    ok: bool
    what: str
    text: str


def check_all(settings: Settings) -> Iterator[Result]:
    """Settings, store, then each account's two servers, then DNS."""
    yield Result(ok=True, what="settings", text=f'{settings.path}, mode = "{settings.mode}"')
    for line in settings.warnings:
        yield Result(ok=True, what="settings", text=f"warning: {line}")
    try:
        password = settings.store.password
        store = open_store(settings.store.url, password=password() if password else None)
    except (Permanent, Transient) as error:
        yield Result(ok=False, what="store", text=str(error))
        return
    try:
        yield from _with_store(settings, store)
    finally:
        store.close()


def _with_store(settings: Settings, store: Store) -> Iterator[Result]:
    yield Result(ok=True, what="store", text="opens, and is sound")
    context = build(settings, store, SystemClock())
    for account in context.accounts.values():
        servers = next(a.imap for a in settings.accounts if a.name == account.name)
        yield _imap(context, account, servers.mailboxes if "mailboxes" in servers.model_fields_set else ())
        yield _smtp(context, account)
    yield _dns(context)


def _imap(context: Context, account: Account, given: tuple[str, ...]) -> Result:
    """``given``: the mailboxes named in the settings; the default ones need not exist."""
    what = f"{account.name} IMAP"
    try:
        with context.mail(account.name).connect() as session:
            names, folders = watched(account, session), session.folders()
            for name in names:
                session.examine(name)
    except (Permanent, Transient) as error:
        return Result(ok=False, what=what, text=str(error))
    known = {"inbox", "junk"} | {n.casefold() for f in folders for n in (f.name, f.special_use) if n}
    missing = [m for m in given if m.casefold() not in known]
    if missing:
        there = ", ".join(f.name for f in folders)
        return Result(ok=False, what=what, text=f"there is no mailbox {', '.join(missing)}; there are: {there}")
    return Result(ok=bool(names), what=what, text=f"logged in; watches {', '.join(names)}")


def _smtp(context: Context, account: Account) -> Result:
    what = f"{account.name} SMTP"
    try:
        with context.submission(account.name).connect():
            return Result(ok=True, what=what, text="logged in; nothing was sent")
    except (Permanent, Transient) as error:
        return Result(ok=False, what=what, text=str(error))


def _dns(context: Context) -> Result:
    key = context.resolver.key(_KNOWN_KEY)
    if key.status is KeyStatus.ERROR:
        text = "no answer: without DNS no notice can be verified; set dns.nameservers"
        return Result(ok=False, what="DNS", text=text)
    return Result(ok=True, what="DNS", text="answers")
