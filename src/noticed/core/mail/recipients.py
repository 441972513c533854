"""Whom a letter may go to without being asked about (reference: threat of complaints filed to make us write).

A complaint can be filed by anybody, with any address in it; authenticity says nothing about the complainant.
"""

import re

from noticed.core.values import Value

FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
        "ymail.com", "aol.com", "icloud.com", "me.com", "mac.com", "gmx.com", "gmx.de", "gmx.net", "web.de",
        "mail.com", "proton.me", "protonmail.com", "zoho.com", "fastmail.com", "qq.com", "foxmail.com",
        "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "aliyun.com", "139.com",
        "189.cn", "naver.com", "daum.net", "hanmail.net", "yahoo.co.jp", "yahoo.co.uk", "yahoo.de",
        "yahoo.fr", "yahoo.it", "yahoo.es", "t-online.de", "freenet.de", "orange.fr", "wanadoo.fr",
        "free.fr", "laposte.net", "libero.it", "virgilio.it", "tiscali.it", "mail.ru", "yandex.ru",
        "yandex.com", "wp.pl", "o2.pl", "onet.pl", "seznam.cz",
    }
)  # fmt: skip
"""Domains that say nothing about who somebody is: two addresses there are two strangers."""

_ROLES = frozenset(
    {
        "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp",
        "noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "dontreply",
        "mailer-daemon", "daemon", "nobody", "root", "bounce", "bounces", "listserv", "majordomo", "mailman",
        "autoreply", "auto-reply", "notifications", "notification", "unsubscribe",
    }
)  # fmt: skip
"""Mailboxes of services (RFC 2142 sections 4 to 6) and of machines. Those of a business (section 3: info, sales,
marketing, support) are where complaints do come from."""
_LISTS = re.compile(r"^(?:list|owner|noreply|no-reply|bounces?)-|-(?:request|owner|bounces?|errors|unsubscribe)$")
_PUBLIC = re.compile(
    r"(?:^|\.)(?:gov|govt|gouv|gob|gub|gv|mil|police|int)(?:\.[a-z]{2})?$|(?:^|\.)police\."
    r"|(?:^|\.)(?:go\.(?:jp|kr|th|id|ke|tz|ug|cr)|gc\.ca|europa\.eu|bund\.de|admin\.ch|overheid\.nl|nhs\.uk)$"
)
"""Governments, armed forces, police, treaty organisations (RFC 1591 and the registries' second levels)."""
_PRETENDED = re.compile(r"(?:^|\.)amazon\.[a-z]{2,}(?:\.[a-z]{2})?$")
"""Any amazon.something: Amazon's own, or made to look so."""
_PLAIN = re.compile(
    r"\A[a-z0-9#$&'*+/=?^_{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*"
)
"""A dot-atom at a name with a top level (RFC 5321 section 4.1.2): no quotes, no routes (%, !), no address literal."""
_LONGEST = 254
"""Octets of an address (RFC 5321 section 4.5.3.1.3, with its erratum 1690)."""
_MOST = 2


class Ours(Value):
    """Addresses that are never a complainant's."""

    addresses: frozenset[str]
    amazon_domains: frozenset[str]


def problem(addresses: tuple[str, ...], ours: Ours) -> str | None:
    """Why these addresses must not be written to without the operator's word; None when they may."""
    if len(addresses) > _MOST:
        return f"{len(addresses)} addresses of complainants: say whom to write to"
    return next((why for a in addresses if (why := _problem(a, ours))), None)


def registrable_domain(address: str) -> str | None:
    """The domain by which a complainant is known beside its address; None for free mail.

    The last two labels, three under a country's second level (co.uk, com.cn): good enough to join two
    complaints of one complainant, never used to decide whom to write to.
    """
    labels = address.rpartition("@")[2].split(".")
    if len(labels) < 2 or ".".join(labels) in FREE_MAIL:
        return None
    second_level = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in {"co", "com", "net", "org", "ac", "gov"}
    domain = ".".join(labels[-3:] if second_level else labels[-2:])
    return None if domain in FREE_MAIL else domain


def _problem(address: str, ours: Ours) -> str | None:
    if not address.isascii():
        return "the complainant's address is not plain ASCII: look at it before writing"
    address = address.lower()
    if not _PLAIN.fullmatch(address) or len(address) > _LONGEST:
        return "the complainant's address is unusual: look at it before writing"
    local, _, domain = address.rpartition("@")
    if any(label.startswith("xn--") for label in domain.split(".")):
        return "the complainant's domain is not plain ASCII: it may look like another"
    if address in ours.addresses or (registrable_domain(address) or "-") in _own_domains(ours):
        return "the complainant's address is your own"
    if is_amazon(domain, ours):
        return "the complainant's address is Amazon's"
    name = local.partition("+")[0]
    if name in _ROLES or _LISTS.search(name):
        return "the complainant's address is a role address that nobody reads"
    if _PUBLIC.search(domain):
        return "the complainant's address is a public authority's"
    return None


def is_amazon(domain: str, ours: Ours) -> bool:
    """Whether mail to this domain goes to Amazon, or to somebody who calls himself so."""
    known = any(domain == d or domain.endswith("." + d) for d in ours.amazon_domains)
    return known or _PRETENDED.search(domain) is not None


def _own_domains(ours: Ours) -> set[str]:
    return {d for a in ours.addresses if (d := registrable_domain(a))}
