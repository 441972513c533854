"""Whom a letter may go to without being asked about (reference: threat of complaints filed to make us write).

A complaint can be filed by anybody, with any address in it; authenticity says nothing about the complainant.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from noticed.core.mail.addresses import read_spec
from noticed.core.mail.model import Message
from noticed.core.values import Value

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

FREE_MAIL = frozenset(
    {
        "me.com", "mac.com", "web.de", "mail.com", "email.com", "proton.me", "protonmail.com", "protonmail.ch", "pm.me",
        "zoho.com", "zohomail.com", "fastmail.com", "fastmail.fm", "hey.com", "tuta.com", "tuta.io", "tutanota.com",
        "tutanota.de", "mailbox.org", "posteo.de", "posteo.net", "hushmail.com", "inbox.com", "gmx.com", "gmx.net",
        "qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "188.com", "sina.com", "sina.cn", "sina.com.cn",
        "sohu.com", "aliyun.com", "139.com", "189.cn", "wo.cn", "tom.com", "21cn.com", "naver.com", "daum.net",
        "hanmail.net", "nate.com", "kakao.com", "t-online.de", "freenet.de", "arcor.de", "online.de", "vodafone.de",
        "kabelmail.de", "bluewin.ch", "sunrise.ch", "hispeed.ch", "chello.at", "aon.at", "orange.fr", "wanadoo.fr",
        "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "bbox.fr", "numericable.fr", "skynet.be", "telenet.be",
        "proximus.be", "ziggo.nl", "kpnmail.nl", "kpnplanet.nl", "planet.nl", "home.nl", "xs4all.nl", "libero.it",
        "virgilio.it", "alice.it", "tin.it", "tim.it", "tiscali.it", "fastwebnet.it", "inwind.it", "pec.it",
        "telefonica.net", "terra.es", "ono.com", "sapo.pt", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "rambler.ru",
        "yandex.ru", "yandex.com", "ya.ru", "ukr.net", "wp.pl", "o2.pl", "onet.pl", "onet.eu", "interia.pl",
        "interia.eu", "op.pl", "vp.pl", "gazeta.pl", "seznam.cz", "email.cz", "centrum.cz", "azet.sk", "freemail.hu",
        "abv.bg", "telia.com", "bredband.net", "online.no", "btinternet.com", "bt.com", "talktalk.net", "sky.com",
        "virginmedia.com", "ntlworld.com", "blueyonder.co.uk", "tiscali.co.uk", "eircom.net", "comcast.net",
        "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net",
        "juno.com", "optonline.net", "frontier.com", "centurylink.net", "shaw.ca", "rogers.com", "telus.net",
        "sympatico.ca", "videotron.ca", "bell.net", "uol.com.br", "bol.com.br", "terra.com.br", "ig.com.br",
        "globo.com", "prodigy.net.mx", "rediffmail.com", "bigpond.com", "bigpond.net.au", "optusnet.com.au",
        "iinet.net.au", "xtra.co.nz", "ocn.ne.jp", "docomo.ne.jp", "ezweb.ne.jp", "biglobe.ne.jp", "so-net.ne.jp",
        "softbank.ne.jp", "softbank.jp", "nifty.com", "plala.or.jp", "dion.ne.jp", "asahi-net.or.jp", "excite.co.jp",
        "emirates.net.ae", "singnet.com.sg", "pchome.com.tw", "hinet.net", "netvigator.com",
    }
)  # fmt: skip
"""Domains that say nothing about who somebody is: two addresses there are two strangers."""
_FAMILIES = re.compile(
    r"^(?:gmail|googlemail|hotmail|outlook|live|msn|windowslive|yahoo|ymail|rocketmail|aol|icloud|gmx)"
    r"\.(?:com|net|de|[a-z]{2})(?:\.[a-z]{2})?$"
)
"""Providers that give addresses under the end of every country."""
_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_SHARED = frozenset({"business.site", "onmicrosoft.com"})
"""Names are registered under them, too, and the public suffix list does not say so."""

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
_LISTS = re.compile(
    r"^(?:list|owner|bounces?)-|-(?:request|owner|bounces?|errors|unsubscribe)$"
    r"|(?:^|[-._])(?:no-?reply|do-?not-?reply)(?:[-._]|\d|$)"
)
_POSTS = re.compile(r"^(?:lists?|listserv|mailman|groups|vger)\.[^.]+\.")
"""How such hosts begin beneath a domain; a firm may be called so itself, as in groups.co.uk."""
_POSTED = re.compile(r"(?:^|\.)(?:googlegroups|yahoogroups|freelists|listserv)\.|(?:^|\.)groups\.io$")
"""Hosts where one letter goes to everybody who reads along, and into an archive."""
_PUBLIC = re.compile(
    r"(?:^|\.)gov(?:\.[a-z]{2}){2}$|(?:^|\.)gov\.(?:scot|wales)$|(?:^|\.)(?:state|courts)\.[a-z]{2}\.us$"
    r"|(?:^|\.)(?:polizei|policia|polizia|politie|polisen|policja|poliisi|policie)\.|(?:^|\.)politi\.(?:dk|no)$"
    r"|(?:^|\.)(?:(?:parliament|mod|judiciary)\.uk|nic\.in|canada\.ca|interpol\.int|zoll\.de|bka\.de|dpma\.de|epo\.org)$|"
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


@lru_cache(4096)
def mailbox_of(address: str) -> str:
    """What is the same in every spelling of one mailbox's address.

    Capitals, a tag behind a plus (RFC 5233), a final dot, an international name, the dots Gmail does not see: whoever
    changes them reaches the same person. Some server may tell such addresses apart: then two people count as one,
    and are written to less.
    """
    local, _, domain = (read_spec(address) or address.strip().lower()).rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        local, domain = local.replace(".", ""), min(_GMAIL)
    return f"{local}@{domain}"


def domains_of(mailbox: str) -> tuple[str, ...]:
    """Every domain at which an address of this mailbox may stand."""
    domain = mailbox.rpartition("@")[2]
    return tuple(sorted(_GMAIL)) if domain in _GMAIL else (domain,)


def registrable_domain(address: str) -> str | None:
    """The domain by which a complainant is known beside its address; None for free mail, and where there is none.

    One label more than an end under which anybody registers (the public suffix list, publicsuffix.org). What is joined
    by it is written to together: two strangers must never share one.
    """
    return _registrable(address.rpartition("@")[2].lower())


def list_domain(message: Message) -> str | None:
    """The registrable domain of the mailing list that passed a message on (RFC 2919); None where none did."""
    return registrable_domain((message.header("list-id") or "").rpartition("<")[2].strip(" >"))


@lru_cache(4096)
def _registrable(domain: str) -> str | None:
    found: str | None = _suffixes().privatesuffix(domain)
    if found in _SHARED:
        labels = domain.split(".")
        found = ".".join(labels[-3:]) if len(labels) > 2 else None
    return None if found is None or found in FREE_MAIL or _FAMILIES.match(found) else found


@lru_cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # it reads its list: most commands need none

    return PublicSuffixList()


def _problem(address: str, ours: Ours) -> str | None:
    if not address.isascii():
        return "the complainant's address is not plain ASCII: look at it before writing"
    address = address.lower()
    if not _PLAIN.fullmatch(address) or len(address) > _LONGEST:
        return "the complainant's address is unusual: look at it before writing"
    local, _, domain = address.rpartition("@")
    if any(label.startswith("xn--") for label in domain.split(".")):
        return "the complainant's domain is not plain ASCII: it may look like another"
    if is_own(address, ours):
        return "the complainant's address is your own"
    if is_amazon(domain, ours):
        return "the complainant's address is Amazon's"
    return _not_somebodys(local, domain)


def _not_somebodys(local: str, domain: str) -> str | None:
    """Why no complainant reads what comes there, or too many do."""
    name = local.partition("+")[0]
    if name in _ROLES or _LISTS.search(name):
        return "the complainant's address is a role address that nobody reads"
    if _POSTED.search(domain) or (_POSTS.search(domain) and _registrable(domain) != domain):
        return "the complainant's address is a mailing list's: many would read it"
    if _PUBLIC.search(domain):
        return "the complainant's address is a public authority's"
    return None


def is_amazon(domain: str, ours: Ours) -> bool:
    """Whether mail to this domain goes to Amazon, or to somebody who calls himself so."""
    known = any(domain == d or domain.endswith("." + d) for d in ours.amazon_domains)
    return known or _PRETENDED.search(domain) is not None


def is_own(address: str, ours: Ours) -> bool:
    """Whether mail to this address comes to ourselves."""
    if (registrable_domain(address) or "-") in _own_domains(ours):
        return True
    return mailbox_of(address) in map(mailbox_of, ours.addresses)


def _own_domains(ours: Ours) -> set[str]:
    return {d for a in ours.addresses if (d := registrable_domain(a))}
