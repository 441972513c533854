"""Addresses in brackets right behind a name: "Oak Ltd (ip@…)". Never raises."""

import re

from noticed.core.notice.capitals import capitals
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_OPENED = re.compile(r"(?<![\w.&'’-])([\w.&'’-]{1,41})\s?[(（<［\[]\s?[^\d@()（）<>]{0,25}$")
"""A word and a bracket that is still open."""
_ELIDED = re.compile(r"\A[dl]['’](?=\w)")
"""An article that is elided before a name: "d'Ormont"."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEAR = 60
"""Characters before an address in which a name stands …"""
_REACH = 120
"""… and a right with it."""


def stands_by_a_name(sheet: Sheet, address: Address) -> bool:
    """``Oak Ltd (ip@…)``: in brackets right behind a name."""
    before = sheet.page.text[max(address.start - _NEAR, 0) : address.start]
    opened = _OPENED.search(before)
    if opened is None:
        return False
    word = _ELIDED.sub("", opened[1]) or opened[1]
    return word[0].isupper() or word[0] >= "\u2e80" or capitals(sheet.dialects).company.fullmatch(word) is not None


def is_of_a_right(sheet: Sheet, address: Address) -> bool:
    """Whether a right is said to be of whose address it is: "the mark 017 331 204 of Oak Ltd (ip@…)". Other words
    between the two may make it a supplier's: "the mark is not on the invoice of Oak Ltd (…)"."""
    low, _ = sheet.page.sentence(address.start)
    before = max(low, address.start - _REACH)
    rights = [end for _, end, _ in types_in(sheet.page.folded[before : address.start], sheet.voices)]
    if not rights or not stands_by_a_name(sheet, address):
        return False
    between = sheet.page.text[before + rights[-1] : address.start]
    small = {word for word in _WORD.findall(between) if word[0].islower()}
    return small <= capitals(sheet.dialects).joining
