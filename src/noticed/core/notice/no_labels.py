"""What looks like a label and is none: whom a letter greets, the end of a sentence or of a name. Never raises."""

import re
from collections.abc import Collection

from noticed.core.notice.hits import Hit
from noticed.core.notice.page import Page

MARKS = " \t-–—•*>"
"""What may stand before a label of one or two letters (To, A, An): they only begin lines."""
DASHES = frozenset({"-", "–", "—"})


def is_greeted(page: Page, hit: Hit, greeted: Collection[str]) -> bool:
    """Whether a label is whom the letter greets: "Dear Seller: your product …"."""
    low = page.lines[page.line_at(hit.start)].start
    return hit.base == "ignore" and low < hit.start and page.folded[low : hit.start].lstrip() in greeted


def ends_sentence(folded: str, start: int, separator: re.Match[str], key: str) -> bool:
    """Whether a label only ends a sentence: a name's over a list, "You need the consent of the rights owner:", any in a
    question, "How do I write to the rights owner?", or before a dash that no mark parts from what stands before:
    三款产品——B0…."""
    if separator[0] == "?":
        return bool(folded[:start].strip(MARKS))
    if separator[0] == "--" and folded[start - 1 : start].isalnum():
        return True
    return key == "owner" and len(folded[:start].split()) > 2 and not folded[separator.end() :].strip()


def ends_name(before: str, separator: str) -> bool:
    """Whether a word for a company ends the name of one, before a dash: "Oak Craft Company — ip@…", 甲公司 - ip@…"""
    words = before.split()
    if before[-1:] >= "\u2e80":
        return separator.strip() in DASHES
    return bool(words) and before[-1:].isspace() and words[-1][0].isupper() and separator.strip() in DASHES
