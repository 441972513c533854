"""What makes of a statement a condition, a wish or a need: "once the owner withdraws it", "we need: - a retraction".

Never raises.
"""

import re
from collections.abc import Iterable

from noticed.core.notice.clauses import denials, last_clause, own_part
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.page import Page
from noticed.core.notice.phrase import Phrases

BEFORE = 200
"""Characters before a statement that may make a condition or a denial of it."""
OPENING = 60
"""Characters of a clause in which the words that it begins with stand."""
_ITEM = re.compile(r"\s*(?:[-–—•*·・●○▪]|\d{1,2}[.)]|[a-z][.)]|$)")
"""How an item of a list begins; a blank line may stand between two."""
_ITEMS = 20
"""Lines of a list that are looked at."""


def is_hedged(page: Page, dialect: Dialect, start: int, match: re.Match[str], *, settled: bool) -> bool:
    """Whether its sentence, which begins at ``start``, makes a condition of what is said, or denies it before.

    ``settled``: for what would end a case.
    """
    words, end = dialect.words, match.start()
    polite = (match.end() for match in words.polite.between(page.folded, start, end))
    low = max(start, end - BEFORE, *polite)
    if settled and _is_led_by((words.hedges, words.lasting), page, low, match):
        return True
    if not settled and words.hedges.stands(page.folded, low, end):
        return True
    if _is_inverted(page, dialect, start, end):
        return True
    clause = last_clause(page.folded[low:end])
    if settled:
        return bool(denials(page, dialect, end - len(clause), end))
    start = end - len(own_part(dialect, clause))
    reasons = (match.end() for match in words.because.between(page.folded, start, end))
    return bool(denials(page, dialect, max(start, *reasons, start), end))


def is_wanted(page: Page, dialect: Dialect, start: int, match: re.Match[str]) -> bool:
    """Whether words that only want it begin before a statement: they may be its own first ones, too."""
    words, folded = dialect.words, page.folded
    found = words.wanted.between(folded, max(start, match.start() - BEFORE), match.end())
    wanted = max((each.start() for each in found if each.start() < match.start()), default=None)
    if wanted is None:
        return False
    return all(each.end() <= wanted for each in words.polite.between(folded, start, match.start()))


def is_needed(page: Page, dialect: Dialect, offset: int) -> bool:
    """Whether it is an item of a list of what is needed: "we need one of these: - a retraction that we receive"."""
    number = last = page.line_at(offset)
    while number > 0 and last - number < _ITEMS and _ITEM.match(page.line_text(number)):
        number -= 1
    line = page.lines[number]
    return number < last and dialect.words.needed.stands(page.folded, line.start, line.end)


def _is_led_by(lists: Iterable[Phrases], page: Page, low: int, match: re.Match[str]) -> bool:
    """Whether one of these begins before it: its first words may belong to them, "before you can offer"."""
    found = (each for words in lists for each in words.between(page.folded, low, match.end()))
    return any(each.start() < match.start() for each in found)


def _is_inverted(page: Page, dialect: Dialect, start: int, end: int) -> bool:
    """Whether a sentence begins as a condition with no word for it: "Zieht sie die Beschwerde zurück, ist …"."""
    return dialect.words.inverted.begins(page.folded[start : min(end, start + OPENING)].lstrip())
