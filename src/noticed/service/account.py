"""What the services know of an account: who writes, where it is read, what its provider lets out, who is told of it."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from noticed.core.case.facts import Copies
from noticed.core.mail.trust import AmazonTrust
from noticed.core.values import Value
from noticed.render.facts import Identity


class Mode(StrEnum):
    """What happens to a letter that is due."""

    SHADOW = "shadow"
    APPROVE = "approve"
    AUTO = "auto"


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
