"""Mail providers, and who gives tokens for their servers: a file a provider, one for all issuers.

A provider is known by the name of its file. Raises ``KeyError`` or ``TypeError`` for a broken packaged file.
"""

import re
from collections.abc import Mapping
from functools import cache

from noticed.core.values import Value
from noticed.data.tables import Table, WhenAsked, by_language, count, mapping, names, rows, table, texts


class Saying(Value):
    """Something a provider's servers say that has one known cause."""

    says: re.Pattern[str]
    cure: Mapping[str, str]
    """Language → cause and cure in one line."""


class Provider(Value):
    """What is known of a mail provider."""

    id: str
    """Name of its file: what ``provider`` in settings.toml says."""
    name: str
    domains: tuple[str, ...]
    """Domains of its addresses, to guess the provider from an address."""
    imap: Table
    """Defaults of [account.imap]: host, port, tls, auth; empty where they must be given."""
    smtp: Table
    authserv_ids: tuple[str, ...]
    """Ids of its own Authentication-Results, ``*`` for varying parts; "": it writes headers without an id. Empty:
    nothing is known of them."""
    authserv_headers: int
    """How many of them it writes into each message; 0: not known."""
    proven: bool
    """Whether its Authentication-Results cannot be forged from outside; else they can only veto."""
    identify: bool
    """Whether ID (RFC 2971) must be sent after LOGIN, before SELECT."""
    sent: tuple[str, ...]
    """Names of the folder of sent mail, where the server does not mark it (RFC 6154)."""
    junk: tuple[str, ...]
    search_trusted: bool
    """Whether SEARCH finds everything; else headers are looked at by ourselves."""
    idle: bool
    """Whether its IDLE tells of new mail; else it is asked at every poll alone."""
    connections: int | None
    """Connections that one process keeps open to it, all accounts together; None: as many as there are accounts."""
    limits: Table
    """What it lets out of one login: per_day, per_hour, interval ("2s"), recipients, size (octets); what is not
    known, or not limited, is not there."""
    oauth: str | None
    """Whose tokens its servers take (``data/issuers.toml``); None: passwords alone, as far as is known."""
    password_help: Mapping[str, str]
    """Language (en, zh) → where an app password or authorisation code is made."""
    shows: Mapping[str, str]
    """Language → what it hides from IMAP until told otherwise; empty where nothing is known of it."""
    sayings: tuple[Saying, ...]


class Issuer(Value):
    """Who gives tokens for mail servers."""

    id: str
    name: str
    flow: str
    """How a person logs in: by a ``device`` code, or by a ``code`` that is pasted back."""
    scopes: tuple[str, ...]
    idle_days: int
    """A login that is not used for so long ends."""
    authority: str
    tenant: str
    authorize_url: str
    token_url: str


@cache
def issuers() -> Mapping[str, Issuer]:
    """Issuer id → issuer."""
    places = ("authority", "tenant", "authorize_url", "token_url")
    return {
        name: Issuer(
            id=name,
            name=str(row["name"]),
            flow=str(row["flow"]),
            scopes=texts(row["scopes"]),
            idle_days=count(row["idle_days"]),
            **{place: str(row.get(place, "")) for place in places},
        )
        for name, row in rows("issuers.toml")
    }


@cache
def providers() -> Mapping[str, Provider]:
    """Provider id → provider."""
    return WhenAsked(names("providers"), _provider)


def _provider(provider_id: str) -> Provider:
    row = table(f"providers/{provider_id}.toml")
    connections = row.get("connections")
    return Provider(
        id=provider_id,
        name=str(row["name"]),
        domains=texts(row["domains"]),
        imap=mapping(row.get("imap")),
        smtp=mapping(row.get("smtp")),
        authserv_ids=texts(row["authserv_ids"]),
        authserv_headers=count(row.get("authserv_headers", 0)),
        proven=bool(row.get("proven", False)),
        identify=bool(row.get("identify", False)),
        sent=texts(row["sent"]),
        junk=texts(row["junk"]),
        search_trusted=bool(row["search_trusted"]),
        idle=bool(row.get("idle", True)),
        connections=connections if isinstance(connections, int) else None,
        limits=mapping(row.get("limits")),
        oauth=str(row["oauth"]) if "oauth" in row else None,
        password_help=by_language(row["password"]),
        shows=by_language(row.get("shows")),
        sayings=_sayings(row.get("saying", [])),
    )


def _sayings(several: object) -> tuple[Saying, ...]:
    if not isinstance(several, list):
        raise TypeError("[[saying]] is a list of tables")
    return tuple(
        Saying(
            says=re.compile(str(row["says"]), re.IGNORECASE),
            cure={language: str(text) for language, text in row.items() if language != "says"},
        )
        for row in several
    )
