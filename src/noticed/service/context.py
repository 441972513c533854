"""What every service gets: the ports, and the settings as values. Built by ``app`` alone."""

import re
from collections.abc import Callable, Mapping
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
    sayings: tuple[tuple[re.Pattern[str], str], ...] = ()
    """What the provider's servers say for one known cause, with its cure in the operator's language."""

    def cure(self, said: str) -> str | None:
        """The cure of what the server said, where its provider is known for it."""
        return next((cure for says, cure in self.sayings if says.search(said)), None)

    @property
    def email(self) -> str:
        return self.identity.email


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

    def account_of(self, name: str) -> Account:
        """The account, or ``Refused`` where the settings have no such account any more."""
        account = self.accounts.get(name)
        if account is None:
            raise ports.Refused(f'account "{name}" is not in the settings')
        return account
