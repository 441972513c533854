"""What every service gets: the ports, and the settings as values. Built by ``app`` alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from noticed import ports
from noticed.core.case.cadence import Policy
from noticed.core.mail.senders import Senders
from noticed.core.marketplace import Marketplace
from noticed.core.values import Value
from noticed.service.account import Account, LoginEnds, Mode
from noticed.service.operator import Operator, grouped

if TYPE_CHECKING:
    from noticed.core.notice.dialect import Dialect
    from noticed.render.letters import Templates


class Moment(Value):
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        """The time in UTC."""
        return self.at

    def kept(self) -> bool | None:
        """Nobody asks the past."""
        return None


class Limits(Value):
    """Section limits of the settings; 0 or no time switches one off."""

    complainant_gap: timedelta = timedelta(hours=48)
    probation: int = 1
    account_per_day: int = 50
    amazon_per_day: int = 30
    new_recipients_per_day: int = 10
    notice_age: timedelta = timedelta(days=14)


class Context(Value):
    """The ports and the values of one installation."""

    store: ports.Store
    clock: ports.Clock
    ids: ports.Ids
    mail: ports.MakeMail
    submission: ports.MakeSubmission
    resolver: ports.Resolver
    reader: ports.Reader
    pictures: ports.Pictures
    accounts: Mapping[str, Account]
    others: Mapping[str, Account] = field(default_factory=dict)
    """All there are, where ``accounts`` are one operator's."""
    policy: Policy
    marketplaces: Mapping[str, Marketplace]
    senders: Senders
    read_dialects: Callable[[], tuple["Dialect", ...]]
    read_templates: Callable[[], "Templates"]
    mode: Mode
    limits: Limits
    hold: timedelta
    settle: timedelta
    resend_unknown: bool
    operator_emails: tuple[str, ...]
    operator_account: str
    operator_language: str
    sends_all: bool = False
    """Whether ``operator_account`` writes to every operator; else each is written to by one of his own."""
    is_whole: bool = True
    """Whether everything in the store is shown; else the accounts that are here alone."""
    installation: bool = True
    """Whether what concerns no single account of the settings is told here."""
    broken: tuple[str, ...] = ()
    """What is wrong with account files that were skipped, a line each."""
    login_ends: Callable[[str], LoginEnds | None] = lambda _: None
    """When the login of an account, by its name, has to be renewed by a person; None where that is not known."""
    share_history: bool = False
    """Whether accounts may learn of each other's complainants."""
    by_mail: bool = False
    """Whether the operator may decide by answering a digest."""
    keep: timedelta = timedelta()
    """How long a closed case keeps names, addresses and mails; nothing: for ever."""
    calendar: ports.Feed | None = None
    """Where the clocks of all cases are written."""
    calendar_names: bool = False
    """Whether listings and complainants stand there."""
    channels: tuple[ports.Channel, ...] = ()
    """Other ways to the operator than mail."""
    timezone: ZoneInfo
    digest_at: time
    owner: str
    """This process's name in leases and claims."""

    @property
    def dialects(self) -> tuple["Dialect", ...]:
        """The words of every language; read when first needed, for most commands need none."""
        return self.read_dialects()

    @property
    def templates(self) -> "Templates":
        """The letters; read and rehearsed when first needed."""
        return self.read_templates()

    def mode_of(self, account: str) -> Mode:
        """What happens to the account's letters."""
        known = self.accounts.get(account)
        return (known.mode if known else None) or self.mode

    def at(self, moment: datetime) -> "Context":
        """The same, by a clock that stands still there: the past, while it is read again."""
        return replace(self, clock=Moment(at=moment))

    def everywhere(self, mode: Mode) -> "Context":
        """The same, with one mode for all."""
        accounts = {name: replace(account, mode=None) for name, account in self.accounts.items()}
        return replace(self, mode=mode, accounts=accounts)

    def silent(self) -> "Context":
        """The same, with nobody to tell anything."""
        accounts = {name: replace(account, operator=None) for name, account in self.accounts.items()}
        return replace(self, operator_emails=(), channels=(), accounts=accounts)

    def mine(self, account: str | None) -> bool:
        """Whether what is of this account is shown here; what is of none is."""
        return self.is_whole or account is None or account in self.accounts

    def only(self, name: str | None) -> "Context":
        """What is seen of one account; of all for None. Raises ``Refused``."""
        if name is None:
            return self
        self.account_of(name)
        return replace(
            self.told_of(name), accounts={name: self.accounts[name]}, is_whole=False, broken=(), installation=False
        )

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Everybody who is written to, the installation's operator first; he is there without accounts, too."""
        installation = Operator(
            emails=self.operator_emails, language=self.operator_language, account=self.operator_account, accounts=()
        )
        return grouped(installation, self.accounts.values(), sends_all=self.sends_all)

    def told_of(self, account: str | None) -> "Context":
        """As whoever is told of this account sees things; of no account, or one that is unknown: the installation's
        operator, who sees his own.
        """
        everybody = self.operators
        his = next((one for one in everybody if account in one.accounts), everybody[0])
        return self._seen_by(his, everybody)

    def each(self) -> tuple[tuple[Operator, "Context"], ...]:
        """Every operator with what he sees."""
        everybody = self.operators
        return tuple((one, self._seen_by(one, everybody)) for one in everybody)

    def _seen_by(self, operator: Operator, everybody: tuple[Operator, ...]) -> "Context":
        """His accounts; where he is the only one, whatever else there is, too."""
        return replace(
            self,
            accounts={name: self.accounts[name] for name in operator.accounts},
            operator_emails=operator.emails,
            operator_account=operator.account,
            operator_language=operator.language,
            channels=self.channels if operator.default else (),
            broken=self.broken if operator.default else (),
            is_whole=self.is_whole and len(everybody) == 1 and not self.broken,
            installation=self.installation and operator.default,
            others=self.others or self.accounts,
        )

    def shown(self, whose: str | None) -> tuple[str, ...]:
        """Names of the accounts: the one of this name, or those of the operator with this address; None: all."""
        return tuple(name for name in self.accounts if whose in {None, name} or whose in self.deciders(name))

    def among(self, names: Iterable[str]) -> "Context":
        """What is seen of these accounts alone."""
        accounts = {name: self.accounts[name] for name in names}
        return replace(
            self,
            accounts=accounts,
            is_whole=False,
            broken=(),
            channels=(),
            installation=False,
            others=self.others or self.accounts,
        )

    @property
    def writes(self) -> Account:
        """The account that writes to the operator. Raises ``Refused`` where the settings have no such account."""
        return replace(self, accounts=self.every).account_of(self.operator_account)

    @property
    def every(self) -> Mapping[str, Account]:
        """All accounts of the settings, whoever is told of them."""
        return self.others or self.accounts

    def deciders(self, account: str) -> tuple[str, ...]:
        """Addresses of whoever decides on the account."""
        known = self.accounts.get(account)
        return self.operator_emails if known is None or known.operator is None else known.operator

    @property
    def own(self) -> frozenset[str]:
        """Every account's addresses, and every operator's."""
        known = self.every.values()
        told = (a.operator for a in known if a.operator)
        return frozenset(self.operator_emails).union(*(a.addresses for a in known), *told)

    def account_of(self, name: str) -> Account:
        """The account, or ``Refused`` where the settings have no such account any more."""
        account = self.accounts.get(name)
        if account is None:
            raise ports.Refused(f'account "{name}" is not in the settings')
        return account
