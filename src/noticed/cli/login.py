"""``login``: a person logs in at Google or Microsoft for an account, once, or again when a login has ended."""

import sys
from typing import Annotated

import typer

from noticed.adapters.logging import set_up
from noticed.adapters.oauth.application import Issuer
from noticed.adapters.oauth.grant import Grant
from noticed.app.build import opened
from noticed.app.logins import Logins
from noticed.cli.console import console, plainly, read_settings
from noticed.cli.questions import ask
from noticed.cli.speech import phrases
from noticed.data import issuers
from noticed.ports import Refused
from noticed.service import trouble
from noticed.settings import Settings


def login(context: typer.Context, account: Annotated[str, typer.Argument(help="the account")]) -> None:
    """Log in at Google or Microsoft, for an account that takes no password."""
    set_up("CRITICAL")
    settings = read_settings(context, skip=True)
    with plainly():
        log_in(settings, account)


def by_person(issuer: Issuer, email: str) -> Grant:
    """The tokens of ``email``, by whoever sits here, or at any browser. Raises as ``Issuer.log_in``; ``Refused``."""
    say, out = phrases(), console()
    if issuers()[issuer.application.issuer].flow == "code" and not sys.stdin.isatty():
        raise Refused("the address of the browser is pasted in a terminal, and there is none")

    def show(url: str, code: str) -> None:
        out.print(say("agency.open", url=url, email=email))
        if code:
            out.print(say("agency.type", code=code))
            out.print(say("agency.waiting"))

    return issuer.log_in(email, show, lambda: ask(say("agency.paste"), str))


def log_in(settings: Settings, name: str) -> None:
    """Get the account's tokens and keep them; what was stopped for want of them is tried again. Raises ``Refused``."""
    account = next((one for one in settings.accounts if one.name == name), None)
    if account is None:
        raise Refused(f'account "{name}" is not in the settings')
    if account.login:
        raise Refused(f'account "{name}" shares the login of "{account.login}": noticed login {account.login}')
    if not account.logs_in:
        raise Refused(f'account "{name}" logs in by a password: there is nothing to log in to')
    logins, say, out = Logins(settings), phrases(), console()
    issuer, file = logins.issuer(account), logins.file(account)
    grant = by_person(issuer, account.email)
    with file.locked():
        file.write(grant)
    with opened(settings) as services:
        with services.store.write() as tx:
            trouble.clear_all(tx, account.login_of)
        ends = services.login_ends(name)
        told = say.line(ends.why) if ends and grant.ends_at else ""
        out.print(say("agency.done", issuer=issuer.application.name, account=name, ends=told).rstrip())
