"""Complaint ids of a list: a line each, below what says that complaints came in. Never raises."""

import re

from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import squeeze
from noticed.core.notice.id_words import begins_word, counting_words, ends_with_word
from noticed.core.notice.sheet import Sheet

_IDS = 10
"""Digits of a complaint id since 2019, at least."""
_ITEMS = 30
"""Lines of a list of complaints, at most."""
_COUNTER = re.compile(r"\A\s{0,9}(?:\d{1,2}[.)]\s|[(（]\s?\w{1,3}\s?[)）]\s{0,3})")
_OPENING = re.compile(
    rf"[\s•*·–—-]{{0,6}}\d{{{_IDS},{_IDS + 2}}}(?:\s?[:：]|[,，]|\s[–—-])\s?\D"
    rf"|\s{{0,3}}[•*·・–—-]\s{{0,3}}\d{{{_IDS},{_IDS + 2}}}\s[^\W\d]"
)
"""A number before a colon, a comma or a dash, at the beginning of a line, or before words behind a bullet: what follows
is said of it."""
_OF_PRODUCT = re.compile(rf"\s{{0,3}}\d{{{_IDS},{_IDS + 2}}}\s[(（]\s?{ASIN.pattern}\s?[)）]")
"""A number and its product in brackets, at the beginning of a line."""
_WRAPPED = re.compile(r"[ \t]{2,9}[^\s\d•*·・–—-]")
"""An indented line that begins with a word: it goes on what stands above."""
_WRAPS = 6
"""Lines of one item, at most."""
_TOLD = 4
"""Words of a line that tells something, and is no item for the product it names."""
_PARTING = " \t,;:|/()*•·・–—-"
"""Between the parts of a line of a list."""


def is_item(sheet: Sheet, match: re.Match[str], words: frozenset[str]) -> bool:
    """Whether a number is part of a list of complaints: "You received complaints:", then products and numbers."""
    page = sheet.page
    number = page.line_at(match.start())
    line = page.line_text(number)
    opens = _OPENING.match(line) is not None
    before = line[: match.start() - page.lines[number].start]
    if opens and before.strip(_PARTING):
        return False
    opens = opens or _is_called_number(sheet, before) or _OF_PRODUCT.match(line) is not None
    if len(match[0]) < _IDS or match.start() < sheet.body or not _is_part(sheet, match):
        return False
    above = number
    while above > 0 and number - above < _ITEMS and _may_be_item(page.line_text(begin := _begin(sheet, above))):
        above = max(begin - 1, 0)
        while above > 0 and not page.line_text(above).strip():
            above -= 1
    head = page.folded[page.lines[above].start : page.lines[above].end].rstrip()
    spoken = any(begins_word(found[0], words) for found in re.finditer(r"[^\W\d_]+", head))
    counted = _COUNTER.match(line) is not None or opens
    listed = spoken and (counted or head.endswith((":", "：")))
    heads = squeeze(head.split("\t")[0]) in words
    return above < number and (listed or heads or ends_with_word(head, words))


def _is_called_number(sheet: Sheet, before: str) -> bool:
    """Whether nothing but a word for a number stands before one on its line: "No. 971… about B0…"."""
    return bool(before.strip()) and squeeze(before) in counting_words(sheet.voices)


def _begin(sheet: Sheet, number: int) -> int:
    """The line of a list that an indented one goes on, or that one."""
    above = number
    while above > 0 and number - above < _WRAPS and _WRAPPED.match(sheet.page.line_text(above)):
        above -= 1
    return above if _may_be_item(sheet.page.line_text(above)) else number


def _may_be_item(line: str) -> bool:
    """Whether a line may be one of a list of complaints: it names a product, or a number stands before all it says; one
    that tells something and ends with a colon is none."""
    heads = line.rstrip().endswith((":", "：")) and len(line.split()) > _TOLD
    return (ASIN.search(line) is not None and not heads) or _OPENING.match(line) is not None


def _is_part(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether a number ends its line, or is what a line with a product begins with or what stands beside that."""
    line = sheet.page.lines[sheet.page.line_at(match.start())]
    before, behind = sheet.page.text[line.start : match.start()], sheet.page.text[match.end() : line.end]
    before = "" if _is_called_number(sheet, before) else _COUNTER.sub("", before)
    if not behind.strip(" .;,"):
        return True
    if not before.strip(_PARTING) and (ASIN.search(behind) or _OPENING.match(sheet.page.text, line.start, line.end)):
        return True
    if not behind.lstrip(" ").startswith(tuple(",;|/:(-–—\t")):
        return False
    product = ASIN.search(before)
    return product is not None and not before[product.end() :].strip(_PARTING)
