"""Whether the seller may sell no more: his account, his shop, all that he sells, as against one of his listings. Never
raises."""

import re
from collections.abc import Sequence

from noticed.core.notice.clauses import coordinating
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.said_of import clause, own
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.words import DeedWords

_OBJECT = 40
"""Characters between a verb and what is not to be sold, at most."""
_MODAL = 20
"""Characters behind a verb in which some languages say that it only may happen …"""
_CLAUSE = re.compile(r"[,;:，；：、]")
"""… up to the end of its clause."""
_STOP = re.compile(r"[.!?。！？\n,;:，；：、]")
_AUXILIARY = 12
"""Characters before one in which a modal verb may stand."""
_BEHIND = 3
"""Characters behind one in which a denial of it begins."""
_ASIDE = re.compile(r"[(（]")
_ASIN = re.compile(r"\bb0[a-z0-9]{8}\b")
_LISTED = re.compile(r"[:：]\s{1,9}(?:\w?[^\w\s]{1,2}\s{0,4})?b0[a-z0-9]{8}\b")
"""The first item of a list, perhaps with its bullet."""


def of_account(sheet: Sheet, phrases: Phrases) -> int | None:
    """Where it is stated of the account: of "your account shows a violation and the listing was deactivated" nothing
    is, nor of "your account may be closed", nor of "the complaint in your account was closed"."""
    places = frozenset(sheet.statements(phrases))
    for match in phrases.matches(sheet.new):
        _, end = sheet.page.sentence(match.start())
        behind = sheet.new[match.end() : min(match.end() + _MODAL, max(end, match.end()))]
        behind = coordinating(sheet.dialect).split(behind, maxsplit=1)[0]
        said = match[0] + _CLAUSE.split(behind, maxsplit=1)[0]
        if match.start() not in places or _may_be(sheet, match) or _is_of_listing(sheet, sheet.dialect.deeds, match):
            continue
        if _is_place(sheet, sheet.dialect.deeds, match) or _is_spared(sheet, match):
            continue
        if not any(voice.notice.goods.search(said) for voice in sheet.voices):
            return match.start()
    return None


def _is_spared(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether it denies what was done to the account: "it has not been deactivated"; that it is "no longer active", or
    that nothing may be sold through it, does not."""
    words, folded = sheet.dialect, sheet.page.folded
    low = max((mark.end() for mark in _CLAUSE.finditer(folded, *match.span())), default=match.start())
    verbs = (each.span() for each in words.deeds.taken.between(folded, low, match.end()))
    start, end = max(verbs, default=(low, match.end()))
    if sheet.says(words.words.denials, max(low, start - _MODAL), start):
        return True
    return any(_is_denied_at(sheet, at) for at in (end, match.end()))


def _is_denied_at(sheet: Sheet, at: int) -> bool:
    """Whether a denial begins at once behind a verb."""
    folded = sheet.page.folded
    denials = sheet.dialect.words.denials.between(folded, at, min(len(folded), at + _MODAL))
    return any(each.start() <= at + _BEHIND and not _STOP.search(folded, at, each.start()) for each in denials)


def _may_be(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether it only may happen, by a word in it or close before it; "may not sell" says what did."""
    words, start = sheet.dialect, max(sheet.page.sentence(match.start())[0], match.start() - _AUXILIARY)
    return sheet.says(words.deeds.may, start, match.end()) and not sheet.says(words.words.denials, start, match.end())


def closed(sheet: Sheet, dialect: Dialect) -> int | None:
    """Where it says that the seller sells no more: his account, selling and a verb in one clause that speaks of no
    listing; his shop and that it is shut; or that he may sell nothing."""
    words = dialect.deeds
    ways = ((words.taken, (words.account, words.selling)), (words.shut, (words.business,)), (words.barred, ()))
    found: list[int] = []
    for verbs, nouns in ways:
        told = [match for match in verbs.matches(sheet.new) if _is_of(sheet, words, match, nouns)]
        stated = frozenset(sheet.statements(verbs)) if told else ()
        found += [match.start() for match in told if match.start() in stated and not _is_ahead(sheet, words, match)]
    return min(found, default=None)


def _is_of(sheet: Sheet, words: DeedWords, match: re.Match[str], nouns: Sequence[Phrases]) -> bool:
    """Whether a verb is said of all of these, and of no listing: words for selling may be said of either."""
    low, high = clause(sheet, match.start(), match.end())
    if _is_certain(sheet, words, match):
        return False
    if not nouns:
        return True
    placed = [found.span() for found in words.placed.between(sheet.page.folded, low, high)]
    if not all(_stands_free(sheet, each, (low, high), placed) for each in nouns):
        return False
    folded = sheet.page.folded
    selling = [found.span() for each in (words.selling, words.business) for found in each.between(folded, low, high)]
    others = (at.start() for each in (words.goods, words.content) for at in each.between(folded, low, high))
    return all(any(start <= at < end for start, end in selling) for at in others)


def _stands_free(sheet: Sheet, nouns: Phrases, stretch: tuple[int, int], placed: Sequence[tuple[int, int]]) -> bool:
    """Whether a noun stands in a stretch but not only as the place of something else."""
    found = nouns.between(sheet.page.folded, *stretch)
    return any(not any(low <= match.start() < high for low, high in placed) for match in found)


def _is_of_listing(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether what is said is said of a certain listing, and of no account: "you can no longer sell this item"."""
    placed = [found.span() for found in words.placed.between(sheet.page.folded, *match.span())]
    return _is_certain(sheet, words, match) and not _stands_free(sheet, words.account, match.span(), placed)


def _is_place(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether what it begins with is where something else is: "the complaint in your account is closed"."""
    low = max(sheet.page.sentence(match.start())[0], match.start() - _OBJECT)
    placed = words.placed.between(sheet.page.folded, low, match.end())
    return any(at.start() <= match.start() < at.end() for at in placed)


def _is_certain(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether it is said of a certain listing: close before a verb, or close behind it and not in brackets, or of those
    in the list that it announces."""
    low, high = clause(sheet, match.start(), match.end())
    if sheet.page.folded[high : high + 1] in (":", "：") and _LISTED.match(sheet.page.folded, high):
        return True
    low, high = max(low, match.start() - _OBJECT), min(high, match.end() + _OBJECT)
    aside = _ASIDE.search(sheet.page.folded, match.end(), high)
    high = aside.start() if aside else high
    return sheet.says(words.certain, low, high) or _ASIN.search(sheet.page.folded, low, high) is not None


def _is_ahead(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether it is to come, or may; "may no longer sell" says what is."""
    low, high = own(sheet, match)
    may = sheet.says(words.may, low, match.start()) and not sheet.says(sheet.dialect.words.denials, *match.span())
    return may or sheet.says(words.will, low, high)
