"""Whose name a message bears: Amazon's, one that is made to look like Amazon's, or somebody else's.

Decides on the address in From as it stands in the raw header. The display name is used for one thing only: to notice
that a stranger calls himself Amazon.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from noticed.core.mail.addresses import read_addresses
from noticed.core.mail.headers import Field
from noticed.core.mail.model import Address
from noticed.core.values import Value


class AmazonTrust(Value):
    """Which mail counts as Amazon's, and for whom it must be. Everything in lower case."""

    domains: frozenset[str]
    """Domains in From and in ``d=``: whole names, no subdomains implied."""
    notice_senders: tuple[str, ...]
    """Local parts that send notices."""
    other_senders: tuple[str, ...] = ()
    """Local parts that never do, and with a leading "@" hosts: "@marketplace." is marketplace.amazon.anything."""
    addresses: frozenset[str] = frozenset()
    """Ours: a notice must be addressed to one of them."""
    authserv_ids: tuple[str, ...] = ()
    """The provider's names in Authentication-Results; ``*`` stands for anything."""
    authserv_headers: int = 0
    """How many of these headers the provider writes; 0: any number."""
    veto_only: bool = False
    """Whether the provider lets strangers write under its name: then it may deny, and never vouch."""
    provider_counts: bool = False
    """Whether the provider's result can stand in for a signature that does not fit."""
    forwarders: tuple[str, ...] = ()
    """Addresses that may forward notices as attachments."""
    operators: frozenset[str] = frozenset()
    """Addresses that may decide by mail; none: nobody may."""


class Claim(StrEnum):
    """Who a message says it is from."""

    NOTICE_SENDER = "notice_sender"
    OTHER_SENDER = "other_sender"
    UNKNOWN_SENDER = "unknown_sender"
    """At one of Amazon's domains, but not known to us."""
    LOOKALIKE = "lookalike"
    FORWARDED_LOOKALIKE = "forwarded_lookalike"
    """Somebody forwards in his text what a lookalike sent."""
    FORWARDED = "forwarded"
    """Somebody forwards in his text what Amazon, as he quotes it, sent."""
    NOBODY = "nobody"
    """Somebody else, under his own name."""


_BRANDS = ("amazon", "アマゾン", "亚马逊", "亞馬遜")
_OFFICE = re.compile(r"seller[-_. ]?(?:central|performance|notification)")
"""What only Amazon calls itself, without its name."""
_COMPANY = """amazon seller sellers central performance notice notices team service services support center account
accounts alert alerts appeal appeals brand registry business com co jp de uk us eu ca fr it es nl se pl au in mx br tr
sa ae sg compliance copyright customer infringement info intellectual property ip inc law legal mail marketplace message
marketing net notification notifications notify online org patent pay payment payments policy protection review safety
security sell selling shop specialist store trademark update updates verification verify warning europe america the for
by from and of llc sw"""
_WORDS = frozenset(_COMPANY.split())
"""Words beside the brand that leave it Amazon's name: "Amazon Seller Central", but not "Amazon Traders Club"."""
_TWINS = str.maketrans("0134578$@аеорсхуіѕһѵԛԝɑɡıｍ", "oleastbsaaeopcxyishvqwagim")
"""Characters taken for others: digits, and Cyrillic letters (UTS 39)."""
_FORWARDED_FROM = re.compile(
    r"(?im)^[ \t>*|]{0,9}(?:from|von|van|de|da|od|från|gönderen|kimden|发\s?件\s?人|寄件者|寄件人|差出人|送信者)"
    r"\s?\*{0,2}\s?[:：|\t]\*{0,2}([^\n]{1,300})"
)
_TOKENS = re.compile(r"[\W_]+")
_SPACED = re.compile(r"(?<=\b\w)[ ._-](?=\w\b)")
"""Between letters that stand alone: "A m a z o n"."""


def read_claim(fields: Sequence[Field], trust: AmazonTrust) -> Claim:
    """The strongest claim of any address in any From field."""
    claims = {
        _as_written(claim_of(sender, trust), sender, field)
        for field in fields
        if field.name == "from"
        for sender in read_addresses(field.value)
    }
    return next((claim for claim in Claim if claim in claims), Claim.NOBODY)


def _as_written(claim: Claim, sender: Address, field: Field) -> Claim:
    """A domain in full-width letters becomes Amazon's only by being read."""
    literal = sender.domain.encode() in field.value.lower()
    return claim if literal or claim is Claim.NOBODY else Claim.LOOKALIKE


def forwarded_claim(text: str, trust: AmazonTrust) -> Claim:
    """Whose message ``text`` forwards, by its quoted From lines; NOBODY where it forwards nothing of Amazon's.

    Foxmail quotes names without addresses: there the name is all there is.
    """
    claims = set()
    for line in _FORWARDED_FROM.findall(text)[:20]:
        senders = read_addresses(line.replace("[mailto:", "<").encode())
        claims |= {claim_of(sender, trust) for sender in senders}
        if not senders and _calls_itself_amazon(line.strip(' "*;')):
            claims.add(Claim.UNKNOWN_SENDER)
    if Claim.LOOKALIKE in claims:
        return Claim.FORWARDED_LOOKALIKE
    return Claim.FORWARDED if claims & {Claim.NOTICE_SENDER, Claim.UNKNOWN_SENDER} else Claim.NOBODY


def claim_of(sender: Address, trust: AmazonTrust) -> Claim:
    """What one address says."""
    local, _, domain = sender.spec.rpartition("@")
    ours = next((name for name in trust.domains if domain == name or domain.endswith(f".{name}")), None)
    if ours is not None:
        hosts = tuple(entry[1:] for entry in trust.other_senders if entry.startswith("@"))
        if local in trust.other_senders or domain.startswith(hosts or ("@",)):
            return Claim.OTHER_SENDER
        return (
            Claim.NOTICE_SENDER if local in trust.notice_senders and domain in trust.domains else Claim.UNKNOWN_SENDER
        )
    office = _OFFICE.search(f"{sender.name.lower()} {sender.spec}") is not None
    if office or looks_like_amazon(domain) or _calls_itself_amazon(sender.name):
        return Claim.LOOKALIKE
    return Claim.NOBODY


def looks_like_amazon(domain: str) -> bool:
    """Whether somebody else's domain is made to be read as Amazon's: amaz0n-notice.example, amazon.com.evil.example."""
    labels = domain.split(".")
    shown = ".".join(_from_a_label(label) for label in labels)
    tokens = [token for token in _TOKENS.split(shown) if token]
    return any(_is_brand(token) for token in tokens)


def _is_brand(token: str) -> bool:
    plain = token.lower().translate(_TWINS).replace("rn", "m").replace("vv", "w")
    if plain in _BRANDS or ("amazon" in plain and "amazon" not in token.lower()) or _one_edit_apart(plain, "amazon"):
        return True
    before, found, after = plain.partition("amazon")
    return bool(found) and all(not rest or rest in _WORDS for rest in (before, after))


def _calls_itself_amazon(name: str) -> bool:
    """Whether a display name is Amazon's and nothing else: "Amazon Seller Central", not "Ana at Amazon Sellers Ltd"."""
    shown = _SPACED.sub("", name.lower())
    if any(brand in shown for brand in _BRANDS[1:]):
        return len(shown) <= 30
    tokens = [token for token in _TOKENS.split(shown) if token]
    if not any(_is_brand(token) for token in tokens):
        return "@amazon." in shown
    return all(token in _WORDS or _is_brand(token) for token in tokens) or "@amazon." in shown


def _from_a_label(label: str) -> str:
    """The characters of an ``xn--`` label: a lookalike shows only when it is decoded."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _one_edit_apart(one: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or swap turns ``one`` into ``other``."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, goal = one[start:], other[start:]
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == goal
    return rest[1:] == goal or rest == goal[1:] or rest[1:] == goal[1:] or swapped
