"""What only seems to end a case: a withdrawal that is said of something else, and a complaint that is said to stand.

Never raises.
"""

import re

from noticed.core.notice.clauses import coordinating
from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.products import asins
from noticed.core.notice.sheet import Sheet

_STOP = re.compile(r"[.,;!?\n，；、。！？]")
"""Where a clause begins or ends: a name may stand in quotes, a heading before a colon."""
_DAY = re.compile(r"\d[.\s]{0,3}$")
"""What stands before a month: "on 3 May"."""
_BEFORE = 80
"""Characters of a clause before a statement, and behind it, that are looked at."""


def is_aside(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether the clause in which an ending ends says that it is another's or of something else: another seller's
    complaint, a claim of a buyer, a permission, a payout, an appeal."""
    low, high = _clause(sheet, match, match.end() - 1)
    joints = coordinating(sheet.dialect).finditer(sheet.page.folded, low, match.start())
    low = max([low, *(joint.end() for joint in joints)])
    return any(sheet.says(voice.notice.aside, low, high) for voice in sheet.voices)


def is_foreseen(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether its clause says that it may come, before it or at its end: "the owner may report it again"."""
    low, high = _clause(sheet, match, match.start())
    may = [each for voice in sheet.voices for each in voice.deeds.may.between(sheet.page.folded, low, high)]
    may = [each for each in may if not _DAY.search(sheet.page.folded[low : each.start()])]
    return any(each.start() < match.end() <= each.end() or each.end() <= match.start() for each in may)


def _clause(sheet: Sheet, match: re.Match[str], place: int) -> tuple[int, int]:
    """From the beginning of the clause of ``place`` to the end of that in which the statement ends."""
    folded, (start, end) = sheet.page.folded, sheet.page.sentence(match.start())
    start, end = max(start, match.start() - _BEFORE), min(max(end, match.end()), match.end() + _BEFORE)
    low = max([start, *(mark.end() for mark in _STOP.finditer(folded, start, place))])
    mark = _STOP.search(folded, match.end(), end)
    return low, mark.start() if mark else end


def stands(sheet: Sheet, kind: NoticeKind) -> bool:
    """Whether a complaint is said to stand, not withdrawn, in force, filed again, or a listing to stay down, in a
    message about no other complaint and listing."""
    if len(asins(sheet)) > 1 or (kind is NoticeKind.RETRACTION and len(complaint_ids(sheet)) > 1):
        return False
    retracted = kind is NoticeKind.RETRACTION
    lists = (voice.notice.stands if retracted else voice.notice.remains for voice in sheet.voices)
    return any(_is_stated(sheet, each) for each in lists)


def _is_stated(sheet: Sheet, phrases: Phrases) -> bool:
    """Whether it is stated, and of no other complaint: "that against another seller is still open"."""
    stated = frozenset(sheet.statements(phrases)) if phrases.matches(sheet.new) else ()
    found = (each for each in phrases.matches(sheet.new) if each.start() in stated)
    found = (each for each in found if not sheet.says(sheet.dialect.notice.dropped, *each.span()))
    return any(not is_aside(sheet, each) and not is_foreseen(sheet, each) for each in found)
