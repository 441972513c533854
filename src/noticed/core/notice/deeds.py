"""What was done to the goods, guessed from its parts where no phrase says it: a word for them and a verb in one clause.

Any noun of one list stands for any other, and so does any verb: "the item was delisted", "we had to suppress your
ASIN". A denial, a modal verb or a condition makes of what was done what may be.
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
_SUBJECT = 160
"""Characters before one in which its clause may begin with what it is done to."""
_LISTED = 30
"""Characters behind a colon in which stands what was removed: "removed: two pictures"."""
_BEFORE = 240
"""Characters of the sentence before in which that may stand."""
_CLAUSE = re.compile(r"[,;:，；：、\n]")


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


def own(sheet: Sheet, match: re.Match[str]) -> tuple[int, int]:
    """The clause of a verb up to the words that join another to it: "was taken down and will be checked"."""
    low, high = clause(sheet, match.start(), match.end())
    folded = sheet.page.folded
    for joint in coordinating(sheet.dialect).finditer(folded, low, match.start()):
        low = joint.end()
    behind = coordinating(sheet.dialect).search(folded, match.end(), high)
    return low, behind.start() if behind else high


def spoken_of(sheet: Sheet, words: DeedWords, start: int, end: int) -> str | None:
    """What a verb is said of ("content", "goods", "account"): a word within it, the first of its clause, or the next
    behind it; else the nearest of its sentence before it, else behind it; else a part of a page that the sentence
    before speaks of first, or what "it" is of which that speaks."""
    named = _named(sheet, words, start, end)
    first, last = sheet.page.sentence(start)
    if not named:
        near = max(first, start - _NEAR), start
        before = _own_nouns(sheet, words, *near) or [noun for _, noun in _nouns(sheet, words, *near)]
        behind = [noun for _, noun in _nouns(sheet, words, end, min(last, end + _NEAR))]
        named = before[-1:] or behind[:1] or _content_before(sheet, words, first)
        named = named or _meant(sheet, words, start, end)
    return next((noun for noun in ("content", "goods", "account") if noun in named), None)


def _named(sheet: Sheet, words: DeedWords, start: int, end: int) -> list[str]:
    """The nouns of a clause that a verb may be said of."""
    low, high = clause(sheet, start, end, _SUBJECT)
    within, before = _nouns(sheet, words, start, end), _nouns(sheet, words, low, start)
    if len(before) > 1 and _lasts(sheet, words, (low, *(at for at, _ in before[:2]))):
        before = before[1:]  # "until the text is corrected the offer is hidden"
    found = [noun for _, noun in _nouns(sheet, words, end, high)]
    own = _own_nouns(sheet, words, end, high)
    behind = found if found[:1] == ["account"] else own or found
    if own:
        joined = _joined(sheet, low, start, end)
        before = [each for each in before if each[0] >= joined]
    return [*(noun for _, noun in (*within[:1], *before[:1])), *behind[:1]]


def _joined(sheet: Sheet, low: int, start: int, end: int) -> int:
    """Where words join a clause with a subject of its own to the one before: "your title names a mark and we closed the
    offer", but not "the picture was reported and removed"."""
    joints = coordinating(sheet.dialect).finditer(sheet.page.folded, low, end)
    return max((joint.end() for joint in joints if joint.start() <= start != joint.end()), default=low)


def _lasts(sheet: Sheet, words: DeedWords, places: Sequence[int]) -> bool:
    """Whether the first noun of a clause is of how long something lasts: ``places`` are the clause's and two nouns'."""
    low, first, second = places
    return sheet.says(words.until, low, first) or sheet.says(words.till, first, second)


def _loose(sheet: Sheet, words: DeedWords, match: re.Match[str], verbs: Phrases) -> Iterator[tuple[_Said, int]]:
    """A verb said of nothing: behind a sentence that first speaks of a part of a listing, of that, if it stays; where
    nothing else says anything, of the listing, if it is not said of a complaint, of money, of goods in a warehouse."""
    first, last = sheet.page.sentence(match.start())
    said = _said(sheet, words, match, verbs)
    if said is _Said.TAKEN and _before(sheet, words, first)[:1] == ["content"]:
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
    low, high = clause(sheet, match.start(), match.end(), _SUBJECT)
    first, _ = sheet.page.sentence(match.start())
    if not sheet.says(words.placed, low, high) or _own_nouns(sheet, words, low, high):
        return False
    return _own_nouns(sheet, words, first, match.start())[:1] == ["content"]


def _content_before(sheet: Sheet, words: DeedWords, first: int) -> list[str]:
    """The part of a page of which alone the sentence before speaks: "the clip uses my song. We took it down"."""
    nouns = _before(sheet, words, first)
    return nouns[:1] if {*nouns} == {"content"} else []


def _meant(sheet: Sheet, words: DeedWords, start: int, end: int) -> list[str]:
    """What a pronoun close to a verb stands for: "a report came in about your product. It is offline"."""
    first, _ = sheet.page.sentence(start)
    low, high = clause(sheet, start, end)
    nouns = _before(sheet, words, first)
    return nouns if nouns and sheet.says(sheet.dialect.answer.pronouns, low, high) else []


def _before(sheet: Sheet, words: DeedWords, first: int) -> list[str]:
    """The nouns of the sentence before the one that begins at ``first``."""
    start, end = sheet.page.sentence(first - 1) if first else (0, 0)
    return _own_nouns(sheet, words, max(start, end - _BEFORE), end)


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
    low = max(sheet.page.sentence(start)[0], start - _NEAR)
    if any(at.start() <= start < at.end() for at in words.along.between(folded, low, end)):
        return True
    marks = [mark.span() for mark in _CLAUSE.finditer(folded, start, end)]
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
    return not sheet.says(words.placed, low, high) and {n for _, n in _nouns(sheet, words, low, high)} == {"goods"}


def _is_part(sheet: Sheet, words: DeedWords, match: re.Match[str]) -> bool:
    """Whether it is said of a part of a page; a noun within it says more than those around, but for where that is."""
    lasts = min((at.start() for at in words.until.between(sheet.page.folded, *match.span())), default=match.end())
    if own := _own_nouns(sheet, words, match.start(), lasts):
        return own[0] == "content"
    if _is_of_a_part(sheet, words, match):
        return True
    first, _ = sheet.page.sentence(match.start())
    line = sheet.page.folded.rfind("\n", first, match.start()) + 1
    near = _nouns(sheet, words, max(first, line, match.start() - _NEAR), match.start())[-1:]
    named = _named(sheet, words, *match.span()) or [noun for _, noun in near]
    return "content" in (named or _content_before(sheet, words, first))


def clause(sheet: Sheet, start: int, end: int, before: int = _NEAR) -> tuple[int, int]:
    """The clause around a stretch, no farther than a noun may be, up to the reason or the time limit behind it."""
    first, last = sheet.page.sentence(start)
    low, high = max(first, start - before), min(last, end + _NEAR)
    folded, deeds = sheet.page.folded, sheet.dialect.deeds
    for mark in _CLAUSE.finditer(folded, low, start):
        low = mark.end()
    joints = (*deeds.since.between(folded, end, high), *deeds.until.between(folded, end, high))
    marks = (*_CLAUSE.finditer(folded, end, high), *joints)
    return low, min((mark.start() for mark in marks), default=high)


def _own_nouns(sheet: Sheet, words: DeedWords, low: int, high: int) -> list[str]:
    """The nouns of a stretch that are not only the place of something else: "the banner on your page"."""
    found = _nouns(sheet, words, low, high)
    placed = [at.span() for at in words.placed.between(sheet.page.folded, low, high)] if found else []
    return [noun for at, noun in found if not any(start <= at < end for start, end in placed)]


def _nouns(sheet: Sheet, words: DeedWords, low: int, high: int) -> list[tuple[int, str]]:
    """The nouns of a stretch in order, but what a listing only has: "the offer with these pictures"."""
    lists = {"content": words.content, "goods": words.goods, "account": words.account}
    folded = sheet.page.folded
    found = sorted((match.start(), name) for name, each in lists.items() for match in each.between(folded, low, high))
    had = [at.span() for at in words.along.between(folded, low, high)] if found else []
    return [(at, name) for at, name in found if not any(start <= at < end for start, end in had)]
