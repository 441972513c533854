"""Addresses in brackets right behind a name: "Oak Ltd (ip@…)". Never raises."""

import re

from noticed.core.notice.capitals import capitals
from noticed.core.notice.fold import fold
from noticed.core.notice.letters import is_of_readers_letter
from noticed.core.notice.ordinary import titles
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_OPENED = re.compile(r"(?<![\w.&'’-])([\w.&'’-]{1,41})\s?[(（<［\[]\s?[^\d@()（）<>]{0,25}$")
"""A word and a bracket that is still open."""
_ELIDED = re.compile(r"\A[dl]['’](?=\w)")
"""An article that is elided before a name: "d'Ormont"."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_CLOSED = re.compile(r"[\s)>\]）>］,，]{0,4}")
_COLON = re.compile(r"[:：]\s")
_CLAUSE = re.compile(r"[,;，；、](?=\s|[\u2e80-\uffff])")
_TITLE = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,6})\.\s{0,3}\Z")
_SHORT = 12
"""Characters of a title, its stop and its blanks, at most."""
_CLOSE = 2
"""Words before one for an agent that say whose he is."""
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


def is_the_readers(sheet: Sheet, address: Address) -> bool:
    """Whether it is of somebody on the reader's side."""
    own = is_of_readers_letter(sheet, address.start)
    return own or _is_of_the_readers_agent(sheet, address) or _is_of_the_readers_people(sheet, address)


def _is_of_the_readers_agent(sheet: Sheet, address: Address) -> bool:
    """Whether it is of who acts for the reader: "your lawyer Ann Oak (ann@…) wrote to us"."""
    low = _opening(sheet, address)
    end = readers_agent(sheet, max(low, address.start - _REACH), address.start)
    return end is not None and not any(sheet.says(v.owner.words, end, address.start) for v in sheet.voices)


def _opening(sheet: Sheet, address: Address) -> int:
    """Where the sentence of an address begins, which a title before a name does not end: "your lawyer Dr. Oak"."""
    low, _ = sheet.page.sentence(address.start)
    before = _TITLE.search(sheet.page.folded, max(low - _SHORT, 0), low)
    titled = before is not None and before[1] in titles(sheet.dialects)
    return sheet.page.sentence(before.start(1))[0] if before and titled else low


def readers_agent(sheet: Sheet, low: int, high: int) -> int | None:
    """Where the last word for an agent in a stretch ends, if it is one of the reader's: "your lawyer"."""
    found = (each.span() for v in sheet.voices for each in v.owner.agents.between(sheet.page.folded, low, high))
    last = max(found, default=None)
    return last[1] if last and is_yours(sheet, low, last[0]) else None


def _is_of_the_readers_people(sheet: Sheet, address: Address) -> bool:
    """Whether it is of who sells to the reader or works with him: "the invoice of Oak Ltd (sales@…)", "your colleague
    Ann Oak (ann@…)"."""
    low = max(_opening(sheet, address), address.start - _NEAR)
    clause = max((end.end() for end in _CLAUSE.finditer(sheet.page.folded, low, address.start)), default=low)
    signs = (
        found for v in sheet.voices for found in v.owner.suppliers.between(sheet.page.folded, clause, address.start)
    )
    last = max((found.end() for found in signs), default=None)
    if last is None:
        return stands_by_a_name(sheet, address) and _sells(sheet, address)
    return not any(sheet.says(v.owner.words, last, address.start) for v in sheet.voices)


def _sells(sheet: Sheet, address: Address) -> bool:
    """Whether what follows a name and its address in brackets says that he sells: "…), from whom you buy"."""
    behind = _CLOSED.match(sheet.page.text, address.end)
    start = behind.end() if behind else address.end
    found = (
        f.start() for v in sheet.voices for f in v.owner.suppliers.between(sheet.page.folded, start, start + _NEAR)
    )
    return any(not _WORD.search(sheet.page.text, start, place) for place in found)


def is_yours(sheet: Sheet, low: int, end: int) -> bool:
    """Whether the words right before ``end`` say that something is the reader's. One that may mean another's, too, says
    so where a sentence begins, or with a capital, and only in a text that has no clear word for it."""
    yours = {fold(word) for voice in sheet.voices for word in voice.names.yours}
    doubtful = {fold(word) for voice in sheet.voices for word in voice.names.theirs}
    low = max(low, max((mark.end() for mark in _COLON.finditer(sheet.page.text, low, end)), default=low))
    words = list(_WORD.finditer(sheet.page.text, low, end))
    for place, word in enumerate(words[-_CLOSE:], max(len(words) - _CLOSE, 0)):
        folded = fold(word[0])
        if folded in doubtful:
            clear = (yours - doubtful).isdisjoint(_WORD.findall(sheet.page.folded))
            return clear and (word[0][0].isupper() or place <= 1)
        if folded in yours:
            return True
    return False
