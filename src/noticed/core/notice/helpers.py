"""Who is named in a notice to help the reader, and is no party to it: lawyers, translators, carriers. Never raises.

A letter to one of them would be a letter to a stranger.
"""

from noticed.core.notice.page import Page
from noticed.core.notice.sheet import Sheet

_ANNOUNCES = (":", "：")
_BLOCK = 5
"""Lines between an announcement and an address, at most."""
_NEAR = 25
"""Characters before a name in which "the complaint of" makes it the owner's all the same."""
_REACH = 120
"""Characters before a name in which its sentence may say what he is for."""


def is_for_other_things(sheet: Sheet, offset: int) -> bool:
    """Whether the sentence up to a name or an address, or the one that announces their block, says what else they are
    for: "for legal help contact (…)". One that speaks of the complaint or of its owner does not."""
    start = max(sheet.page.sentence(offset)[0], offset - _REACH)
    if _helps(sheet, start, offset):
        return True
    page = sheet.page
    line = page.lines[_announcing(page, page.line_at(offset))]
    start = page.sentence(line.start)[0]
    start = max(start, page.text.rfind("\n\n", start, line.start))
    return line.start >= sheet.body and _helps(sheet, start, line.end)


def _helps(sheet: Sheet, start: int, end: int) -> bool:
    if not any(sheet.says(v.owner.helpers, start, end) for v in sheet.voices):
        return False
    told = any(sheet.says(v.answer.claims, max(start, end - _NEAR), end) for v in sheet.voices)
    return not told and not any(sheet.says(v.owner.words, start, end) for v in sheet.voices)


def _announcing(page: Page, last: int) -> int:
    """The line that announces the block of ``last``, right above it or one blank line apart; 0: none does."""
    number = last - 1
    while number > 0 and last - number < _BLOCK and page.line_text(number).strip():
        if page.line_text(number).rstrip().endswith(_ANNOUNCES):
            return number
        number -= 1
    above = max(number - 1, 0)
    return above if page.line_text(above).rstrip().endswith(_ANNOUNCES) else 0
