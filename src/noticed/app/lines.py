"""The lines to mailboxes, submission servers, the DNS and the operator, from the settings; each is imported when it
is first needed, and none is opened here."""

from functools import cached_property
from typing import TYPE_CHECKING

from noticed.adapters.server import Server
from noticed.app.accounts import sayings
from noticed.app.logins import Logins
from noticed.core.mail.model import Key
from noticed.ports import Channel, Ping, Resolver, Submission, Watch
from noticed.settings import Account as AccountSettings
from noticed.settings import Connection, Settings

if TYPE_CHECKING:
    from noticed.adapters.imap import ImapMail


def watch(settings: Settings) -> Watch:
    """What keeps the connections of a daemon, and waits on them."""
    from noticed.adapters.imap_watch import ImapWatch

    language = settings.operator.language
    logins = Logins(settings)
    mails = {a.name: mail(server_of(a, a.mail, language, logins)) for a in settings.accounts}
    return ImapWatch(mails, settings.schedule.poll.total_seconds(), idle=settings.schedule.idle)


def mail(server: Server) -> "ImapMail":
    """The mailboxes behind a login."""
    from noticed.adapters.imap import ImapMail

    return ImapMail(server)


def submission(server: Server, reply_timeout: float) -> Submission:
    """Where letters leave. ``reply_timeout``: seconds to wait for the word after the final dot."""
    from noticed.adapters.smtp import SmtpSubmission

    return SmtpSubmission(server, reply_timeout)


class LazyResolver:
    """See ``ports.Resolver``: the DNS, imported when it is first asked."""

    def __init__(self, nameservers: tuple[str, ...]) -> None:
        self._nameservers = nameservers

    @cached_property
    def _dns(self) -> Resolver:
        from noticed.adapters.dns import DnsResolver

        return DnsResolver(self._nameservers)

    def key(self, name: str) -> Key:
        return self._dns.key(name)

    def texts(self, name: str) -> tuple[str, ...] | None:
        return self._dns.texts(name)


def channels(settings: Settings) -> tuple[Channel, ...]:
    """Other ways to the operator than mail."""
    if not settings.operator.channels:
        return ()
    from noticed.adapters.notify_apprise import AppriseChannel

    return tuple(map(AppriseChannel, settings.operator.channels))


def ping(settings: Settings) -> Ping | None:
    """Who watches from outside that we live."""
    if settings.operator.ping is None:
        return None
    from noticed.adapters.notify_ping import HttpPing

    return HttpPing(settings.operator.ping)


def server_of(settings: AccountSettings, connection: Connection, language: str, logins: Logins) -> Server:
    """How to reach one end of an account; what is said of its refusals is in ``language``."""
    preset, tokens = settings.preset, logins.of(settings) if connection.password is None else None
    return Server(
        host=connection.host,
        port=connection.port,
        tls=connection.tls,
        username=connection.username,
        secret=tokens or connection.secret,
        auth=connection.auth,
        ca_file=str(connection.ca_file) if connection.ca_file else None,
        identify=preset.identify,
        search_trusted=preset.search_trusted,
        idle=preset.idle,
        connections=preset.connections,
        login_help=f"check user name and password. {preset.password_help[language]}",
        refused=tokens.refused if tokens else None,
        sayings=sayings(settings, language),
    )
