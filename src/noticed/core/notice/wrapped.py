"""Names that the end of a line breaks in two: "… of The Marrowby", and below it "Lantern Ltd". Never raises."""

from noticed.core.notice.capitals import capitals
from noticed.core.notice.sheet import Sheet

_FULL = 40
"""Characters of a line that is broken because it is full, at least."""
_STOPS = ".,:;!?)。，：；"


def wrapped(sheet: Sheet, start: int, end: int) -> tuple[int, int]:
    """A firm's name with what stands of it on the line above, or with its legal form on the line below."""
    page, written = sheet.page, capitals(sheet.dialects)
    line = page.lines[page.line_at(start)]
    if line.start <= sheet.body or max(page.text[start:end], default="") >= "\u2e80":
        return start, end
    is_firm = written.company.search(page.text, start, end) is not None
    if is_firm and page.text[line.start : start].strip() in {"", *written.joining}:
        first = _first(sheet, page.line_at(start) - 1)
        return (start if first is None else first), end
    if not is_firm and not page.text[end : line.end].strip() and _is_full(page.text[line.start : line.end]):
        below = page.text[line.end + 1 :][:_FULL]
        rest = written.first_name(below) if line.end + 1 < len(page.text) else ""
        if rest and below.startswith(rest) and written.company.search(rest):
            return start, line.end + 1 + len(rest)
    return start, end


def _first(sheet: Sheet, number: int) -> int | None:
    """Where the capitalised words begin that a full line ends with."""
    line = sheet.page.lines[number]
    before = sheet.page.text[line.start : line.end].rstrip()
    name = capitals(sheet.dialects).last_name(before) if _is_full(before) else ""
    return line.start + len(before) - len(name) if name and before.endswith(name) else None


def _is_full(line: str) -> bool:
    """Whether a line is long, and its sentence goes on below it."""
    return len(line) >= _FULL and line.rstrip()[-1:] not in _STOPS
