"""What was done to the goods, guessed from its parts where no phrase says it: a word for them and a verb in one clause.

Any noun of one list stands for any other, and so does any verb: "the item was delisted", "we had to suppress your
ASIN". A denial, a modal verb or a condition makes of what was done what may be; of an account only is guessed that it
may not sell.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.model import NoticeAction
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.sheet import Sheet, coordinating
from noticed.core.notice.words import DeedWords

_NEAR = 80
"""Characters between a verb and the word for what it is done to, at most."""
_ASIDE = re.compile(r"[(（]")
_OBJECT = 25
"""Characters between a verb and what is not to be sold, at most."""
_ASIN = re.compile(r"\bb0[a-z0-9]{8}\b")
_CLAUSE = re.compile(r"[,;:，；：、\n]")


class _Said(Enum):
    """What a verb says of the goods, and what counts before what: a listing that stays was not removed; what may happen
    to others is said beside what was done to this one."""

    CONTENT = 1
    STAYS = 2
    TAKEN = 3
    AHEAD = 4


_ACTIONS = {
    _Said.CONTENT: NoticeAction.CONTENT_REMOVED,
    _Said.STAYS: NoticeAction.LISTING_AT_RISK,
    _Said.TAKEN: NoticeAction.LISTING_REMOVED,
    _Said.AHEAD: NoticeAction.LISTING_AT_RISK,
}


def deed(sheet: Sheet, dialect: Dialect) -> tuple[NoticeAction, int] | None:
    """What a notice says of the goods, and where."""
    found = dict(reversed(list(_deeds(sheet, dialect.deeds))))
    return next(((action, found[said]) for said, action in _ACTIONS.items() if said in found), None)


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
    low, high = _clause(sheet, match.start(), match.end())
    if _is_certain(sheet, words, match):
        return False
    if not nouns:
        return True
    placed = [found.span() for found in words.placed.between(sheet.page.folded, low, high)]
    if not all(_stands_free(sheet, each, (low, high), placed) for each in nouns):
        return False
    folded, own = sheet.page.folded, (words.selling, words.business)
    selling = [found.span() for each in own for found in each.between(folded, low, high)]
    others = (at.start() for each in (words.goods, words.content) for at in each.between(folded, low, high))
    return all(any(start <= at < end for start, end in selling) for at in others)


def _stands_free(sheet: Sheet, nouns: Phrases, stretch: tuple[int, int], placed: Sequence[tuple[int, int]]) -> bool:
    """Whether a noun stands in a stretch but not only as the place of something else."""
    found = nouns.between(sheet.page.folded, *stretch)
    return any(not any(low <= match.start() < high for low, high in placed) for match in found)


def is_of_listing(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether what is said is said of a certain listing, and of no account: "you can no longer sell this item"."""
    placed = [found.span() for found in words.placed.between(sheet.page.folded, *match.span())]
    return _is_certain(sheet, words, match) and not _stands_free(sheet, words.account, match.span(), placed)


def _is_certain(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether it is said of a certain listing: close before a verb, or close behind it and not in brackets."""
    low, high = _clause(sheet, match.start(), match.end())
    low, high = max(low, match.start() - _OBJECT), min(high, match.end() + _OBJECT)
    aside = _ASIDE.search(sheet.page.folded, match.end(), high)
    high = aside.start() if aside else high
    return sheet.says(words.certain, low, high) or _ASIN.search(sheet.page.folded, low, high) is not None


def _is_ahead(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether it is to come, or may."""
    low, high = _own(sheet, match)
    return sheet.says(words.will, low, high) or sheet.says(words.may, low, match.start())


def returned(sheet: Sheet, dialect: Dialect) -> int | None:
    """Where it says that the goods are back, for certain."""
    places = sheet.statements(dialect.deeds.back, firmly=True, settled=True)
    return next((at for at in places if spoken_of(sheet, dialect.deeds, at, at) in ("goods", "content")), None)


def _deeds(sheet: Sheet, words: DeedWords) -> Iterator[tuple[_Said, int]]:
    for verbs in (words.taken, words.taking, words.stays):
        stated = frozenset(sheet.statements(verbs)) if verbs.matches(sheet.new) else ()
        for match in verbs.matches(sheet.new):
            what = None if sheet.is_asked(match) else spoken_of(sheet, words, match.start(), match.end())
            said = _said(sheet, words, match, verbs) if what in ("goods", "content") else None
            if said is _Said.TAKEN and match.start() in stated:
                yield (said if what == "goods" else _Said.CONTENT), match.start()
            elif said is not None and said is not _Said.TAKEN and what == "goods":
                yield said, match.start()


def _said(sheet: Sheet, words: DeedWords, match: re.Match[str], verbs: Phrases) -> _Said:
    """What one verb says of a listing."""
    if verbs is words.stays:
        return _Said.STAYS
    no_longer = sheet.says(sheet.dialect.words.denials, *match.span())
    if not no_longer and sheet.is_denied(match):
        return _Said.STAYS
    low, high = _own(sheet, match)
    if sheet.says(words.will, low, high) or (sheet.says(words.may, low, high) and not no_longer):
        return _Said.AHEAD
    return _Said.AHEAD if verbs is words.taking and not sheet.says(words.had, low, high) else _Said.TAKEN


def _own(sheet: Sheet, match: re.Match[str]) -> tuple[int, int]:
    """The clause of a verb up to the words that join another to it: "was taken down and will be checked"."""
    low, high = _clause(sheet, match.start(), match.end())
    folded = sheet.page.folded
    for joint in coordinating(sheet.dialect).finditer(folded, low, match.start()):
        low = joint.end()
    behind = coordinating(sheet.dialect).search(folded, match.end(), high)
    return low, behind.start() if behind else high


def spoken_of(sheet: Sheet, words: DeedWords, start: int, end: int) -> str | None:
    """What a verb is said of ("content", "goods", "account"): a word within it, the first of its clause, or the next
    behind it; else the nearest of its sentence."""
    low, high = _clause(sheet, start, end)
    within = _nouns(sheet, words, start, end)
    before, behind = _nouns(sheet, words, low, start), _nouns(sheet, words, end, high)
    named = [noun for _, noun in (*within[:1], *before[:1], *behind[:1])]
    if not named:
        first, last = sheet.page.sentence(start)
        before = _nouns(sheet, words, max(first, start - _NEAR), start)
        behind = _nouns(sheet, words, end, min(last, end + _NEAR))
        named = [noun for _, noun in (*before[-1:], *behind[:1])]
    return next((noun for noun in ("content", "goods", "account") if noun in named), None)


def _clause(sheet: Sheet, start: int, end: int) -> tuple[int, int]:
    """The clause around a stretch, no farther than a noun may be."""
    first, last = sheet.page.sentence(start)
    low, high = max(first, start - _NEAR), min(last, end + _NEAR)
    folded = sheet.page.folded
    for mark in _CLAUSE.finditer(folded, low, start):
        low = mark.end()
    mark_behind = _CLAUSE.search(folded, end, high)
    return low, mark_behind.start() if mark_behind else high


def _nouns(sheet: Sheet, words: DeedWords, low: int, high: int) -> list[tuple[int, str]]:
    """The nouns of a stretch in order."""
    lists = {"content": words.content, "goods": words.goods, "account": words.account}
    return sorted(
        (match.start(), name) for name, each in lists.items() for match in each.between(sheet.page.folded, low, high)
    )
