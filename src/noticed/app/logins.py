"""Logins at Google and Microsoft, as the settings have them: whose tokens an account uses, and when they end."""

from datetime import datetime, timedelta

from noticed import data
from noticed.adapters.oauth.application import Application, Issuer
from noticed.adapters.oauth.grant import Grant, GrantFile
from noticed.adapters.oauth.issuers import issuer
from noticed.adapters.oauth.tokens import Tokens
from noticed.ports import Permanent, Refused
from noticed.service.account import LoginEnds
from noticed.settings import Account, Settings
from noticed.settings.oauth import Registration

_AHEAD = timedelta(days=14)


class Logins:
    """The tokens of all accounts; one of each login, however many connections ask for it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._accounts = {account.name: account for account in settings.accounts}
        self._tokens: dict[str, Tokens] = {}
        self._own = {account.name for account in settings.accounts if account.logs_in and not account.login}
        self._ends: dict[str, tuple[int, LoginEnds | None]] = {}

    def of(self, account: Account) -> Tokens | None:
        """What gives the account's access tokens; None where it logs in otherwise."""
        if not account.logs_in:
            return None
        name = account.login_of
        if name not in self._tokens:
            self._tokens[name] = Tokens(self.file(account), self.issuer(account), again(account))
        return self._tokens[name]

    def file(self, account: Account) -> GrantFile:
        """Where its tokens lie."""
        return GrantFile(self._settings.oauth.folder, account.login_of)

    def issuer(self, account: Account) -> Issuer:
        """Who gives them. Raises ``Refused`` where nothing is registered there."""
        known = data.issuers().get(account.preset.oauth or "")
        given = account.oauth or (self._settings.oauth.registration(known.id) if known else None)
        if known is None or given is None:
            raise Refused(f'account "{account.name}" has no registration: docs/oauth.md')
        return issuer(application(known, given))

    def ends(self, name: str) -> LoginEnds | None:
        """See ``Context.login_ends``."""
        if name not in self._own:
            return None
        account = self._accounts[name]
        file = self.file(account)
        try:
            changed = file.path.stat().st_mtime_ns
            if self._ends.get(name, (0, None))[0] != changed:
                grant = file.read()
                found = ending(grant, data.issuers()[grant.issuer], again(account)) if grant else None
                self._ends[name] = changed, found
        except (OSError, Permanent):
            return None  # the next connection says so
        return self._ends[name][1]


def again(account: Account) -> str:
    """The command by which a person logs in (again)."""
    return f"noticed login {account.login_of}"


def application(known: data.Issuer, given: Registration) -> Application:
    """Our registration at an issuer; its own addresses where none are given."""
    return Application(
        issuer=known.id,
        name=known.name,
        client_id=given.client_id,
        client_secret=given.client_secret,
        scopes=known.scopes,
        idle=timedelta(days=known.idle_days),
        authority=given.authority or known.authority,
        tenant=given.tenant or known.tenant,
        authorize_url=given.authorize_url or known.authorize_url,
        token_url=given.token_url or known.token_url,
        ca_file=given.ca_file,
    )


def ending(grant: Grant, known: data.Issuer, command: str) -> LoginEnds:
    """When a login ends: at the time the issuer named, or when it has not been used for long."""
    idle = grant.refreshed_at + timedelta(days=known.idle_days)
    by_word = grant.ends_at is not None and grant.ends_at <= idle
    at: datetime = grant.ends_at if by_word and grant.ends_at else idle
    whole = at - (grant.granted_at if by_word else grant.refreshed_at)
    if by_word:
        why = f"the login at {known.name} ends on {at:%d %b %Y %H:%M} UTC: log in again before: {command}"
    else:
        why = f"the login at {known.name} holds while it is used; unused it ends on {at:%d %b %Y}: {command}"
    return LoginEnds(at=at, warn_from=at - min(_AHEAD, whole / 3), why=why)
