"""What was done to the goods, guessed from its parts where no phrase says it: a word for them and a verb in one clause.

Any noun of one list stands for any other, and so does any verb: "the item was delisted", "we had to suppress your
ASIN". A denial, a modal verb or a condition makes of what was done what may be.
"""

import re
from collections.abc import Iterator
from enum import Enum

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.model import NoticeAction
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.said_of import (
    CLAUSE,
    NEAR,
    SUBJECT,
    clause,
    content_before,
    named_by,
    nouns_before,
    nouns_of,
    own,
    own_nouns,
    spoken_of,
)
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.words import DeedWords

_LISTED = 30
"""Characters behind a colon in which stands what was removed: "removed: two pictures"."""


class _Said(Enum):
    """What a verb says of the goods, and what counts before what: a listing that stays was not removed; what may happen
    to others is said beside what was done to this one."""

    CONTENT = 1
    PART = 2
    """The same, if it stays."""
    STAYS = 3
    TAKEN = 4
    AHEAD = 5
    KEPT = 6
    """The same as STAYS, of nothing that has a word …"""
    LOOSE = 7
    """… and as TAKEN: "your soap (B0…) is not genuine. So nobody can buy it any more"."""


_ACTIONS = {
    _Said.CONTENT: NoticeAction.CONTENT_REMOVED,
    _Said.PART: NoticeAction.CONTENT_REMOVED,
    _Said.STAYS: NoticeAction.LISTING_AT_RISK,
    _Said.TAKEN: NoticeAction.LISTING_REMOVED,
    _Said.AHEAD: NoticeAction.LISTING_AT_RISK,
    _Said.KEPT: NoticeAction.LISTING_AT_RISK,
    _Said.LOOSE: NoticeAction.LISTING_REMOVED,
}


def deed(sheet: Sheet, dialect: Dialect, *, ahead: bool, loose: bool = False) -> tuple[NoticeAction, int] | None:
    """What a notice says of the goods, and where; ``ahead``: or what is to come; ``loose``: or of what has no word."""
    found = dict(reversed(list(_deeds(sheet, dialect.deeds))))
    if _Said.STAYS not in found:
        found.pop(_Said.PART, None)
    left = {*(() if ahead else (_Said.AHEAD,)), *(() if loose else (_Said.KEPT, _Said.LOOSE))}
    told = (said for said in _ACTIONS if said in found and said not in left)
    return next(((_ACTIONS[said], found[said]) for said in told), None)


def returned(sheet: Sheet, dialect: Dialect, *, account: bool = False) -> int | None:
    """Where it says that the goods are back, for certain; ``account``: or the account."""
    places = sheet.statements(dialect.deeds.back, firmly=True, settled=True)
    things = ("goods", "content", "account") if account else ("goods", "content")
    return next((at for at in places if spoken_of(sheet, dialect.deeds, at, at) in things), None)


def _deeds(sheet: Sheet, words: DeedWords) -> Iterator[tuple[_Said, int]]:
    for verbs in (words.taken, words.taking, words.stays):
        stated = frozenset(sheet.statements(verbs)) if verbs.matches(sheet.new) else ()
        for match in verbs.matches(sheet.new):
            what = None if sheet.is_asked(match) else spoken_of(sheet, words, match.start(), match.end())
            said = _said(sheet, words, match, verbs) if what in ("goods", "content") else None
            if said is _Said.TAKEN and what == "goods" and _is_of_a_part(sheet, words, match):
                what = "content"
            if said is _Said.TAKEN and match.start() in stated:
                yield (said if what == "goods" else _Said.CONTENT), match.start()
            elif said is not None and said is not _Said.TAKEN and what == "goods":
                yield said, match.start()
            elif what is None and match.start() in stated and verbs is not words.taking:
                yield from _loose(sheet, words, match, verbs)


def _said(sheet: Sheet, words: DeedWords, match: re.Match[str], verbs: Phrases) -> _Said:
    """What one verb says of a listing."""
    if verbs is words.stays:
        return _Said.AHEAD if sheet.is_denied(match) else _Said.STAYS
    no_longer = sheet.says(sheet.dialect.words.denials, *match.span())
    if not no_longer and sheet.is_denied(match):
        return _Said.STAYS
    low, high = own(sheet, match)
    around = ((low, match.start()), (match.end(), high)) if no_longer else ((low, high),)
    if any(sheet.says(words.will, *each) for each in around) or (not no_longer and sheet.says(words.may, low, high)):
        return _Said.AHEAD
    return _Said.AHEAD if verbs is words.taking and not sheet.says(words.had, low, high) else _Said.TAKEN


def _loose(sheet: Sheet, words: DeedWords, match: re.Match[str], verbs: Phrases) -> Iterator[tuple[_Said, int]]:
    """A verb said of nothing: behind a sentence that first speaks of a part of a listing, of that, if it stays; where
    nothing else says anything, of the listing, if it is not said of a complaint, of money, of goods in a warehouse."""
    first, last = sheet.page.sentence(match.start())
    said = _said(sheet, words, match, verbs)
    if said is _Said.TAKEN and nouns_before(sheet, words, first)[:1] == ["content"]:
        yield _Said.PART, match.start()
    notice, claims = sheet.dialect.notice, sheet.dialect.answer.claims
    if said not in (_Said.TAKEN, _Said.STAYS) or first < sheet.body:
        return
    others = any(sheet.says(each, first, last) for each in (notice.stock, notice.payouts, notice.cases))
    why = any(sheet.says(each, first, match.start()) for each in (notice.pulled, words.since))
    if not others and (why or not sheet.says(claims, first, last)):
        yield (_Said.LOOSE if said is _Said.TAKEN else _Said.KEPT), match.start()


def _is_of_a_part(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether its clause only says where, and the first noun of its sentence is a part of a page: "the photos are his,
    so they are no longer shown on the product page"."""
    low, high = clause(sheet, match.start(), match.end(), SUBJECT)
    first, _ = sheet.page.sentence(match.start())
    if not sheet.says(words.placed, low, high) or own_nouns(sheet, words, low, high):
        return False
    return own_nouns(sheet, words, first, match.start())[:1] == ["content"]


def of_content(sheet: Sheet, words: DeedWords, phrases: Phrases) -> int | None:
    """Where what is said of a listing is said of a part of its page, every time: "the video is no longer shown"."""
    stated = frozenset(sheet.statements(phrases))
    found = [match for match in phrases.matches(sheet.new) if match.start() in stated]
    return found[0].start() if found and all(_is_part(sheet, words, match) for match in found) else None


def is_of_whole(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether its last clause speaks of the listing alone, or its first one with a verb in it: "the picture shows your
    logo, so we removed the offer", "we removed the offer, as the picture shows it"; or it begins with what the listing
    only has: "the offer with these pictures was removed"."""
    folded, (start, end) = sheet.page.folded, match.span()
    low = max(sheet.page.sentence(start)[0], start - NEAR)
    if any(at.start() <= start < at.end() for at in words.along.between(folded, low, end)):
        return True
    marks = [mark.span() for mark in CLAUSE.finditer(folded, start, end)]
    marks = sorted([*marks, *(at.span() for at in words.since.between(folded, start, end))])
    if not marks:
        return False
    first, last = (clause(sheet, start, start)[0], marks[0][0]), (marks[-1][1], clause(sheet, end, end)[1])
    if _is_whole(sheet, words, *last) and not _is_spared(sheet, words, *last):
        return True
    listed = folded[marks[0][0]] in ":：" and sheet.says(words.content, marks[0][1], marks[0][1] + _LISTED)
    return not listed and sheet.says(words.taken, start, marks[0][0]) and _is_whole(sheet, words, *first)


def _is_spared(sheet: Sheet, words: DeedWords, low: int, high: int) -> bool:
    """Whether a clause only says that it was not the listing: "the picture was removed, not your offer"."""
    said = sheet.page.folded[low:high].lstrip()
    return sheet.dialect.words.denials.begins(said) and not sheet.says(words.taken, low, high)


def _is_whole(sheet: Sheet, words: DeedWords, low: int, high: int) -> bool:
    """Whether a clause speaks of the listing alone."""
    return not sheet.says(words.placed, low, high) and {n for _, n in nouns_of(sheet, words, low, high)} == {"goods"}


def _is_part(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether it is said of a part of a page; a noun within it says more than those around, but for where that is."""
    lasts = min((at.start() for at in words.until.between(sheet.page.folded, *match.span())), default=match.end())
    if own := own_nouns(sheet, words, match.start(), lasts):
        return own[0] == "content"
    if _is_of_a_part(sheet, words, match):
        return True
    first, _ = sheet.page.sentence(match.start())
    line = sheet.page.folded.rfind("\n", first, match.start()) + 1
    near = nouns_of(sheet, words, max(first, line, match.start() - NEAR), match.start())[-1:]
    named = named_by(sheet, words, match.start(), lasts) or [noun for _, noun in near]
    return "content" in (named or content_before(sheet, words, first))
