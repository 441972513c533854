"""What every service gets: the ports, and the settings as values. Built by ``app`` alone."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from noticed import ports
from noticed.core.case.cadence import Policy
from noticed.core.case.facts import Copies
from noticed.core.mail.claim import AmazonTrust
from noticed.core.mail.senders import Senders
from noticed.core.marketplace import Marketplace
from noticed.core.values import Value
from noticed.render.letters import Identity, Templates

if TYPE_CHECKING:
    from noticed.core.notice.dialect import Dialect


class Mode(StrEnum):
    """What happens to a letter that is due."""

    SHADOW = "shadow"
    APPROVE = "approve"
    AUTO = "auto"


class Moment(Value):
    """A clock that stands still: the past, while it is read again."""

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


class Pace(Value):
    """What a provider lets out of one login, digests and alerts too; 0 or no time: not known, or not limited."""

    per_day: int = 0
    per_hour: int = 0
    interval: timedelta = timedelta()
    """Between two letters."""
    recipients: int = 0
    """Of one letter, our own copy among them."""
    size: int = 0
    """Octets of one letter as it is sent."""
    provider: str = ""
    """Its name, for whoever is told."""


class LoginEnds(Value):
    """Until when a login holds without a person."""

    at: datetime
    warn_from: datetime
    why: str
    """In one line, with the cure."""


class Account(Value):
    """What the services know of an account."""

    name: str
    identity: Identity
    addresses: frozenset[str]
    """Every address that is the seller's own, lower case."""
    marketplaces: tuple[str, ...]
    mailboxes: tuple[str, ...]
    sent: tuple[str, ...] = ()
    """Names the Sent mailbox may have, where the server does not mark it."""
    junk: tuple[str, ...] = ()
    """The same of Junk."""
    backfill: timedelta = timedelta(days=90)
    copies: Copies
    trust: AmazonTrust
    search_trusted: bool = True
    operator: tuple[str, ...] | None = None
    """Who decides on it; None: the installation's operator."""
    language: str | None = None
    """In which he is told of it; None: the installation's."""
    mode: Mode | None = None
    """None: the installation's."""
    paused: bool = False
    """By the settings: nothing of it leaves."""
    login: str = ""
    """The account whose mailbox and servers it shares; "": it has its own."""
    pace: Pace = Pace()
    """What its provider lets out."""
    sayings: tuple[tuple[re.Pattern[str], str], ...] = ()
    """What the provider's servers say for one known cause, with its cure in the operator's language."""

    def cure(self, said: str) -> str | None:
        """The cure of what the server said, where its provider is known for it."""
        return next((cure for says, cure in self.sayings if says.search(said)), None)

    @property
    def email(self) -> str:
        return self.identity.email

    @property
    def line(self) -> str:
        """The account by whose login it reads and sends: what is wrong with it is wrong with all that share it."""
        return self.login or self.name


class Operator(Value):
    """Whoever is told of some accounts, in one language, and decides on them."""

    emails: tuple[str, ...]
    language: str
    account: str
    """The account that writes to him."""
    accounts: tuple[str, ...]
    """Those that are his."""
    default: bool = True
    """Whether he is the installation's: what concerns no single account is told him."""

    @property
    def tag(self) -> str:
        """Tells his digests from others' of the same day; "" for the installation's."""
        said = "\0".join((*self.emails, self.language, self.account))
        return "" if self.default else "-" + hashlib.sha256(said.encode()).hexdigest()[:6].upper()


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
    read_templates: Callable[[], Templates]
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
    def templates(self) -> Templates:
        """The letters; read and rehearsed when first needed."""
        return self.read_templates()

    def mode_of(self, account: str) -> Mode:
        """What happens to the account's letters."""
        known = self.accounts.get(account)
        return (known.mode if known else None) or self.mode

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
        return replace(self.told_of(name), accounts={name: self.accounts[name]}, is_whole=False, broken=())

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Everybody who is written to, the installation's operator first; he is there without accounts, too."""
        whose: dict[tuple[tuple[str, ...], str], list[str]] = {(self.operator_emails, self.operator_language): []}
        for account in self.accounts.values():
            emails = self.operator_emails if account.operator is None else account.operator
            whose.setdefault((emails, account.language or self.operator_language), []).append(account.name)
        return tuple(
            Operator(
                emails=emails,
                language=language,
                account=self.operator_account if self.sends_all or number == 0 else names[0],
                accounts=tuple(names),
                default=number == 0,
            )
            for number, ((emails, language), names) in enumerate(whose.items())
        )

    def told_of(self, account: str | None) -> "Context":
        """As whoever is told of this account sees things; of no account, or one that is unknown: the installation's
        operator, who sees his own.
        """
        everybody = self.operators
        his = next((one for one in everybody if account in one.accounts), everybody[0])
        return self.seen_by(his, alone=len(everybody) == 1 and not self.broken)

    def each(self) -> tuple[tuple[Operator, "Context"], ...]:
        """Every operator with what he sees."""
        everybody = self.operators
        return tuple((one, self.seen_by(one, alone=len(everybody) == 1 and not self.broken)) for one in everybody)

    def seen_by(self, operator: Operator, *, alone: bool) -> "Context":
        """What one operator sees: his accounts; ``alone``: whatever else there is, too."""
        return replace(
            self,
            accounts={name: self.accounts[name] for name in operator.accounts},
            operator_emails=operator.emails,
            operator_account=operator.account,
            operator_language=operator.language,
            channels=self.channels if operator.default else (),
            broken=self.broken if operator.default else (),
            is_whole=self.is_whole and alone,
            others=self.others or self.accounts,
        )

    def shown(self, whose: str | None) -> tuple[str, ...]:
        """Names of the accounts: the one of this name, or those of the operator with this address; None: all."""
        return tuple(name for name in self.accounts if whose in {None, name} or whose in self.deciders(name))

    def among(self, names: Iterable[str]) -> "Context":
        """What is seen of these accounts alone."""
        accounts = {name: self.accounts[name] for name in names}
        return replace(
            self, accounts=accounts, is_whole=False, broken=(), channels=(), others=self.others or self.accounts
        )

    @property
    def writes(self) -> Account:
        """The account that writes to the operator. Raises ``Refused`` where the settings have no such account."""
        return replace(self, accounts=self.others or self.accounts).account_of(self.operator_account)

    def deciders(self, account: str) -> tuple[str, ...]:
        """Addresses of whoever decides on the account."""
        known = self.accounts.get(account)
        return self.operator_emails if known is None or known.operator is None else known.operator

    @property
    def own(self) -> frozenset[str]:
        """Every account's addresses, and every operator's."""
        known = (self.others or self.accounts).values()
        told = (a.operator for a in known if a.operator)
        return frozenset(self.operator_emails).union(*(a.addresses for a in known), *told)

    def account_of(self, name: str) -> Account:
        """The account, or ``Refused`` where the settings have no such account any more."""
        account = self.accounts.get(name)
        if account is None:
            raise ports.Refused(f'account "{name}" is not in the settings')
        return account
