"""What only stands behind a link, written beside what the link shows. Never raises."""

import re
from collections.abc import Iterable

from noticed.core.notice.fields import ASIN

_PRODUCT = re.compile(r"/(?:dp|gp/product)/(B0[A-Z0-9]{8})(?![A-Z0-9])")
"""The product that a link leads to."""
_ADDRESS = re.compile(r"\Amailto:\s{0,3}([^?\s<>]{3,254})", re.IGNORECASE)
"""To whom a link writes …"""
_COPY = re.compile(r"[?&]cc=([^?&\s<>,]{3,254})", re.IGNORECASE)
"""… and to whom in copy (RFC 6068)."""
_MAX_WORDS = 40


def with_targets(text: str, links: Iterable[tuple[str, str]]) -> str:
    """``text`` with the addresses of its links, and with their products where it names none itself; where a link shows
    a name that sentences use too, behind the one that is a label's value."""
    named = ASIN.search(text) is not None
    for shown, target in links:
        address = _ADDRESS.match(target)
        addresses = [address[1], *_COPY.findall(target)] if address else ()
        product = None if named else _PRODUCT.search(target)
        unsaid = [address for address in addresses if address.lower() not in text.lower()]
        hidden = " ".join(f"<{address}>" for address in unsaid)
        if product and not addresses and product[1] not in text:
            hidden = f"({product[1]})"
        if hidden and shown.strip() and "@" not in shown:
            words = r"\s{1,3}".join(re.escape(word) for word in shown.split()[:_MAX_WORDS])
            found = re.search(rf"(?<=[:：\t])\s?{words}(?=[ ]?$)", text, re.MULTILINE) or re.search(words, text)
            text = f"{text[: found.end()]} {hidden}{text[found.end() :]}" if found else text
    return text
