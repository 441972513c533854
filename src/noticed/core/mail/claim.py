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
from noticed.core.mail.trust import AmazonTrust
from noticed.core.notice.brand import Brand, from_line


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


_TWINS = str.maketrans("0134578$@аеорсхуіѕһѵԛԝɑɡıｍ", "oleastbsaaeopcxyishvqwagim")
"""Characters taken for others: digits, and Cyrillic letters (UTS 39)."""
_BRAND = "amazon"
"""Amazon's name in domains."""
_TOKENS = re.compile(r"[\W_]+")
_SPACED = re.compile(r"(?<=\b\w)[ ._-](?=\w\b)")
"""Between letters that stand alone: "A m a z o n"."""


def read_claim(fields: Sequence[Field], trust: AmazonTrust, brand: Brand) -> Claim:
    """The strongest claim of any address in any From field."""
    claims = {
        _as_written(claim_of(sender, trust, brand), sender, field)
        for field in fields
        if field.name == "from"
        for sender in read_addresses(field.value)
    }
    return next((claim for claim in Claim if claim in claims), Claim.NOBODY)


def _as_written(claim: Claim, sender: Address, field: Field) -> Claim:
    """A domain in full-width letters becomes Amazon's only by being read."""
    literal = sender.domain.encode() in field.value.lower()
    return claim if literal or claim is Claim.NOBODY else Claim.LOOKALIKE


def forwarded_claim(text: str, trust: AmazonTrust, brand: Brand) -> Claim:
    """Whose message ``text`` forwards, by its quoted From lines; NOBODY where it forwards nothing of Amazon's.

    Foxmail quotes names without addresses: there the name is all there is.
    """
    claims = set()
    for line in from_line(brand).findall(text)[:20]:
        senders = read_addresses(line.replace("[mailto:", "<").encode())
        claims |= {claim_of(sender, trust, brand) for sender in senders}
        if not senders and _calls_itself_amazon(line.strip(' "*;'), brand):
            claims.add(Claim.UNKNOWN_SENDER)
    if Claim.LOOKALIKE in claims:
        return Claim.FORWARDED_LOOKALIKE
    return Claim.FORWARDED if claims & {Claim.NOTICE_SENDER, Claim.UNKNOWN_SENDER} else Claim.NOBODY


def claim_of(sender: Address, trust: AmazonTrust, brand: Brand) -> Claim:
    """What one address says."""
    local, _, domain = sender.spec.rpartition("@")
    if _is_ours(domain, trust.domains):
        if local in trust.other_senders or domain.startswith(trust.other_hosts):
            return Claim.OTHER_SENDER
        return (
            Claim.NOTICE_SENDER if local in trust.notice_senders and domain in trust.domains else Claim.UNKNOWN_SENDER
        )
    office = brand.has_office(f"{sender.name.lower()} {sender.spec}")
    if office or looks_like_amazon(domain, brand) or _calls_itself_amazon(sender.name, brand):
        return Claim.LOOKALIKE
    return Claim.NOBODY


def _is_ours(domain: str, domains: frozenset[str]) -> bool:
    """Whether it is one of ``domains``, or below one."""
    while domain and domain not in domains:
        domain = domain.partition(".")[2]
    return bool(domain)


def looks_like_amazon(domain: str, brand: Brand) -> bool:
    """Whether somebody else's domain is made to be read as Amazon's: amaz0n-notice.example, amazon.com.evil.example."""
    shown = ".".join(map(_from_a_label, domain.split(".")))
    return any(_is_brand(token, brand) for token in _TOKENS.split(shown))


def _is_brand(token: str, brand: Brand) -> bool:
    plain = token.lower().translate(_TWINS).replace("rn", "m").replace("vv", "w")
    if plain in brand.spelt or (_BRAND in plain and _BRAND not in token.lower()) or _within_one_edit(plain, _BRAND):
        return True
    before, found, after = plain.partition(_BRAND)
    return bool(found) and all(not rest or rest in brand.beside for rest in (before, after))


def _calls_itself_amazon(name: str, brand: Brand) -> bool:
    """Whether a display name is Amazon's and nothing else: "Amazon Seller Central", not "Ana at Amazon Sellers Ltd"."""
    shown = _SPACED.sub("", name.lower())
    if any(spelt in shown for spelt in brand.spelt if not spelt.isascii()):
        return len(shown) <= 30
    tokens = [token for token in _TOKENS.split(shown) if token]
    if not any(_is_brand(token, brand) for token in tokens):
        return f"@{_BRAND}." in shown
    return all(token in brand.beside or _is_brand(token, brand) for token in tokens) or f"@{_BRAND}." in shown


def _from_a_label(label: str) -> str:
    """The characters of an ``xn--`` label: a lookalike shows only when it is decoded."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _within_one_edit(one: str, other: str) -> bool:
    """Whether no more than one insertion, deletion, replacement or swap turns ``one`` into ``other``."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, goal = one[start:], other[start:]
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == goal
    return rest[1:] == goal or rest == goal[1:] or rest[1:] == goal[1:] or swapped
