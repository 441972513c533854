"""The packaged tables as values: Amazon's stores, mail providers, cadences, words. Each is a file in this folder; in
``pages`` are those that a person opens.

A provider and a language are known by the names of their files. Raises ``ValueError``, ``KeyError`` or ``TypeError``
for a broken packaged file; the tests read them all.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from noticed.core.marketplace import Marketplace
from noticed.data.provider import Issuer, Provider, Saying, issuers, providers
from noticed.data.tables import Table, mapping, page, rows, table, tables, texts
from noticed.data.wording import words

__all__ = [
    "Issuer",
    "Provider",
    "Saying",
    "Table",
    "attachments",
    "cadences",
    "commands",
    "firms",
    "folders",
    "grammars",
    "issuers",
    "marketplaces",
    "page",
    "places",
    "providers",
    "table",
    "words",
]


@cache
def marketplaces() -> tuple[Marketplace, ...]:
    """Amazon's stores, in the file's order."""
    return tuple(_marketplace(code, row) for code, row in rows("marketplaces.toml"))


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
        names=texts(row["names"]),
    )


@cache
def places() -> Mapping[str, tuple[str, str]]:
    """End of an address → (ISO 3166 country, IANA zone), of the countries that have no store."""
    found = rows("places.toml")
    return {end: (country, str(row["timezone"])) for country, row in found for end in texts(row["domains"])}


@cache
def folders() -> Mapping[str, tuple[str, ...]]:
    """ "sent" and "junk" → what mail programs call that folder, in every language."""
    found = table("folders.toml")
    return {use: tuple(n for names in mapping(found[use]).values() for n in texts(names)) for use in ("sent", "junk")}


@cache
def cadences() -> Mapping[str, Table]:
    """Cadence name → its table, in the words of settings.toml."""
    return MappingProxyType({name: mapping(row) for name, row in table("cadences.toml").items()})


@cache
def commands() -> Mapping[str, tuple[str, ...]]:
    """Verb → the words by which an operator's answer says it."""
    return MappingProxyType({verb: texts(several) for verb, several in table("commands.toml").items()})


@cache
def attachments(part: str = "") -> Mapping[str, tuple[str, ...]]:
    """By what words a notice says what it accepts; ``part``: ``kinds`` or ``by_mail``, kind of evidence → its words."""
    whole = table("attachments.toml")
    found = mapping(whole[part]) if part else {key: value for key, value in whole.items() if isinstance(value, list)}
    return MappingProxyType({key: texts(several) for key, several in found.items()})


@cache
def firms() -> tuple[str, ...]:
    """Parts of the names of hosts by which law firms are known."""
    return tuple(part for several in table("firms.toml").values() for part in texts(several))


@cache
def grammars() -> Mapping[str, Table]:
    """Language → how letters in it name things."""
    return MappingProxyType(dict(tables("grammar")))
