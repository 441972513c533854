"""Letters that a notice quotes: who signs one about a product complains of it, unless it is the reader's own.

Never raises.
"""

from collections.abc import Iterator
from functools import lru_cache

from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

_OPENING, _CLOSING = '"„“”«»「『', '"“”»«」』'
_LINES = 14
"""Lines of a quoted letter, at most."""
_ABOVE = 2
"""Lines between it and the one that introduces it, a blank one among them."""


class Letter(Value):
    """A quoted letter: where it stands, and the line that introduces it, with its colon."""

    start: int
    end: int
    introduced: tuple[int, int]
    readers: bool
    """Whether that line says that the reader wrote it, or somebody for him: "you told us:"."""


@lru_cache(maxsize=2)
def letters(sheet: Sheet) -> tuple[Letter, ...]:
    """The quoted letters of the new text."""
    return tuple(_letters(sheet))


def signs_a_letter(sheet: Sheet, place: int) -> bool:
    """Whether a place is in a quoted letter whose introduction names a product and is no word of the reader's: "this
    letter on B0C1234567 reached us:"."""
    found = (letter for letter in letters(sheet) if letter.start <= place < letter.end and not letter.readers)
    return any(ASIN.search(sheet.page.text, *letter.introduced) is not None for letter in found)


def is_of_readers_letter(sheet: Sheet, place: int) -> bool:
    """Whether a place is in a quoted letter of the reader's."""
    return any(letter.readers and letter.start <= place < letter.end for letter in letters(sheet))


def _letters(sheet: Sheet) -> Iterator[Letter]:
    page = sheet.page
    for number, line in enumerate(page.lines):
        if (
            line.start < sheet.body
            or line.start == line.end
            or page.text[line.start : line.end].lstrip()[:1] not in _OPENING
        ):
            continue
        texts = (page.line_text(n).strip() for n in range(number - 1, max(number - 1 - _ABOVE, -1), -1))
        said = next(filter(None, texts), "")
        last = next((n for n in range(number, min(number + _LINES, len(page.lines))) if _closes(page.line_text(n))), -1)
        if last < 0 or not said.endswith((":", "：")):
            continue
        start = page.text.rfind(said, 0, line.start)
        span = start, start + len(said)
        yield Letter(start=line.start, end=page.lines[last].end, introduced=span, readers=_is_readers(sheet, *span))


def _closes(line: str) -> bool:
    text = line.rstrip(" .,")
    return len(text) > 1 and text[-1] in _CLOSING


def _is_readers(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a stretch speaks of what the reader wrote."""
    yours = {fold(word) for voice in sheet.voices for word in voice.names.yours if word not in voice.names.theirs}
    lists = (each for v in sheet.voices for each in (v.words.doubts, v.owner.suppliers))
    words = sheet.page.folded[start:end].split()
    return not yours.isdisjoint(words) or any(sheet.says(each, start, end) for each in lists)
