"""What only stands behind a link, written beside what the link shows. Never raises."""

import re
from collections.abc import Iterable

from noticed.core.notice.fields import ASIN

_PRODUCT = re.compile(r"/(?:dp|gp/product)/(B0[A-Z0-9]{8})(?![A-Z0-9])")
"""The product that a link leads to."""
_MAX_WORDS = 40


def with_targets(text: str, links: Iterable[tuple[str, str]]) -> str:
    """``text`` with the addresses of its links, and with their products where it names none itself; where a link shows
    a name that sentences use too, behind the one that is a label's value."""
    named = ASIN.search(text) is not None
    for shown, target in links:
        address = re.match(r"mailto:\s{0,3}([^?\s<>]{3,254})", target, re.IGNORECASE)
        product = None if named else _PRODUCT.search(target)
        hidden = f"<{address[1]}>" if address else f"({product[1]})" if product else ""
        if hidden and shown.strip() and "@" not in shown and hidden[1:-1].lower() not in text.lower():
            words = r"\s{1,3}".join(re.escape(word) for word in shown.split()[:_MAX_WORDS])
            found = re.search(rf"(?<=[:：\t])\s?{words}(?=[ ]?$)", text, re.MULTILINE) or re.search(words, text)
            text = f"{text[: found.end()]} {hidden}{text[found.end() :]}" if found else text
    return text
