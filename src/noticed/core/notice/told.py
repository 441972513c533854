"""That somebody told Amazon of goods that infringe, whoever that is called: a finding of Amazon's own has nobody who
did. Never raises."""

import re

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.sheet import Sheet

_TELLER = 90
"""Characters before "told us" in which stands who did."""


def told(sheet: Sheet, *, of_anything: bool = False) -> int | None:
    """Where a sentence says that somebody told Amazon, or says, that something infringes a right; ``of_anything``: or
    that something else is wrong with the goods."""
    for voice in sheet.voices:
        if not voice.notice.told.matches(sheet.new):
            continue
        places = frozenset(sheet.statements(voice.notice.told, firmly=True))
        for match in voice.notice.told.matches(sheet.new):
            about = _is_of_a_right(sheet, voice, match) or (of_anything and not _is_outside(sheet, voice, match))
            if match.start() in places and about and not _is_elses(sheet, voice, match):
                return match.start()
    return None


def _is_of_a_right(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether its sentence has a word for what a complaint is about."""
    rules = (rule for rule in dialect.kinds if rule.name is NoticeKind.COMPLAINT)
    return any(sheet.says(rule.also, *sheet.page.sentence(match.start())) for rule in rules)


def _is_outside(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether its sentence names a laboratory, the customs or the like: what they tell is of no right."""
    return sheet.says(dialect.owner.outsiders, *sheet.page.sentence(match.start()))


def _is_elses(sheet: Sheet, dialect: Dialect, match: re.Match[str]) -> bool:
    """Whether a buyer, the reader or Amazon itself says so."""
    low = max(sheet.page.sentence(match.start())[0], match.start() - _TELLER)
    return sheet.says(dialect.notice.untold, low, match.end())
