"""What the services know of an account, from its settings."""

import re
from dataclasses import replace
from datetime import timedelta

from noticed.core.case.duration import parse_duration
from noticed.core.case.facts import Copies
from noticed.core.mail.senders import Senders
from noticed.core.mail.trust import AmazonTrust
from noticed.core.marketplace import Marketplace
from noticed.data import Provider, folders
from noticed.render.facts import Identity
from noticed.service.account import Account, Mode, Pace
from noticed.service.operator import Operator, grouped
from noticed.settings import Account as AccountSettings
from noticed.settings import Settings


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
        identity=_identity(settings),
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
        sayings=sayings(settings, settings.language or language),
        operator=settings.operator,
        language=settings.language,
        mode=Mode(settings.mode) if settings.mode else None,
        paused=settings.paused,
        login=settings.login or "",
    )


def _identity(settings: AccountSettings) -> Identity:
    return Identity(
        store_name=settings.store_name,
        email=settings.email,
        legal_name=settings.legal_name,
        address=settings.address,
        phone=settings.phone,
        signer=settings.signer,
        signer_role=settings.signer_role,
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


def deciders(settings: Settings, of: AccountSettings) -> frozenset[str]:
    """Who may answer a digest: only where his digests come from."""
    if not settings.operator.by_mail:
        return frozenset()
    known = settings.operator
    installation = Operator(emails=known.emails, language=known.language, account=settings.sender.name, accounts=())
    everybody = grouped(installation, settings.accounts, sends_all=known.from_account is not None)
    return frozenset().union(*(one.emails for one in everybody if one.account == of.name))


def sayings(settings: AccountSettings, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What the provider's servers say for one known cause, each with its cure in that language."""
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
