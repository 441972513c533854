"""Every run of capitalised words of a text that may be a name, up to the last dot of its legal form. Never raises."""

import re
from collections.abc import Iterator

from noticed.core.notice.capitals import Capitals, capitals, is_capital
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold
from noticed.core.notice.ordinary import Ordinary
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

_WORD = re.compile(r"[^\s,;:()\[\]{}<>\"“”„«»|/（）【】「」、。，；：…–—?!*=]+")
_ELIDED = re.compile(r"[^\W\d_]{1,5}['’](?=[^\W\d_]{2})")
_GAP = re.compile(r"[ \t]{1,2}")
_COMMA = re.compile(r",?[ ]{0,2}")
_MAX_WORDS = 12
_DIGITS = 3
_INITIAL = 2
_JOINING = 2
"""Small words that join two others of a name, at most: "Ann van der Oak"."""
_PARTICLE = 3
"""Letters of a word with a capital that a small one follows in a name: "Van der Kolk"."""


class Span(Value):
    """A run of capitalised words and where it stands."""

    text: str
    start: int
    end: int
    form: bool
    """Whether it has a legal form."""
    words: tuple[str, ...]
    """Folded, without marks, its legal form and the small words that join them."""


def spans(sheet: Sheet, ordinary: Ordinary) -> Iterator[Span]:
    """The runs of the new text in order, none within another."""
    page, written = sheet.page, capitals(sheet.dialects)
    for line in page.lines:
        if line.start >= page.top:
            break
        if line.end <= sheet.body:
            continue
        end = line.start
        for word in _WORD.finditer(page.text, line.start, line.end):
            if word.start() < end:
                continue
            start = _begins(page.text, word)
            if start < 0:
                continue
            end = _ends(page.text, start, line.end, written, ordinary)
            span = _span(sheet, start, end, written, ordinary)
            if span:
                yield span


def _begins(text: str, word: re.Match[str]) -> int:
    """Where the name begins in a word, -1 where none does: behind what is elided."""
    elided = _ELIDED.match(word[0])
    start = word.start() + (elided.end() if elided and word[0][elided.end()].isupper() else 0)
    return start if is_capital(text[start : word.end()]) and ASIN.match(text, start) is None else -1


def _ends(text: str, start: int, limit: int, written: Capitals, ordinary: Ordinary) -> int:
    """Where the run ends that begins at ``start``."""
    end = start
    for _ in range(_MAX_WORDS):
        place = end if end == start else _next(text, end, limit)
        form = _form(text, place, limit, written) if place > start else 0
        word = _WORD.match(text, place, limit) if place >= 0 else None
        if form:
            end = form
        elif word and written.is_year(word[0], text[word.end() + 1 : word.end() + 60]) and end > start:
            end = word.end()
        elif word is None or not _is_part(word, begins=end == start):
            behind = _joined(text, word, limit, written) if word and end > start else -1
            if behind < 0:
                break
            end = behind
        else:
            end = word.end()
        if text[end - 1] == "." and (form or not _is_short(text[place : end - 1], written, ordinary)):
            break
    comma = _COMMA.match(text, end, limit)
    return (_form(text, comma.end(), limit, written) if comma else 0) or end


def _joined(text: str, word: re.Match[str] | None, limit: int, written: Capitals) -> int:
    """Where the small words end, two at most, that join a name to the word behind them; -1 where none do."""
    for _ in range(_JOINING):
        if word is None or word[0] not in written.joining:
            return -1
        behind = _next(text, word.end(), limit)
        if behind >= 0 and text[behind].isupper():
            return word.end()
        word = _WORD.match(text, behind, limit) if behind >= 0 else None
    return -1


def _is_part(word: re.Match[str], *, begins: bool) -> bool:
    """Whether a word may stand in a name: with a capital, or a number of few digits."""
    digits = sum(map(str.isdigit, word[0]))
    if "@" in word[0] or digits > _DIGITS or ASIN.match(word[0]):
        return False
    return is_capital(word[0]) or (not begins and word[0][0].isdigit())


def _next(text: str, end: int, limit: int) -> int:
    gap = _GAP.match(text, end, limit)
    return gap.end() if gap and gap.end() < limit else -1


def _form(text: str, place: int, limit: int, written: Capitals) -> int:
    """Where the legal form ends that begins at ``place``, 0 where none does."""
    form = written.company.match(text, place, min(place + 60, limit))
    return form.end() if form and (not form[0].islower() or form[0][0] in "(&" or "." in form[0][:-1]) else 0


def _is_short(word: str, written: Capitals, ordinary: Ordinary) -> bool:
    """Whether the stop behind a word is that of an abbreviation, a title or an initial."""
    return (
        len(word) < _INITIAL
        or fold(word) in ordinary.titles
        or re.search(rf"{written.abbreviated}$", f" {fold(word)}.") is not None
    )


def _span(sheet: Sheet, start: int, end: int, written: Capitals, ordinary: Ordinary) -> Span | None:
    """The name in a run: without the words it opens with that are none of it."""
    text = sheet.page.text
    form = next((found for found in written.company.finditer(text, start, end) if found.end() == end), None)
    head = form.start() if form else end
    start = _first(sheet, start, head, ordinary, has_form=form is not None)
    if start < 0:
        return None
    if form is None and text[end - 1] == "." and not _is_short(text[start : end - 1].split()[-1], written, ordinary):
        end -= 1
    words = (
        fold(word[0].strip(".,'’&")) for word in _WORD.finditer(text, start, head) if word[0] not in written.joining
    )
    told = tuple(word for word in words if word and word not in ordinary.titles)
    return Span(text=text[start:end], start=start, end=end, form=form is not None, words=told) if told else None


def _first(sheet: Sheet, start: int, head: int, ordinary: Ordinary, *, has_form: bool) -> int:
    """Where the name begins in a run that ends at ``head``; -1 where nothing is left of it."""
    text, written = sheet.page.text, capitals(sheet.dialects)
    while True:
        word = _WORD.match(text, start, head)
        if word is None:
            return -1
        opening = written.opening.match(text, start, head)
        after = _next(text, word.end(), head)
        follows = _WORD.match(text, after, head) if after >= 0 else None
        if opening and opening.end() < head and text[opening.end()].isupper():
            start = opening.end()
            continue
        folded = fold(word[0].strip(".,'’"))
        is_title = folded in ordinary.titles
        particle = (
            len(folded) <= _PARTICLE and follows is not None and follows[0][0].islower() and not _opens(sheet, start)
        )
        small = ordinary.is_small(folded)
        if _opens(sheet, start) and not has_form:
            small = ordinary.has(folded) if follows is None else ordinary.is_known(folded)
        if is_title or particle or not small:
            return start
        if follows is None:
            return start if not has_form else -1
        start = after
        while text[start].islower():
            word = _WORD.match(text, start, head)
            start = _next(text, word.end(), head) if word else -1
            if start < 0:
                return -1


def _opens(sheet: Sheet, start: int) -> bool:
    """Whether a sentence or line begins here."""
    low, _ = sheet.page.sentence(start)
    line = sheet.page.lines[sheet.page.line_at(start)].start
    return not sheet.page.text[max(low, line) : start].strip(" \"'“„«-–•*")
