"""Rows whose columns a sentence names: "B0… | Trademark | EU … | 203…", "(columns: ASIN, type, right, complaint ID)".
Never raises."""

import re
from collections.abc import Iterator

from noticed.core.notice.fields import ASIN
from noticed.core.notice.id_words import complaint_words, ends_with_word
from noticed.core.notice.sheet import Sheet

_CELLS = re.compile(r"\s{0,3}[|\t]\s{0,3}|\s{3,9}")
_FEWEST = 3
"""Columns of a row that a sentence tells apart."""
_LEGEND = re.compile(r"[^.。:()\n|\t]+(?:\n[^.。:()\n|\t]+)?")
_ITEMS = re.compile(r"[,;、，/]")


def is_told_column(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether a number is the cell of its row that a sentence calls the complaint's."""
    line = sheet.page.line_text(sheet.page.line_at(match.start()))
    cells = _CELLS.split(line.strip(" |\t"))
    if len(cells) < _FEWEST or match[0] not in cells or not ASIN.search(line):
        return False
    words, _ = complaint_words(sheet.dialects)
    place = cells.index(match[0])
    return any(
        len(items) == len(cells) and ends_with_word(items[place], words) for items in _legends(sheet, len(cells))
    )


def _legends(sheet: Sheet, columns: int) -> Iterator[list[str]]:
    """The items of each list of a text that has as many as a row has ``columns``."""
    _, joiners = complaint_words(sheet.dialects)
    for found in _LEGEND.finditer(sheet.page.folded, sheet.body):
        items = _ITEMS.split(found[0])
        if len(items) == columns - 1:  # "ASIN, type, right and complaint ID"
            last = items.pop()
            at = next((place for place, word in enumerate(last.split()) if word in joiners), 0)
            items += [" ".join(last.split()[:at]), " ".join(last.split()[at + 1 :])]
        if len(items) == columns:
            yield items
