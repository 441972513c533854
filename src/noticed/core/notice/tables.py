"""Tables whose first line names the columns: cells parted by tabs or bars."""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations, takewhile

from noticed.core.notice.fold import alphanumeric
from noticed.core.notice.hits import MAX_HITS, Hit
from noticed.core.notice.page import Page

_BETWEEN = re.compile(r"\s(?:(?<=\t)|\|\s|\s{1,19})")
_PARTING = ("\t", "  ", " |", "| ")
_WHOLE = {"asin": re.compile(r"B0[A-Z0-9]{8}"), "complaint_id": re.compile(r"\d{9,13}")}
_CELLS = {
    "asin": re.compile(r"b0[a-z0-9]{8}(?![a-z0-9])|(?<!\d)\d{9}[\dx](?!\w)"),
    "complaint_id": re.compile(r"(?<!\d)\d{7,13}(?!\d)"),
    "owner_email": re.compile(r"[^\s@]{1,64}@[^\s@]{3,190}"),
    "email": re.compile(r"[^\s@]{1,64}@[^\s@]{3,190}"),
}
"""Columns of which a folded cell shows that it is theirs."""
_EMPTY = 3
"""Empty cells of a row …"""
_WIDEST = 9
"""… of so many columns, at most."""
_DIGITS = 4
"""Digits of a right's number, at least."""
_LOOK = 8
"""Lines below a head that have to be values: a label in front of one says that every line is a label and its value."""


def head(page: Page, number: int, labels: Mapping[str, str]) -> list[str]:
    """What the columns of a table announce, when this line is its head."""
    line = page.folded[page.lines[number].start : page.lines[number].end]
    cells = _cells(line) if number + 1 < len(page.lines) else []
    if len(cells) < 2:
        return []
    keys = [labels.get(alphanumeric(cell), "") for cell, _ in cells]
    if sum(map(bool, keys)) < max(2, len(keys) - 1):
        return []
    below = [_cells(page.folded[line.start : line.end]) for line in page.lines[number + 1 : number + 1 + _LOOK]]
    same = list(takewhile(lambda cells: _columns(keys, cells), below))
    if same:
        pairs = any(alphanumeric(cells[0][0]) in labels and not _is_row(keys, cells) for cells in same)
        return [] if pairs else keys
    return keys if _is_broken(page, number, keys) else []


def _is_row(keys: Sequence[str], cells: Sequence[tuple[str, int]]) -> bool:
    """Whether the cells are of their columns, though the first is the word of a label: "Trade dress" is a type too."""
    columns = _columns(keys, cells)
    shaped = sum(key.partition(".")[0] in _CELLS for key in columns)
    return shaped > 1 and _fits(columns, cells)


def _is_broken(page: Page, number: int, keys: Sequence[str]) -> bool:
    """Whether the cells of the rows stand on lines of their own: an ASIN and an id below a head that promises both."""
    below = page.lines[number + 1 : number + 1 + _LOOK]
    lines = list(takewhile(str.strip, (page.text[line.start : line.end] for line in below)))
    found = {_shape_of(line) for line in lines} - {""}
    return found >= {"asin", "complaint_id"} and found <= set(keys)


def _shape_of(line: str) -> str:
    """What a line is that is nothing but one value; "" where that is not certain."""
    return next((key for key, shape in _WHOLE.items() if shape.fullmatch(line.strip())), "")


def _cells(line: str) -> list[tuple[str, int]]:
    """The cells of a line that tabs or bars part, with their offsets."""
    if not any(map(line.__contains__, _PARTING)):
        return []
    parts: list[tuple[str, int]] = []
    start = 0
    for match in _BETWEEN.finditer(line):
        if line[start : match.start()].strip():
            parts.append((line[start : match.start()], start))
        start = match.end()
    if line[start:].strip():
        parts.append((line[start:], start))
    return parts if len(parts) > 1 else []


def rows(page: Page, number: int, keys: Sequence[str], hits: list[Hit]) -> int:
    """Hits for every row below a head; the number of the line behind the table."""
    number += 1
    if _is_broken(page, number - 1, keys):
        return _broken_rows(page, number, hits)
    while number < len(page.lines) and len(hits) < MAX_HITS:
        line = page.lines[number]
        cells = _cells(page.folded[line.start : line.end])
        columns = _columns(keys, cells)
        if not columns:
            break
        for key, (cell, start) in zip(columns, cells, strict=True):
            value = line.start + start
            hits.append(Hit(key=key or "ignore", start=value, value=value, end=value + len(cell)))
        number += 1
    return number


def _columns(keys: Sequence[str], cells: Sequence[tuple[str, int]]) -> list[str]:
    """What the cells of a row announce; of a row that lacks some because they are empty the reading in which most
    have the shape of their column. [] where there is none."""
    lacking = len(keys) - len(cells)
    if lacking == 0 or len(cells) < 2:
        return [] if lacking else list(keys)
    if not 0 < lacking <= _EMPTY or len(keys) > _WIDEST:
        return []
    chosen = (columns for columns in combinations(keys, len(cells)) if _fits(columns, cells))
    best = max(chosen, key=lambda columns: sum(key in _CELLS for key in columns), default=())
    return list(best) if sum(key in _CELLS for key in best) > 1 else []


def _fits(columns: Sequence[str], cells: Sequence[tuple[str, int]]) -> bool:
    """Whether every cell may be of its column: what has the shape of one is of no other."""
    for key, (cell, _) in zip(columns, cells, strict=True):
        base, folded = key.partition(".")[0], cell.strip()
        shape = _CELLS.get(base)
        if shape is not None and not shape.search(folded):
            return False
        if shape is None and any(_CELLS[other].fullmatch(folded) for other in ("asin", "owner_email")):
            return False
        if base == "number" and sum(map(str.isdigit, folded)) < _DIGITS:
            return False
    return True


def _broken_rows(page: Page, number: int, hits: list[Hit]) -> int:
    """Hits for values that stand on lines of their own, up to a blank one; the number of the line behind them."""
    while number < len(page.lines) and page.line_text(number).strip() and len(hits) < MAX_HITS:
        line = page.lines[number]
        key = _shape_of(page.line_text(number)) or "ignore"
        hits.append(Hit(key=key, start=line.start, value=line.start, end=line.end))
        number += 1
    return number
