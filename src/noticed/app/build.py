"""Settings in, a wired ``Context`` out. Building connects to nothing but the store."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from noticed.adapters import packaged
from noticed.adapters.apart import ApartReader
from noticed.adapters.calendar import CalendarFile
from noticed.adapters.pictures import ApartPictures
from noticed.adapters.server import Server, is_loopback
from noticed.adapters.store.engine import open_store
from noticed.adapters.system import FixedClock, RandomIds, SystemClock
from noticed.app.logins import Logins
from noticed.core.case.cadence import Policy
from noticed.core.case.calendar import Place
from noticed.core.case.duration import parse_duration
from noticed.core.case.facts import Copies
from noticed.core.mail.claim import AmazonTrust
from noticed.core.mail.model import Key
from noticed.core.mail.senders import Senders
from noticed.core.marketplace import Marketplace
from noticed.data import Provider, folders, places
from noticed.data.clocks import clocks
from noticed.ports import Channel, Clock, Ping, Refused, Resolver, Store, Submission, Watch
from noticed.render.letters import Identity, parse_templates
from noticed.service.context import Account, Context, Limits, Mode, Pace
from noticed.settings import Account as AccountSettings
from noticed.settings import Connection, Settings

if TYPE_CHECKING:
    from noticed.adapters.imap import ImapMail
    from noticed.core.reading import Reader
    from noticed.service.reading import Reader as FileReader


def mail_reader(settings: Settings) -> ApartReader:
    """Reads received mail; to be closed. What it reads by is imported, and the dialects are read, when first needed."""
    return ApartReader(settings.folder, lru_cache(lambda: _reader(settings)))


def _reader(settings: Settings) -> "Reader":
    from noticed.core.reading import Reader

    dialects = lru_cache(lambda: packaged.dialects(settings.folder))
    return Reader(dialects=dialects, marketplaces=packaged.marketplaces())


def build(settings: Settings, store: Store, clock: Clock, reader: ApartReader | None = None) -> Context:
    """The context of one process. ``reader``: closed by the caller; without one nothing heavy is to be read."""
    reader = reader or mail_reader(settings)
    stores = {m.code: m for m in packaged.marketplaces()}
    senders = packaged.senders()
    accounts = {a.name: a for a in settings.accounts}
    logins = Logins(settings)
    ids, language = RandomIds(), settings.operator.language
    return Context(
        store=store,
        clock=clock,
        ids=ids,
        mail=lambda name: _mail(_server(accounts[name], accounts[name].mail, language, logins)),
        submission=lambda name: _submission(
            _server(accounts[name], accounts[name].submission, language, logins),
            settings.submission.reply_timeout.total_seconds(),
        ),
        resolver=_Resolver(
            tuple(f"[{n.host}]:{n.port}" if ":" in n.host else f"{n.host}:{n.port}" for n in settings.dns.nameservers)
        ),
        reader=reader,
        pictures=ApartPictures(),
        accounts={a.name: account(a, stores, senders, language, _deciders(settings, a)) for a in settings.accounts},
        sends_all=settings.operator.from_account is not None,
        broken=tuple(line for one in settings.broken for line in one.problems),
        login_ends=logins.ends,
        policy=_policy(settings, stores),
        marketplaces=stores,
        senders=senders,
        read_dialects=lambda: reader.here.dialects(),  # noqa: PLW0108  # not yet: it is slow to import
        read_templates=lru_cache(
            lambda: parse_templates(packaged.letter_templates(settings.folder), packaged.letter_templates(None))
        ),
        mode=Mode(settings.mode),
        limits=Limits(**{key: getattr(settings.limits, key) for key in type(settings.limits).model_fields}),
        hold=settings.hold,
        settle=settings.submission.settle,
        resend_unknown=settings.submission.on_unknown == "resend",
        operator_emails=settings.operator.emails,
        operator_account=settings.sender.name,
        operator_language=language,
        share_history=settings.operator.share_history,
        by_mail=settings.operator.by_mail,
        calendar=CalendarFile(settings.calendar.file) if settings.calendar.file else None,
        calendar_names=settings.calendar.names,
        channels=channels(settings),
        keep=settings.store.keep,
        timezone=settings.timezone,
        digest_at=settings.schedule.digest,
        owner=ids.new(),
    )


def watch(settings: Settings) -> Watch:
    """What keeps the connections of a daemon, and waits on them."""
    from noticed.adapters.imap_watch import ImapWatch

    language = settings.operator.language
    logins = Logins(settings)
    mails = {a.name: _mail(_server(a, a.mail, language, logins)) for a in settings.accounts}
    return ImapWatch(mails, settings.schedule.poll.total_seconds(), idle=settings.schedule.idle)


def _mail(server: Server) -> "ImapMail":
    from noticed.adapters.imap import ImapMail

    return ImapMail(server)


def _submission(server: Server, reply_timeout: float) -> Submission:
    from noticed.adapters.smtp import SmtpSubmission

    return SmtpSubmission(server, reply_timeout)


class _Resolver:
    """See ``ports.Resolver``: the DNS, imported when it is first asked."""

    def __init__(self, nameservers: tuple[str, ...]) -> None:
        self._nameservers = nameservers

    @cached_property
    def _dns(self) -> Resolver:
        from noticed.adapters.dns import DnsResolver

        return DnsResolver(self._nameservers)

    def key(self, name: str) -> Key:
        return self._dns.key(name)


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


@contextmanager
def opened(settings: Settings, now: datetime | None = None, *, sends: bool = False) -> Iterator[Context]:
    """A context over the store of the settings. ``now``: the simulated time of ``once --now``; ``sends``: letters
    may leave while it is open.

    Raises ``Refused`` where a simulation could reach somebody.
    """
    if now is not None:
        _stay_inside(settings, "--now is a simulation")
    password = settings.store.password
    store = open_store(settings.store.url, password=password() if password else None)
    reader = mail_reader(settings)
    try:
        clock = _clock(store, now)
        if sends and isinstance(clock, FixedClock):
            _stay_inside(settings, "this store was made by a simulation (once --now)")
        context = build(settings, store, clock, reader)
        if isinstance(clock, FixedClock) and _outside(settings):
            context = context.silent()  # simulated days make no real digests
        yield context
    finally:
        reader.close()
        store.close()


def _outside(settings: Settings) -> list[str]:
    """Accounts whose letters would leave this machine."""
    return [a.name for a in settings.accounts if not is_loopback(a.smtp.host)]


def _stay_inside(settings: Settings, why: str) -> None:
    sends = {a.name for a in settings.accounts if (a.mode or settings.mode) != "shadow"}
    outside = [name for name in _outside(settings) if name in sends]
    if outside:
        raise Refused(f'{why}: account "{outside[0]}" has a real SMTP server; use mode = "shadow"')


def _clock(store: Store, now: datetime | None) -> Clock:
    """The wall clock; in a simulated store the time of the simulation, for every command alike."""
    if now is None:
        with store.read() as tx:
            simulated = tx.facts.get("simulated")
        return FixedClock(datetime.fromisoformat(simulated)) if simulated else SystemClock()
    with store.write() as tx:
        tx.facts.set("simulated", now.isoformat())
    return FixedClock(now)


def go_live(context: Context) -> None:
    """Remember when letters first could leave by themselves: probation counts from there."""
    if all(context.mode_of(name) is not Mode.AUTO for name in context.accounts):
        return
    with context.store.read() as tx:
        known = tx.facts.get("live_since")
    if known is None:
        with context.store.write() as tx:
            tx.facts.set("live_since", context.clock.now().isoformat())


def account(
    settings: AccountSettings,
    stores: dict[str, Marketplace],
    senders: Senders,
    language: str = "en",
    deciders: frozenset[str] = frozenset(),
) -> Account:
    """What the services know of an account; cures in the operator's language. ``deciders``: who may decide by mail."""
    documented = {code: m.dispute_address for code, m in stores.items() if m.dispute_address}
    own = frozenset(settings.own_addresses)
    return Account(
        name=settings.name,
        identity=Identity(
            store_name=settings.store_name,
            email=settings.email,
            legal_name=settings.legal_name,
            address=settings.address,
            phone=settings.phone,
            signer=settings.signer,
            signer_role=settings.signer_role,
        ),
        addresses=own,
        marketplaces=settings.marketplaces,
        mailboxes=_mailboxes(settings),
        sent=(*settings.preset.sent, *folders()["sent"]),
        junk=(*settings.preset.junk, *folders()["junk"]),
        pace=pace(settings.preset),
        backfill=settings.imap.backfill,
        copies=Copies({**documented, **settings.amazon_cc}),
        trust=replace(
            amazon_trust(stores, senders, addresses=own),
            authserv_ids=settings.trusted_ids,
            authserv_headers=settings.trusted_headers,
            veto_only=not settings.provider_is_proven,
            provider_counts=settings.authenticity == "provider",
            forwarders=settings.forwarders,
            operators=deciders,
        ),
        search_trusted=settings.preset.search_trusted,
        sayings=_sayings(settings, settings.language or language),
        operator=settings.operator,
        language=settings.language,
        mode=Mode(settings.mode) if settings.mode else None,
        paused=settings.paused,
        login=settings.login or "",
    )


def _mailboxes(settings: AccountSettings) -> tuple[str, ...]:
    """Names of the mailboxes to watch: for Junk in every language."""
    junk = folders()["junk"] if "junk" in map(str.lower, settings.imap.mailboxes) else ()
    return tuple(dict.fromkeys((*settings.mailboxes, *junk)))


def pace(preset: Provider) -> Pace:
    """What the provider lets out."""
    known = preset.limits
    counts = {name: int(str(known[name])) for name in ("per_day", "per_hour", "recipients", "size") if name in known}
    interval = parse_duration(str(known["interval"])).span if "interval" in known else timedelta()
    return Pace(interval=interval, provider=preset.name, **counts)


def _deciders(settings: Settings, of: AccountSettings) -> frozenset[str]:
    """Who may answer a digest: only where his digests come from."""
    if not settings.operator.by_mail:
        return frozenset()
    told: dict[tuple[tuple[str, ...], str | None], str] = {(settings.operator.emails, None): settings.sender.name}
    for one in settings.accounts:  # see Context.operators
        his = one.operator or settings.operator.emails
        language = one.language or settings.operator.language
        key = (his, None if (his, language) == (settings.operator.emails, settings.operator.language) else language)
        told.setdefault(key, settings.sender.name if settings.operator.from_account else one.name)
    return frozenset().union(*(emails for (emails, _), sender in told.items() if sender == of.name))


def _sayings(settings: AccountSettings, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((saying.says, saying.cure[language]) for saying in settings.preset.sayings)


def amazon_trust(
    stores: dict[str, Marketplace],
    senders: Senders,
    *,
    addresses: frozenset[str],
    authserv_ids: tuple[str, ...] = (),
) -> AmazonTrust:
    """Which mail counts as Amazon's, for whoever has these addresses."""
    return AmazonTrust(
        domains=frozenset(m.domain for m in stores.values()) | frozenset(senders.domains),
        notice_senders=senders.notice,
        other_senders=senders.other,
        addresses=addresses,
        authserv_ids=authserv_ids,
    )


def file_reader(*, dns: bool) -> tuple["FileReader", Resolver | None]:
    """What ``noticed read`` needs: everything packaged, no settings. Any provider's results are looked at."""
    from noticed.service.reading import Reader as FileReader

    stores = {m.code: m for m in packaged.marketplaces()}
    trust = amazon_trust(stores, packaged.senders(), addresses=frozenset(), authserv_ids=("*",))
    known = FileReader(dialects=packaged.dialects(None), marketplaces=tuple(stores.values()), trust=trust)
    return known, _Resolver(()) if dns else None


def _policy(settings: Settings, stores: dict[str, Marketplace]) -> Policy:
    zone: ZoneInfo = settings.timezone
    home = next((m for m in stores.values() if m.timezone == zone.key), None)
    country = home.country if home else ("CN" if zone.key == "Asia/Shanghai" else "")
    return Policy(
        cadences=settings.cadences,
        sending_hours=settings.schedule.sending_hours,
        marketplaces=stores,
        places=tuple((end, Place(country=where, timezone=name)) for end, (where, name) in places().items()),
        home=Place(country=country, timezone=zone.key),
        clocks=clocks(),
    )


def _server(settings: AccountSettings, connection: Connection, language: str, logins: Logins) -> Server:
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
        sayings=_sayings(settings, language),
    )
