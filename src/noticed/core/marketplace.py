"""Amazon's marketplaces as values; the table itself is data/marketplaces.toml.

A country-specific domain decides the marketplace; a bare amazon.com sender proves nothing
(reference: notice senders). ``dispute_address`` is only set where a page of Amazon documents it.
"""

from noticed.core.values import Value


class Marketplace(Value):
    """One Amazon store."""

    code: str
    """Two letters as in Seller Central: US, UK, DE, JP …"""
    domain: str
    """The store's domain in lower case: amazon.co.uk."""
    country: str
    """ISO 3166 country, for holidays: US, GB …"""
    timezone: str
    """IANA zone, for sending hours."""
    language: str
    """What people there read: en, de, fr, it, es, ja."""
    amazon_language: str = "en"
    """The language Amazon is written to in."""
    dispute_address: str | None
    """The documented address a letter is copied to, or None."""
    names: tuple[str, ...] = ()
    """Further spellings: Amazon.com, amazon.de …"""
