"""Who is named in a notice and is no party to it: lawyers, laboratories, carriers, courts. Never raises.

A letter to one of them would be a letter to a stranger.
"""

import re

from noticed.core.notice.brand import brand_of
from noticed.core.notice.capitals import capitals
from noticed.core.notice.hits import Hit
from noticed.core.notice.namesakes import reports
from noticed.core.notice.page import Page
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet

_ANNOUNCES = (":", "：")
_WORD = re.compile(r"[^\W\d_]+")
_FAR = 12
"""Words between one for somebody else and his address, at most: a name, a place, another address."""
_STOP = re.compile(r"[.:。：]\s")
_SUBJECT = 6
"""Words between an address and what is said of its owner, at most."""
_CLOSE = 3
"""Words between what says so and an address, at most."""
_ENTRY = re.compile(r"^[ \t]{0,9}(?:[-–—•*·]|\d{1,2}[.)]\s|[^:：@\n]{1,60}[:：])", re.MULTILINE)
_BLOCK = 5
"""Lines between an announcement and an address, at most."""
_BEHIND = 60
"""Characters behind an address in which it is said that its owner is no party."""
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


def is_outside(sheet: Sheet, address: Address) -> bool:
    """Whether an address is of somebody who has no part in the complaint."""
    start, end = address.start, address.end
    if is_for_other_things(sheet, start) or _is_uninvolved(sheet, start, end):
        return True
    return _is_of_an_outsider(sheet, start) and not _is_under_owner(sheet, start)


def _is_uninvolved(sheet: Sheet, offset: int, end: int) -> bool:
    """Whether what is right behind an address says that its owner is no party ("is not involved"), or what is right
    before it that nobody is to write there ("do not contact ip@…")."""
    page = sheet.page
    behind = min(end + _BEHIND, page.sentence(offset)[1], page.lines[page.line_at(offset)].end)
    said = (m.start() for v in sheet.voices for m in v.owner.uninvolved.between(page.folded, end, behind))
    return any(_is_said_of_it(sheet, end, place) for place in said) or _is_unasked(sheet, offset)


def _is_said_of_it(sheet: Sheet, start: int, end: int) -> bool:
    """Whether what parts an address from words behind it names nobody else: "write to ip@…; Amazon is no party", "; the
    artist has no say"."""
    between = sheet.page.folded[start:end]
    words = _WORD.findall(between)
    others = any(map(brand_of(sheet.dialects).is_all, words))
    others = others or any(sheet.says(voice.owner.makers, start, end) for voice in sheet.voices)
    return len(words) <= _SUBJECT and not others and _STOP.search(between) is None


def _is_of_an_outsider(sheet: Sheet, offset: int) -> bool:
    """Whether of the words for people in the entry or sentence before an address the last is one for somebody who
    complains of nothing ("the laboratory Dunmore (desk@…)"), unless it says that he does."""
    page, entry = sheet.page, _entry(sheet, offset)
    low, high = page.sentence(offset)
    start = max(entry, offset - _REACH)
    ends = (m.end() for v in sheet.voices for m in v.owner.outsiders.between(page.folded, start, offset))
    last = max((end for end in ends if not _is_named(sheet, end)), default=-1)
    if last < 0 or len(_WORD.findall(page.text, last, offset)) > _FAR:
        return False
    if reports(sheet, page.folded[entry : high if entry == low else page.lines[page.line_at(offset)].end]):
        return False
    parties = (words for v in sheet.voices for words in (v.owner.words, v.owner.agents, v.owner.behalf))
    return not any(sheet.says(words, last, offset) for words in parties)


def _is_under_owner(sheet: Sheet, offset: int) -> bool:
    """Whether a label for the complainant, or for who acts for him, covers it; one for contacts only its first line."""
    line = sheet.page.line_at(offset)
    covering = [hit for hit in sheet.hits if hit.value <= offset < hit.end]
    first = (hit.base == "contact" and sheet.page.line_at(_value(sheet, hit)) == line for hit in covering)
    return any(hit.base in {"owner", "owner_email", "agent"} for hit in covering) or any(first)


def _value(sheet: Sheet, hit: Hit) -> int:
    """Where the value of a label begins, behind blanks and line ends."""
    text = sheet.page.text[hit.value : hit.end]
    return hit.value + len(text) - len(text.lstrip())


def _is_named(sheet: Sheet, end: int) -> bool:
    """Whether a legal form follows a word at once, which is a part of the firm's name then: "Oak Laboratories Ltd"."""
    place = end + sheet.page.text.startswith(" ", end)
    return capitals(sheet.dialects).company.match(sheet.page.text, place) is not None


def _is_unasked(sheet: Sheet, offset: int) -> bool:
    """Whether the words right before an address say that nobody is to write there: "do not contact ip@…"."""
    page = sheet.page
    low = max(page.sentence(offset)[0], offset - _REACH)
    ends = (m.end() for v in sheet.voices for m in v.owner.unasked.between(page.folded, low, offset))
    last = max(ends, default=-1)
    if last < 0 or any(sheet.says(v.owner.words, last, offset) for v in sheet.voices):
        return False
    return len(_WORD.findall(page.text, last, offset)) <= _CLOSE


def _entry(sheet: Sheet, offset: int) -> int:
    """Where what stands with an address on its line begins: the sentence, the line where a label or a mark opens it."""
    page = sheet.page
    line = page.lines[page.line_at(offset)]
    start = page.sentence(offset)[0]
    labelled = any(line.start <= hit.start < offset for hit in sheet.hits)
    return max(start, line.start) if labelled or _ENTRY.match(page.text, line.start, offset) else start


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
