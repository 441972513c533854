"""Where a message says what it is not about ("no rights owner is involved"), or only what its rules are. Never
raises."""

import re
from collections.abc import Iterable

from noticed.core.notice.sheet import Sheet

_CLAUSE = re.compile(r"[,;:，；：、]")
_ITEM = 3
"""Words of an item of a list, at most: "not about trademarks, patents or copyright"."""


def at_issue(sheet: Sheet, matches: Iterable[re.Match[str]]) -> bool:
    """Whether one of ``matches`` stands in no clause that says what the message is not about, and in no rule."""
    found = list(matches)
    voices, folded = (sheet.voices if found else ()), sheet.page.folded
    spans = [_clause(sheet, said) for voice in voices for said in voice.notice.disclaims.matches(folded)]
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
