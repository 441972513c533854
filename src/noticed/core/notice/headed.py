"""Headings that say what was done: "Deactivation of your seller account" on a line of its own. Never raises."""

import re

from noticed.core.notice.clean import AROUND
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.sheet import Sheet

_STORE = re.compile(r"\s(?:[^\W\d_]{2,4}\s)?[a-z]{3,12}\.[a-z.]{2,6}")
"""Where: "on Amazon.com"."""
_STOPS = (".", "!", "?", ":", "。", "！", "？", "：")


def headed(sheet: Sheet, phrases: Phrases) -> int | None:
    """Where one of ``phrases`` is a heading, or all that stands behind a label nobody reads ("Action taken")."""
    return next((match.start() for match in phrases.matches(sheet.new) if _fills(sheet, match)), None)


def _fills(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether it fills its line, which is none of a sentence that runs over lines."""
    page = sheet.page
    number = page.line_at(match.start())
    line = page.lines[number]
    low = max(
        (hit.value for hit in sheet.hits if hit.base == "ignore" and line.start <= hit.start < line.end), default=0
    )
    before, behind = page.folded[max(low, line.start) : match.start()], page.folded[match.end() : line.end]
    store = _STORE.match(behind)
    if before.strip(AROUND) or behind[store.end() if store else 0 :].strip(AROUND):
        return False
    above = page.line_text(number - 1).strip() if number else ""
    below = page.line_text(number + 1).strip() if number + 1 < len(page.lines) else ""
    free = not above or above.endswith(_STOPS) or line.start == sheet.body or low > 0
    return free and not below[:1].islower()
