"""Tables whose first line names the columns: cells parted by tabs or bars."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, takewhile

from noticed.core.notice.fold import alphanumeric
from noticed.core.notice.hits import MAX_HITS, UNNAMED, Hit
from noticed.core.notice.page import Page

_BETWEEN = re.compile(r"[\s|](?:(?<=\t)|(?<=\s)(?:\|\s|\s{1,19})|(?<=\S\|)(?=\S))")
_PARTING = ("\t", "  ", "|")
_MARKS = (" / ", " - ", " ; ")
"""What parts the cells of a line where nothing else does, if it has several."""
_BOXED = re.compile(r"(?:【[^【】]{1,40}】\s?){2,9}")
_BOX = re.compile(r"(?<=【)[^【】]+")
_WORD = re.compile(r"\S+")
_WHOLE = {"asin": re.compile(r"B0[A-Z0-9]{8}"), "complaint_id": re.compile(r"\d{9,13}")}
_CELLS = {
    "asin": re.compile(r"b0[a-z0-9]{8}(?![a-z0-9])|(?<!\d)\d{9}[\dx](?!\w)"),
    "complaint_id": re.compile(r"(?<!\d)\d{7,13}(?!\d)"),
    "owner_email": re.compile(r"[^\s@]{1,64}@[^\s@]{3,190}"),
    "email": re.compile(r"[^\s@]{1,64}@[^\s@]{3,190}"),
}
"""Columns of which a folded cell shows that it is theirs."""
_SURE = {"email": _CELLS["email"], "complaint_id": re.compile(r"\d{11}")}
"""Cells of which that is certain."""
_EMPTY = 3
"""Empty cells of a row …"""
_WIDEST = 9
"""… of so many columns, at most."""
_TALL = 6
"""Lines of a row, at most."""
_REST = 2
"""Lines with which the last cell of a row goes on, at most."""
_ASIDE = re.compile(r"[(（][^()（）]{1,40}[)）]\s{0,3}$")
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
    keys = [_named(cell, labels) for cell, _ in cells]
    known = sum(map(bool, keys))
    if known == 1 and _are_numbers(page, number, keys):
        return keys
    if known < 2 or known * 2 < len(keys):
        return []
    same = [cells for cells, _ in islice(_rows(page, number + 1, keys), _LOOK)]
    if known < len(keys) - 1 and not all(_is_row(keys, cells) for cells in same):
        return []
    if same:
        pairs = any(alphanumeric(cells[0][0]) in labels and not _is_row(keys, cells) for cells in same)
        return [] if pairs else keys
    return keys if _is_broken(page, number, keys) else []


def _are_numbers(page: Page, number: int, keys: Sequence[str]) -> bool:
    """Whether the one column that is known has the numbers of rights: those stand in every row, of which there are
    several."""
    column = next(place for place, key in enumerate(keys) if key)
    below = [cells for cells, _ in islice(_rows(page, number + 1, keys), _LOOK)] if keys[column][:6] == "number" else []
    found = [cells[column][0] for cells in below if len(cells) == len(keys)]
    return len(found) == len(below) > 1 and all(
        len(cell.split()) <= _DIGITS and sum(map(str.isdigit, cell)) >= _DIGITS for cell in found
    )


def _named(cell: str, labels: Mapping[str, str]) -> str:
    """What a cell of a head announces, with the word in brackets behind it or without: "Mark (IMPI)"."""
    return labels.get(alphanumeric(cell)) or labels.get(alphanumeric(_ASIDE.sub("", cell)), "")


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
    """The cells of a line that tabs or bars part, several marks of one kind, or brackets; with their offsets."""
    if not any(map(line.__contains__, _PARTING)):
        mark = next((mark for mark in _MARKS if line.count(mark) > 1), None)
        between = re.compile(re.escape(mark)) if mark else None
        if between is None:
            return [(box[0], box.start()) for box in _BOX.finditer(line)] if _BOXED.fullmatch(line) else []
    else:
        between = _BETWEEN
    parts: list[tuple[str, int]] = []
    start = 0
    for match in between.finditer(line):
        if line[start : match.start()].strip():
            parts.append((line[start : match.start()], start))
        start = match.end()
    if line[start:].strip():
        parts.append((line[start:], start))
    return parts if len(parts) > 1 else []


def _worded(keys: Sequence[str], line: str) -> list[tuple[str, int]]:
    """The words of a line below a head as cells, where each may be of its column and two surely are."""
    words = [(word[0], word.start()) for word in _WORD.finditer(line)] if line.count(" ") == len(keys) - 1 else []
    return words if words and _is_row(keys, words) else []


def is_heading(page: Page, number: int, labels: Mapping[str, str]) -> bool:
    """Whether a line is the head of a table of which the cells stand on lines of their own: its last cell is a label,
    too, as one of the others is. A type and a right, "Infringement type", "Design patent", are a label and its value,
    unless the next line is such a cell."""
    folded = page.folded[page.lines[number].start : page.lines[number].end]
    cells = folded.split("\t") if "\t" in folded else ()
    known = [labels.get(alphanumeric(cell), "") for cell in cells]
    if len(known) < 2 or not known[-1] or not any(known[:-1]):
        return False
    below = page.line_text(number + 1).strip() if number + 1 < len(page.lines) else ""
    return known[-2] != "type" or not known[-1].startswith("number.") or (bool(below) and "\t" not in below)


def rows(page: Page, number: int, keys: Sequence[str], hits: list[Hit]) -> int:
    """Hits for every row below a head; the number of the line behind the table."""
    number += 1
    if _is_broken(page, number - 1, keys):
        return _broken_rows(page, number, hits)
    for cells, behind in _rows(page, number, keys):
        for key, (cell, value) in zip(_columns(keys, cells), cells, strict=True):
            if not key and sum(map(bool, keys)) == 1:
                continue
            hits.append(Hit(key=key or _unnamed(keys, cell), start=value, value=value, end=value + len(cell)))
        number = behind
        if len(hits) >= MAX_HITS:
            break
    return number


def _unnamed(keys: Sequence[str], cell: str) -> str:
    """What a cell is whose column has a name that nobody knows."""
    shapes = (base for base in ("email", "complaint_id") if base not in keys)
    return next((base for base in shapes if _SURE[base].fullmatch(cell.strip())), UNNAMED)


def _rows(page: Page, number: int, keys: Sequence[str]) -> Iterator[tuple[list[tuple[str, int]], int]]:
    """The cells of each row from this line on, with their offsets, and the number of the line behind it."""
    while number < len(page.lines):
        line = page.lines[number]
        text = page.folded[line.start : line.end]
        cells = [(cell, line.start + start) for cell, start in _cells(text) or _worded(keys, text)]
        behind = number + 1
        if not _columns(keys, cells):
            cells, behind = _over_lines(page, number, keys)
        if not cells and (behind := _behind_cell(page, number, keys)):
            number = behind
            continue
        if not cells:
            return
        yield cells, behind
        number = behind


def _behind_cell(page: Page, number: int, keys: Sequence[str]) -> int:
    """The number of the next row where this line, or this and the next, go on with the last cell of the row above: a
    name with its address below; 0 where there is none."""
    for behind in range(number + 1, min(number + 1 + _REST, len(page.lines))):
        if not page.line_text(behind - 1).strip():
            return 0
        cells = _cells(page.folded[page.lines[behind].start : page.lines[behind].end])
        columns = _columns(keys, cells)
        shapes = (_CELLS[key].search(cell) for key, (cell, _) in zip(columns, cells, strict=False) if key in _CELLS)
        if columns and any(shapes):
            return behind
    return 0


def _over_lines(page: Page, number: int, keys: Sequence[str]) -> tuple[list[tuple[str, int]], int]:
    """The cells of a row of which some run over lines, as a product and its title do; [] where there is none."""
    pieces: list[tuple[str, int]] = []
    ends: list[int] = []
    for behind in range(number + 1, min(number + _TALL, len(page.lines)) + 1):
        line = page.lines[behind - 1]
        text = page.folded[line.start : line.end]
        if not text or len(pieces) - len(ends) > len(keys):
            break
        pieces += [(cell, line.start + start) for cell, start in _cells(text) or [(text, 0)]]
        for within in combinations(ends, len(pieces) - len(keys)) if len(pieces) >= len(keys) else ():
            row = _joined(page, pieces, within)
            if _is_row(keys, row):
                return row, behind
        ends.append(len(pieces))
    return [], number


def _joined(page: Page, pieces: Sequence[tuple[str, int]], within: Sequence[int]) -> list[tuple[str, int]]:
    """``pieces`` with those at ``within`` as further lines of the cells before them."""
    row: list[tuple[str, int]] = []
    for place, (text, start) in enumerate(pieces):
        if place in within:
            start = row.pop()[1]  # noqa: PLW2901
            text = page.folded[start : pieces[place][1] + len(text)]  # noqa: PLW2901
        row.append((text, start))
    return row


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
        if key and shape is None and any(_CELLS[other].fullmatch(folded) for other in ("asin", "owner_email")):
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
