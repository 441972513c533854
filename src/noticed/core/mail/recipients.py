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
        "abuse", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon",
        "security", "hostmaster", "webmaster", "nobody", "bounce", "bounces", "root",
    }
)  # fmt: skip
_PUBLIC = re.compile(r"(^|\.)(gov|mil|police|int)(\.[a-z]{2})?$|(^|\.)police\.")
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
    local, _, domain = address.rpartition("@")
    if not local or not address.isascii():
        return "the complainant's address is not plain ASCII: look at it before writing"
    if address in ours.addresses or (registrable_domain(address) or "-") in _own_domains(ours):
        return "the complainant's address is your own"
    if any(domain == d or domain.endswith("." + d) for d in ours.amazon_domains):
        return "the complainant's address is Amazon's"
    if local.partition("+")[0] in _ROLES or local.startswith(("list-", "owner-")):
        return "the complainant's address is a role address that nobody reads"
    if _PUBLIC.search(domain):
        return "the complainant's address is a public authority's"
    return None


def _own_domains(ours: Ours) -> set[str]:
    return {d for a in ours.addresses if (d := registrable_domain(a))}
