"""Settings in, a wired ``Context`` out. Building connects to nothing but the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from noticed.adapters import packaged
from noticed.adapters.apart import ApartReader
from noticed.adapters.calendar import CalendarFile
from noticed.adapters.pictures import ApartPictures
from noticed.adapters.server import is_loopback
from noticed.adapters.store.engine import open_store
from noticed.adapters.system import FixedClock, RandomIds, SystemClock
from noticed.app import lines
from noticed.app.accounts import account, amazon_trust, deciders
from noticed.app.logins import Logins
from noticed.core.case.cadence import Policy
from noticed.core.case.calendar import Place
from noticed.core.marketplace import Marketplace
from noticed.data import firms, places
from noticed.data.clocks import clocks
from noticed.ports import Clock, Refused, Resolver, Store
from noticed.service.account import Mode
from noticed.service.context import Context, Limits
from noticed.settings import Settings

if TYPE_CHECKING:
    from noticed.core.reading import Reader
    from noticed.render.letters import Templates
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
    patience = settings.submission.reply_timeout.total_seconds()
    context = Context(
        store=store,
        clock=clock,
        ids=ids,
        mail=lambda name: lines.mail(lines.server_of(accounts[name], accounts[name].mail, language, logins)),
        submission=lambda name: lines.submission(
            lines.server_of(accounts[name], accounts[name].submission, language, logins), patience
        ),
        resolver=_resolver(settings),
        reader=reader,
        pictures=ApartPictures(),
        accounts={a.name: account(a, stores, senders, language, deciders(settings, a)) for a in settings.accounts},
        policy=_policy(settings, stores),
        marketplaces=stores,
        senders=senders,
        read_dialects=lambda: reader.here.dialects(),  # noqa: PLW0108  # not yet: it is slow to import
        read_templates=lru_cache(lambda: _templates(settings)),
        mode=Mode(settings.mode),
        limits=Limits(**{key: getattr(settings.limits, key) for key in type(settings.limits).model_fields}),
        hold=settings.hold,
        settle=settings.submission.settle,
        resend_unknown=settings.submission.on_unknown == "resend",
        operator_emails=settings.operator.emails,
        operator_account=settings.sender.name,
        operator_language=language,
        keep=settings.store.keep,
        timezone=settings.timezone,
        digest_at=settings.schedule.digest,
        owner=ids.new(),
    )
    return replace(_telling(context, settings), login_ends=logins.ends)


def _telling(context: Context, settings: Settings) -> Context:
    """The same, with what the operators are told, and how."""
    return replace(
        context,
        sends_all=settings.operator.from_account is not None,
        share_history=settings.operator.share_history,
        by_mail=settings.operator.by_mail,
        calendar=CalendarFile(settings.calendar.file) if settings.calendar.file else None,
        calendar_names=settings.calendar.names,
        channels=lines.channels(settings),
        broken=tuple(line for one in settings.broken for line in one.problems),
    )


def _resolver(settings: Settings) -> Resolver:
    servers = settings.dns.nameservers
    return lines.LazyResolver(tuple(f"[{n.host}]:{n.port}" if ":" in n.host else f"{n.host}:{n.port}" for n in servers))


def _templates(settings: Settings) -> "Templates":
    from noticed.render.letters import parse_templates

    return parse_templates(packaged.letter_templates(settings.folder), packaged.letter_templates(None))


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


def file_reader(*, dns: bool) -> tuple["FileReader", Resolver | None]:
    """What ``noticed read`` needs: everything packaged, no settings. Any provider's results are looked at."""
    from noticed.service.reading import Reader as FileReader

    stores = {m.code: m for m in packaged.marketplaces()}
    trust = amazon_trust(stores, packaged.senders(), addresses=frozenset(), authserv_ids=("*",))
    known = FileReader(dialects=packaged.dialects(None), marketplaces=tuple(stores.values()), trust=trust)
    return known, lines.LazyResolver(()) if dns else None


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
        firms=firms(),
    )
