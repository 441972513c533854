"""[[account]]: one seller's login, its two servers, and what is known of its provider."""

from dataclasses import field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from noticed import data
from noticed.core.case.duration import parse_duration
from noticed.core.values import Value
from noticed.ports import Permanent
from noticed.settings import files, hosts, kinds, times
from noticed.settings.oauth import Registration
from noticed.settings.secret import Secret
from noticed.settings.section import Section

_PORTS = {"imap": {"implicit": 993, "starttls": 143}, "smtp": {"implicit": 465, "starttls": 587}}


class Server(Section):
    """[account.smtp], and what [account.imap] shares with it."""

    host: kinds.Line
    port: kinds.Port | None = None
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    auth: Literal["password", "oauth2"] = "password"
    username: kinds.Line | None = None
    password: files.SecretReference | None = None
    ca_file: files.ExistingFile | None = None

    @field_validator("tls")
    @classmethod
    def _only_loopback_without_tls(cls, tls: str, info: ValidationInfo) -> str:
        host = info.data.get("host")
        if tls == "none" and host and not hosts.is_loopback(host):
            raise ValueError('"none" is for this machine alone (localhost): write "implicit" or "starttls"')
        return tls


class ImapServer(Server):
    """[account.imap]"""

    mailboxes: Annotated[tuple[kinds.Line, ...], kinds.NotEmpty] = ("INBOX", "Junk")
    backfill: times.Span = parse_duration("90d").span


class Connection(Value):
    """How to reach one server, nothing left open."""

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    auth: Literal["password", "oauth2"]
    username: str = field(repr=False)
    password: Secret | None
    """With ``oauth2``: prints an access token; None: the account's own login has one (``noticed login``)."""
    ca_file: Path | None

    def secret(self) -> str:
        """The password as it is now. Raises ``Permanent`` where there is none, else as ``Secret``."""
        if self.password is None:
            raise Permanent("the settings give no secret for this server")
        return self.password()


class Account(Section):
    """[[account]]"""

    name: kinds.Word
    operator: kinds.Addresses | None = None
    """Who decides on this account and gets its digest; None: the installation's operator."""
    language: Literal["en", "zh"] | None = None
    """In which he is told of it; None: as the installation's."""
    mode: Literal["shadow", "approve", "auto"] | None = None
    """None: as the installation's."""
    paused: bool = False
    """True: nothing of it leaves, whatever ``noticed resume`` says."""
    login: kinds.Word | None = None
    """Name of the account whose mailbox, login and servers this one shares."""
    provider: kinds.ProviderId = "plain"
    store_name: kinds.Line
    email: kinds.Address
    addresses: tuple[kinds.Address, ...] = ()
    marketplaces: Annotated[tuple[kinds.MarketplaceCode, ...], kinds.NotEmpty]
    password: files.SecretReference | None = None
    legal_name: kinds.Line | None = None
    address: kinds.Lines | None = None
    phone: kinds.Line | None = None
    signer: kinds.Line | None = None
    signer_role: kinds.Line | None = None
    authenticity: Literal["dkim", "provider"] = "dkim"
    authserv_ids: tuple[str, ...] = ()
    """As given; ``trusted_ids`` has the provider's where none are."""
    forwarders: tuple[kinds.Address, ...] = ()
    amazon_cc: kinds.AddressBook = Field(default_factory=dict)
    oauth: Registration | None = None
    """Its own registration; None: the installation's of the provider's issuer."""
    imap: ImapServer
    smtp: Server

    @property
    def preset(self) -> data.Provider:
        """What is known of the provider."""
        return data.providers()[self.provider]

    @property
    def trusted_ids(self) -> tuple[str, ...]:
        """Authentication-Results ids of the account's own provider, ``*`` for varying parts, "" where it
        names none."""
        return self.authserv_ids or self.preset.authserv_ids

    @property
    def trusted_headers(self) -> int:
        """How many of these headers the provider writes; 0: not known."""
        return 0 if self.authserv_ids else self.preset.authserv_headers

    @property
    def provider_is_proven(self) -> bool:
        """Whether nobody else can write these ids: known of the provider, or whoever gave them has tried it."""
        return bool(self.authserv_ids) or self.preset.proven

    @property
    def mailboxes(self) -> tuple[str, ...]:
        """Names of the mailboxes to watch, those that exist: as given, and for Junk what the provider calls it."""
        junk = self.preset.junk if "junk" in map(str.lower, self.imap.mailboxes) else ()
        return tuple(dict.fromkeys((*self.imap.mailboxes, *junk)))

    @property
    def logs_in(self) -> bool:
        """Whether its tokens come from a login of ours (``noticed login``), not from a command of the operator's."""
        return any(c.auth == "oauth2" and c.password is None for c in (self.mail, self.submission))

    @property
    def login_of(self) -> str:
        """Name of the account whose login it uses: itself, or the other one."""
        return self.login or self.name

    @property
    def own_addresses(self) -> tuple[str, ...]:
        """Every address that means "addressed to us"."""
        return tuple(dict.fromkeys((self.email, *self.addresses)))

    @property
    def mail(self) -> Connection:
        """The IMAP server."""
        return self._connection(self.imap, "imap")

    @property
    def submission(self) -> Connection:
        """The submission server."""
        return self._connection(self.smtp, "smtp")

    def _connection(self, server: Server, protocol: Literal["imap", "smtp"]) -> Connection:
        password = server.password or self.password
        if password is None and server.auth != "oauth2":
            raise ValueError(f'account "{self.name}" has no password')  # load() reports it before
        port = server.port or _PORTS[protocol].get(server.tls, _PORTS[protocol]["starttls"])
        return Connection(
            host=server.host,
            port=port,
            tls=server.tls,
            auth=server.auth,
            username=server.username or self.email,
            password=password,
            ca_file=server.ca_file,
        )
