"""What a verb of a notice is said of, by the words around it: a listing, a part of its page, or the account.

Never raises.
"""

import re
from collections.abc import Sequence

from noticed.core.notice.clauses import coordinating
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.words import DeedWords

NEAR = 80
"""Characters between a verb and the word for what it is done to, at most."""
SUBJECT = 160
"""Characters before one in which its clause may begin with what it is done to."""
_BEFORE = 240
"""Characters of the sentence before in which that may stand."""
CLAUSE = re.compile(r"[,;:，；：、\n]")


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
    named = named_by(sheet, words, start, end)
    first, last = sheet.page.sentence(start)
    if not named:
        near = max(first, start - NEAR), start
        before = own_nouns(sheet, words, *near) or [noun for _, noun in nouns_of(sheet, words, *near)]
        behind = [noun for _, noun in nouns_of(sheet, words, end, min(last, end + NEAR))]
        named = before[-1:] or behind[:1] or content_before(sheet, words, first)
        named = named or _meant(sheet, words, start, end)
    return next((noun for noun in ("content", "goods", "account") if noun in named), None)


def named_by(sheet: Sheet, words: DeedWords, start: int, end: int) -> list[str]:
    """The nouns of a clause that a verb may be said of."""
    low, high = clause(sheet, start, end, SUBJECT)
    within, before = nouns_of(sheet, words, start, end), nouns_of(sheet, words, low, start)
    if len(before) > 1 and _lasts(sheet, words, (low, *(at for at, _ in before[:2]))):
        before = before[1:]  # "until the text is corrected the offer is hidden"
    found = [noun for _, noun in nouns_of(sheet, words, end, high)]
    own = own_nouns(sheet, words, end, high)
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


def content_before(sheet: Sheet, words: DeedWords, first: int) -> list[str]:
    """The part of a page of which alone the sentence before speaks: "the clip uses my song. We took it down"."""
    nouns = nouns_before(sheet, words, first)
    return nouns[:1] if {*nouns} == {"content"} else []


def _meant(sheet: Sheet, words: DeedWords, start: int, end: int) -> list[str]:
    """What a pronoun close to a verb stands for: "a report came in about your product. It is offline"."""
    first, _ = sheet.page.sentence(start)
    low, high = clause(sheet, start, end)
    nouns = nouns_before(sheet, words, first)
    return nouns if nouns and sheet.says(sheet.dialect.answer.pronouns, low, high) else []


def nouns_before(sheet: Sheet, words: DeedWords, first: int) -> list[str]:
    """The nouns of the sentence before the one that begins at ``first``."""
    start, end = sheet.page.sentence(first - 1) if first else (0, 0)
    return own_nouns(sheet, words, max(start, end - _BEFORE), end)


def clause(sheet: Sheet, start: int, end: int, before: int = NEAR) -> tuple[int, int]:
    """The clause around a stretch, no farther than a noun may be, up to the reason or the time limit behind it."""
    first, last = sheet.page.sentence(start)
    low, high = max(first, start - before), min(last, end + NEAR)
    folded, deeds = sheet.page.folded, sheet.dialect.deeds
    for mark in CLAUSE.finditer(folded, low, start):
        low = mark.end()
    joints = (*deeds.since.between(folded, end, high), *deeds.until.between(folded, end, high))
    marks = (*CLAUSE.finditer(folded, end, high), *joints)
    return low, min((mark.start() for mark in marks), default=high)


def own_nouns(sheet: Sheet, words: DeedWords, low: int, high: int) -> list[str]:
    """The nouns of a stretch that are not only the place of something else: "the banner on your page"."""
    found = nouns_of(sheet, words, low, high)
    placed = [at.span() for at in words.placed.between(sheet.page.folded, low, high)] if found else []
    return [noun for at, noun in found if not any(start <= at < end for start, end in placed)]


def nouns_of(sheet: Sheet, words: DeedWords, low: int, high: int) -> list[tuple[int, str]]:
    """The nouns of a stretch in order, but what a listing only has: "the offer with these pictures"."""
    lists = {"content": words.content, "goods": words.goods, "account": words.account}
    folded = sheet.page.folded
    found = sorted((match.start(), name) for name, each in lists.items() for match in each.between(folded, low, high))
    had = [at.span() for at in words.along.between(folded, low, high)] if found else []
    return [(at, name) for at, name in found if not any(start <= at < end for start, end in had)]
