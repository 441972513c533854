"""Addresses among the lines of a complaint's details, behind "Write to" or below a line that announces them.

Never raises.
"""

import re

from noticed.core.notice.beside import readers_agent, stands_by_a_name
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold
from noticed.core.notice.namesakes import reports
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet

_NAMED_BEFORE = re.compile(
    r"\A[\s\-–—•*·>|]{0,8}(?:\d{1,2}[.)]\s)?(?:([^\W\d_A-Z]{1,6})\s)?[A-Z0-9\u00c0-\uffff][^@:：?!]{1,80}[,;(（<|/\t–—-]\s{0,3}"
)
"""A name and what parts it from an address, and before them on the line at most one small word: "by Oak Ltd, "."""
_BESIDE = 25
"""Letters beside an address and an id that are a label and no sentence."""
_NEAR = 3
"""Lines around an address that may be those of its complaint."""
_LABEL = re.compile(r"[\s\-–—•*·>|]{0,8}([^\W\d_][^@:：?!\n]{1,39})[:：]\s{0,3}[<(]?")
_MARKED = re.compile(r"[\s\-–—•*·>|<(]{0,9}")
_DETAILS = frozenset({"owner", "complaint_id"})
"""Labels of what only a complaint has."""
_BLOCK = 4
"""Lines around an address that may be of the same details."""


def is_in_details(sheet: Sheet, address: Address) -> bool:
    """Whether it stands alone behind a label for where to write, among the details of a complaint ("Write to: ip@…"
    above its id), or in the block that a line about the complainant's lawyers announces."""
    page = sheet.page
    line = page.lines[page.line_at(address.start)]
    before, behind = page.text[line.start : address.start], page.text[address.end : line.end]
    if line.start < sheet.body or behind.strip(" )>）.;,"):
        return False
    block = _block(sheet, page.line_at(address.start))
    label = _LABEL.fullmatch(before)
    if label and any(voice.owner.write.begins(fold(label[1])) for voice in sheet.voices):
        return any(hit.base in _DETAILS and hit.strong and page.line_at(hit.start) in block for hit in sheet.hits)
    return _MARKED.fullmatch(before) is not None and _is_of_lawyers(sheet, block.start)


def is_listed(sheet: Sheet, address: Address) -> bool:
    """Whether it stands among the lines of a complaint: beside its id, or as "- Oak Ltd, ip@…" with the id or the
    product a line or two away in a text that says somebody complains."""
    page = sheet.page
    number = page.line_at(address.start)
    line = page.lines[number]
    before, behind = page.text[line.start : address.start], page.text[address.end : line.end]
    if line.start < sheet.body:
        return False
    if any(hit.base == "complaint_id" and page.line_at(hit.start) == number for hit in sheet.hits):
        rest = sum(map(str.isalpha, before + behind))
        return rest <= _BESIDE or stands_by_a_name(sheet, address)
    named = _NAMED_BEFORE.fullmatch(before)
    if named is None or behind.strip(" )>）.;,") or (named[1] and _is_sent(sheet, named[1])):
        return False
    last = min(number + _NEAR, len(page.lines) - 1)
    lines = range(max(number - _NEAR, 0), last + 1)
    if any(hit.base == "complaint_id" and page.line_at(hit.start) in lines for hit in sheet.hits):
        return True
    near = page.text[page.lines[lines.start].start : page.lines[last].end]
    return ASIN.search(near) is not None and reports(sheet, page.folded)


def _is_sent(sheet: Sheet, word: str) -> bool:
    """Whether a small word before a name says whom something goes to, and not by whom it was: "to", not "by"."""
    return any(fold(word) == fold(each) for voice in sheet.voices for each in voice.forward.to)


def _block(sheet: Sheet, number: int) -> range:
    """The lines around a line with no blank one between them."""
    page = sheet.page
    low = high = number
    while low > 0 and number - low < _BLOCK and page.line_text(low - 1).strip():
        low -= 1
    while high + 1 < len(page.lines) and high - number < _BLOCK and page.line_text(high + 1).strip():
        high += 1
    return range(low, high + 1)


def _is_of_lawyers(sheet: Sheet, number: int) -> bool:
    """Whether a line announces somebody who acts for the complainant: "You can address the attorneys here:"."""
    line = sheet.page.lines[number]
    announces = sheet.page.text[line.start : line.end].rstrip().endswith((":", "："))
    if not announces or not any(sheet.says(voice.owner.agents, line.start, line.end) for voice in sheet.voices):
        return False
    return readers_agent(sheet, line.start, line.end) is None
