"""Where a message says what it is not about ("no rights owner is involved"), that nobody complained, or only what its
rules are. Never raises."""

import re
from collections.abc import Iterable

from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.sheet import Sheet

_CLAUSE = re.compile(r"[,;:，；：、]")
_ITEM = 3
"""Words of an item of a list, at most: "not about trademarks, patents or copyright"."""
_OWNER = frozenset({"owner", "owner_email"})


def nobody_complained(sheet: Sheet) -> int | None:
    """Where a message says that nobody complained; where a complaint has its number or its owner a label, that is said
    of another listing or of another time."""
    said = (match.start() for voice in sheet.voices for match in voice.notice.nobody.finditer(sheet.new))
    first = min(said, default=None)
    if first is None or complaint_ids(sheet) or any(hit.base in _OWNER for hit in sheet.hits):
        return None
    return first


def at_issue(sheet: Sheet, matches: Iterable[re.Match[str]]) -> bool:
    """Whether one of ``matches`` stands in no clause that says what the message is not about, and in no rule; "is not
    available because a rights owner" is no such clause."""
    found = list(matches)
    voices, folded = (sheet.voices if found else ()), sheet.page.folded
    said = ((voice, match) for voice in voices for match in voice.notice.disclaims.matches(folded))
    spans = [_clause(sheet, match) for voice, match in said if not sheet.says(voice.deeds.since, *match.span())]
    spans += [said.span() for voice in voices for said in voice.notice.rulebook.matches(folded)]
    return any(not any(low <= match.start() < high for low, high in spans) for match in found)


def _clause(sheet: Sheet, said: re.Match[str]) -> tuple[int, int]:
    """The clause of a disclaimer, with the list it ends in."""
    start, end = sheet.page.sentence(said.start())
    low = start + max((mark.end() for mark in _CLAUSE.finditer(sheet.page.folded[start : said.start()])), default=0)
    marks = [mark.start() for mark in _CLAUSE.finditer(sheet.page.folded, said.end(), max(end, said.end()))]
    high, *others = *marks, max(end, said.end())
    for other in others:
        if len(sheet.page.folded[high + 1 : other].split()) > _ITEM:
            break
        high = other
    return low, high
