"""What a forwarder found before it changed a message (ARC, RFC 8617).

The seals are the provider's to check (``arc=pass``); here is read who sealed, and what the first of them found. It is
worth an operator's look and nothing more: ARC is experimental, and never lets a letter leave.
"""

import re
from collections.abc import Sequence

from noticed.core.mail.authres import Result, property_domain, read_results
from noticed.core.mail.headers import Field

SEALERS = frozenset({"google.com", "microsoft.com", "messagingengine.com", "zohomail.com", "icloud.com"})
"""Forwarders that check what they seal: anybody can seal."""
_INSTANCE = re.compile(r"\s{0,9}i\s{0,9}=\s{0,9}(\d{1,2})\s{0,9};(.*)", re.DOTALL)
_SIGNER = re.compile(r"(?:^|;)\s{0,9}d\s{0,9}=\s{0,9}([a-z0-9.-]{1,253})")


def vouched_for(fields: Sequence[Field], from_domain: str) -> bool:
    """Whether known forwarders alone sealed the message, and the first found ``dmarc=pass`` for this domain."""
    signers = [_SIGNER.search(field.text.lower()) for field in fields if field.name == "arc-seal"]
    known = bool(signers) and all(found is not None and found[1] in SEALERS for found in signers)
    return known and any(_passed(result, from_domain) for result in _first_found(fields))


def _first_found(fields: Sequence[Field]) -> tuple[Result, ...]:
    found = [_INSTANCE.fullmatch(field.text) for field in fields if field.name == "arc-authentication-results"]
    first = [instance[2] for instance in found if instance is not None and instance[1] == "1"]
    return read_results(first[0]).results if len(first) == 1 else ()


def _passed(result: Result, domain: str) -> bool:
    return (result.method, result.result) == ("dmarc", "pass") and property_domain(result, "header.from") == domain
