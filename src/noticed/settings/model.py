"""What settings.toml holds, as frozen, strict sections: names, kinds and defaults of every key.

``noticed.settings.load`` fills it; every value is final: paths absolute, providers' defaults merged, durations read.
"""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from noticed.core.case import cadence as plan
from noticed.core.case.calendar import Hours
from noticed.core.case.duration import Duration, parse_duration
from noticed.core.case.model import LetterKind
from noticed.settings import files, hosts, kinds, times
from noticed.settings.account import Account
from noticed.settings.included import Broken
from noticed.settings.oauth import OAuth
from noticed.settings.section import Section


class Store(Section):
    """[store]"""

    url: files.Database = Field("sqlite:///var/noticed.db", validate_default=True)
    """SQLAlchemy URL; a SQLite file as an absolute path."""
    password: files.SecretReference | None = None
    keep: times.Span = parse_duration("0s").span
    """How long closed cases keep names, addresses and mails; 0: for ever."""


class Schedule(Section):
    """[schedule]"""

    poll: times.SomeSpan = parse_duration("60s").span
    idle: bool = True
    digest: times.TimeOfDay = time(8, 30)
    sending_hours: times.SendingHours = Hours(start=time(9), end=time(17))
    """None: any hour of any day."""


class Operator(Section):
    """[operator]"""

    emails: tuple[kinds.Address, ...] = ()
    language: Literal["en", "zh"] = "en"
    from_account: str | None = None
    """Name of the account that sends to the operator; None: the first."""
    share_history: bool = False
    """Whether a complainant's file speaks of the cases of all accounts."""
    by_mail: bool = False
    """Whether answers to a digest decide: from these addresses, signed, with the digest's code."""
    channels: tuple[files.SecretReference, ...] = ()
    """Apprise URLs: alerts are said there, too, by kind and reference alone."""
    ping: files.SecretReference | None = None
    """A URL that is fetched every minute for as long as polls and work go on."""


class Metrics(Section):
    """[metrics]"""

    listen: hosts.LoopbackPort | None = None
    """Where ``run`` serves figures for Prometheus; None: nowhere."""


class Calendar(Section):
    """[calendar]"""

    file: files.NewFile | None = None
    """Where ``run`` and ``once`` write the clocks of all cases as a calendar; None: nowhere."""
    names: bool = False
    """Whether listings and complainants stand in it beside our references."""


class Dns(Section):
    """[dns]"""

    nameservers: tuple[hosts.DnsServer, ...] = ()


class Limits(Section):
    """[limits]; 0 switches one off."""

    complainant_gap: times.Span = parse_duration("48h").span
    probation: kinds.Count = 1
    account_per_day: kinds.Count = 50
    amazon_per_day: kinds.Count = 30
    new_recipients_per_day: kinds.Count = 10
    notice_age: times.Span = parse_duration("14d").span


class Submission(Section):
    """[submission]"""

    settle: times.Span = parse_duration("15m").span
    on_unknown: Literal["hold", "resend"] = "hold"
    reply_timeout: times.SomeSpan = parse_duration("600s").span


class Step(Section):
    """One of cadence.NAME.steps."""

    after: times.Delay
    letter: Literal["inquiry", "follow_up", "final_notice"]


def _begins_with_inquiry(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if not steps or steps[0].letter != "inquiry" or any(step.letter == "inquiry" for step in steps[1:]):
        raise ValueError('must begin with { after = "0s", letter = "inquiry" }, and have no other inquiry')
    return steps


class Cadence(Section):
    """[cadence.NAME]: attempts and every, or steps."""

    attempts: Annotated[int, Field(ge=1, le=6)] = 3
    every: times.Delay = parse_duration("4bd")
    steps: Annotated[tuple[Step, ...] | None, AfterValidator(lambda s: s if s is None else _begins_with_inquiry(s))] = (
        None
    )
    flag_after: times.Delay | None = None

    def plan(self, name: str) -> plan.Cadence:
        """The steps in full: inquiry, follow-ups, final notice; and when the case is flagged."""
        if self.steps is not None:
            steps = tuple(plan.Step(after=step.after, letter=LetterKind(step.letter)) for step in self.steps)
            flag = self.flag_after or steps[-1].after or self.every
        else:
            letters = [LetterKind.INQUIRY, *[LetterKind.FOLLOW_UP] * (self.attempts - 2), LetterKind.FINAL_NOTICE]
            steps = tuple(
                plan.Step(after=self.every if index else Duration(), letter=letter)
                for index, letter in enumerate(letters[: self.attempts])
            )
            flag = self.every if self.flag_after is None else self.flag_after
        return plan.Cadence(name=name, steps=steps, flag_after=flag)


class Settings(Section):
    """All of settings.toml."""

    mode: Literal["shadow", "approve", "auto"] = "shadow"
    hold: times.Span = parse_duration("15m").span
    timezone: times.Zone = Field(default_factory=times.system_zone)
    store: Store = Field({}, validate_default=True)
    schedule: Schedule = Schedule()
    operator: Operator = Operator()
    calendar: Calendar = Calendar()
    dns: Dns = Dns()
    metrics: Metrics = Metrics()
    limits: Limits = Limits()
    cadence: dict[str, Cadence]
    submission: Submission = Submission()
    oauth: OAuth = Field({}, validate_default=True)
    include: kinds.Patterns = ()
    """More files with [[account]] tables, one a client."""
    account_defaults: dict[str, object] = Field(default_factory=dict)
    """What each [[account]] says where it says nothing itself; laid under them by ``load``."""
    accounts: Annotated[tuple[Account, ...], kinds.NotEmpty] = Field(alias="account")
    path: Path
    """The file itself, absolute."""
    included: tuple[Path, ...] = ()
    """Account files that were read."""
    broken: tuple[Broken, ...] = ()
    """Account files that cannot be used and were skipped."""

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that was read: itself, and those it includes."""
        return (self.path, *self.included)

    @property
    def folder(self) -> Path:
        """Where relative paths begin, and where ``letters/`` and ``dialects/`` of one's own are looked for."""
        return self.path.parent

    @property
    def cadences(self) -> dict[str, plan.Cadence]:
        """Cadence name → its steps."""
        return {name: cadence.plan(name) for name, cadence in self.cadence.items()}

    @property
    def sender(self) -> Account:
        """The account that writes to the operator."""
        return next((a for a in self.accounts if a.name == self.operator.from_account), self.accounts[0])

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed but worth a look, each with its path."""
        nobody = not self.operator.emails and any(account.operator is None for account in self.accounts)
        lines = ["operator.emails: is empty: digests and alerts go to nobody"] if nobody else []
        if len({account.login_of for account in self.accounts}) > 1 and self.operator.from_account is None:
            lines.append(
                "operator.from_account: is not set: digests about several accounts lie in the mailbox of one of them; "
                "name an account of your own"
            )
        for account in self.accounts:
            for key, secret in (
                ("password", account.password),
                ("imap.password", account.imap.password),
                ("smtp.password", account.smtp.password),
            ):
                if secret and secret.warning:
                    lines.append(f'account "{account.name}".{key}: {secret.warning}')
        others = [("store.password", self.store.password), ("operator.ping", self.operator.ping)]
        others += [("operator.channels", channel) for channel in self.operator.channels]
        lines += [f"{key}: {secret.warning}" for key, secret in others if secret and secret.warning]
        return tuple(lines)
