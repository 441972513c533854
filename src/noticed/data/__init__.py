"""The packaged tables as values: Amazon's stores, mail providers, cadences, words. Each is a file in this folder.

A provider and a language are known by the names of their files. Raises ``ValueError``, ``KeyError`` or ``TypeError``
for a broken packaged file; the tests read them all.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from noticed.core.marketplace import Marketplace
from noticed.core.values import Value

Table = Mapping[str, object]


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
    sent_copy: bool
    """Whether submitted mail appears in that folder by itself."""
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
    rows = {name: row for name, row in table("issuers.toml").items() if isinstance(row, dict)}
    places = ("authority", "tenant", "authorize_url", "token_url")
    return {
        name: Issuer(
            id=name,
            name=str(row["name"]),
            flow=str(row["flow"]),
            scopes=_texts(row["scopes"]),
            idle_days=_count(row["idle_days"]),
            **{place: str(row.get(place, "")) for place in places},
        )
        for name, row in rows.items()
    }


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of texts is expected")
    return tuple(str(item) for item in value)


def _count(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a number is expected")
    return value


def table(name: str) -> dict[str, object]:
    """The packaged TOML file ``name`` of this folder, as read."""
    return tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))


@cache
def marketplaces() -> tuple[Marketplace, ...]:
    """Amazon's stores, in the file's order."""
    return tuple(_marketplace(code, row) for code, row in table("marketplaces.toml").items() if isinstance(row, dict))


def _marketplace(code: str, row: dict[str, object]) -> Marketplace:
    address = row.get("dispute_address")
    return Marketplace(
        code=code,
        domain=str(row["domain"]),
        country=str(row["country"]),
        timezone=str(row["timezone"]),
        language=str(row["language"]),
        amazon_language=str(row.get("amazon_language", "en")),
        dispute_address=str(address) if address else None,
        names=_texts(row["names"]),
    )


@cache
def places() -> Mapping[str, tuple[str, str]]:
    """End of an address → (ISO 3166 country, IANA zone), of the countries that have no store."""
    rows = {country: row for country, row in table("places.toml").items() if isinstance(row, dict)}
    return {end: (country, str(row["timezone"])) for country, row in rows.items() for end in _texts(row["domains"])}


@cache
def folders() -> Mapping[str, tuple[str, ...]]:
    """ "sent" and "junk" → what mail programs call that folder, in every language."""
    rows = table("folders.toml")
    return {use: tuple(n for names in _table(rows[use]).values() for n in _texts(names)) for use in ("sent", "junk")}


@cache
def providers() -> Mapping[str, Provider]:
    """Provider id → provider."""
    return MappingProxyType({name: _provider(name, row) for name, row in _tables("providers")})


def _provider(provider_id: str, row: dict[str, object]) -> Provider:
    connections = row.get("connections")
    return Provider(
        id=provider_id,
        name=str(row["name"]),
        domains=_texts(row["domains"]),
        imap=_table(row.get("imap")),
        smtp=_table(row.get("smtp")),
        authserv_ids=_texts(row["authserv_ids"]),
        authserv_headers=_count(row.get("authserv_headers", 0)),
        proven=bool(row.get("proven", False)),
        identify=bool(row.get("identify", False)),
        sent=_texts(row["sent"]),
        junk=_texts(row["junk"]),
        sent_copy=bool(row["sent_copy"]),
        search_trusted=bool(row["search_trusted"]),
        idle=bool(row.get("idle", True)),
        connections=connections if isinstance(connections, int) else None,
        limits=_table(row.get("limits")),
        oauth=str(row["oauth"]) if "oauth" in row else None,
        password_help=_by_language(row["password"]),
        shows=_by_language(row.get("shows")),
        sayings=_sayings(row.get("saying", [])),
    )


def _by_language(value: object) -> Mapping[str, str]:
    return {language: str(text) for language, text in _table(value).items()}


def _sayings(rows: object) -> tuple[Saying, ...]:
    if not isinstance(rows, list):
        raise TypeError("[[saying]] is a list of tables")
    return tuple(
        Saying(
            says=re.compile(str(row["says"]), re.IGNORECASE),
            cure={language: str(text) for language, text in row.items() if language != "says"},
        )
        for row in rows
    )


def _table(value: object) -> Table:
    return MappingProxyType(dict(value) if isinstance(value, dict) else {})


@cache
def cadences() -> Mapping[str, Table]:
    """Cadence name → its table, in the words of settings.toml."""
    return MappingProxyType({name: _table(row) for name, row in table("cadences.toml").items()})


class _Words(Mapping[str, Mapping[str, str]]):
    """Each language is read when it is first spoken."""

    def __getitem__(self, language: str) -> Mapping[str, str]:
        if language not in _languages():
            raise KeyError(language)
        return _words_of(language)

    def __iter__(self) -> Iterator[str]:
        return iter(_languages())

    def __len__(self) -> int:
        return len(_languages())

    def __contains__(self, language: object) -> bool:  # the inherited one would read it
        return language in _languages()


_WORDS = _Words()


@cache
def commands() -> Mapping[str, tuple[str, ...]]:
    """Verb → the words by which an operator's answer says it."""
    return MappingProxyType({verb: _texts(several) for verb, several in table("commands.toml").items()})


@cache
def attachments(part: str = "") -> Mapping[str, tuple[str, ...]]:
    """By what words a notice says what it accepts; ``part``: ``kinds`` or ``by_mail``, kind of evidence → its words."""
    whole = table("attachments.toml")
    found = _table(whole[part]) if part else {key: value for key, value in whole.items() if isinstance(value, list)}
    return MappingProxyType({key: _texts(several) for key, several in found.items()})


def words() -> Mapping[str, Mapping[str, str]]:
    """Language → the words of digests, alerts, commands and errors, by ``table.key``."""
    return _WORDS


@cache
def _languages() -> tuple[str, ...]:
    return tuple(_names("words"))


@cache
def _words_of(language: str) -> Mapping[str, str]:
    return MappingProxyType(dict(_flat(table(f"words/{language}.toml"))))


def _flat(row: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)


@cache
def grammars() -> Mapping[str, Table]:
    """Language → how letters in it name things."""
    return MappingProxyType(dict(_tables("grammar")))


def _tables(folder: str) -> Iterator[tuple[str, dict[str, object]]]:
    return ((name, table(f"{folder}/{name}.toml")) for name in _names(folder))


def _names(folder: str) -> Iterator[str]:
    """What the TOML files of a folder are called, without the ending, in order."""
    names = sorted(entry.name for entry in (files(__name__) / folder).iterdir())
    return (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
