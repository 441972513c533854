"""Whatever in a notice may be the rights owner's name: what rules found, runs of capitals, cells, pieces of sentences
in scripts without blanks. Far too many on purpose: they are weighed (``owner_weighed``). Never raises."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise

from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import clean_name
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold
from noticed.core.notice.naming import Name
from noticed.core.notice.ordinary import Ordinary, ordinary_of
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.spans import Span, spans
from noticed.core.notice.unspaced import WIDE, parts
from noticed.core.values import Value

_MOST, _LONGEST = 70, 80
"""Candidates of a notice and characters of one, at most."""
_RUNS = 60
_SHORT, _WORDS = 50, 8
"""Characters of a line that may be a name and nothing else, and words of a cell that may."""
_CELL = re.compile(r"[^\t\n|:：=→【】]{2,80}")
_MARKS = " \"'“”„«»「」『』*,;•–—-"
_NO_NAME = re.compile(r"@|\d{5}|B0[A-Z0-9]{8}")
_WORD = re.compile(r"\w+")
_INFLECTED = re.compile(r"(.{2,60}\w)['’][^\W\d_]{1,5}")
"""A name and the ending that its case hangs on it."""
_BEFORE = re.compile(r"[^\W\d_a-z][\w.&'’-]{0,40}(?: (?:[a-z]{1,3}|&))?(?: | [a-z]{1,5}['’])\Z")
"""A word with a capital before a name, perhaps with a small one that joins them."""
_BROKEN = re.compile(r",?\n[ \t]{0,12}(?:& )?")
"""The end of a line in a name."""
_JOINS = re.compile(r"[, \"“”„«»’'&]{1,4}|,? \w{1,4}\.? |[ ,]\w{1,2} \w{1,4} ")
"""What may stand between two parts of a name: marks of quotation, a small word, "u.", "y el"."""
_REACH, _GROWN = 45, 4
"""Characters in which a word before a name is looked for, and how many words it may grow by, and one."""
_LISTED, _ROW = 5, 100
"""Rows of a list of products, at least, and characters of one, at most."""
_RULE = "rule"
_GROWING = frozenset({f"{_RULE} 0", "run"})
"""Origins of which the bounds are tried."""


class Candidate(Value):
    """What may be a name."""

    text: str
    start: int
    key: str
    """Its words, folded: by these it is known."""
    origins: tuple[str, ...]
    """How it was come by."""


class _Gathered:
    """Candidates as they are found, but for ordinary words: the first of the same words stands for all."""

    def __init__(self, ordinary: Ordinary) -> None:
        self.by_key: dict[str, tuple[str, int, list[str]]] = {}
        self._ordinary = ordinary

    def has(self, text: str) -> bool:
        """Whether its words were found before."""
        return _key(text) in self.by_key

    def add(self, text: str, start: int, origin: str) -> None:
        """One more way to come by ``text``."""
        text = text.strip()
        key = _key(text)
        found = self.by_key.get(key)
        if found:
            found[2].append(origin)
        elif key and len(self.by_key) < _MOST and (origin.startswith(_RULE) or not self._is_ordinary(key)):
            self.by_key[key] = (text, start, [origin])

    def _is_ordinary(self, key: str) -> bool:
        return all(map(self._ordinary.is_known, key.split()))


def _key(text: str) -> str:
    return " ".join(_WORD.findall(fold(text))) if len(text) <= _LONGEST else ""


def candidates(sheet: Sheet, ruled: Iterable[Name]) -> Mapping[str, Candidate]:
    """What may be the owner's name, by its folded words; ``ruled``: as rules name him, the best first."""
    ordinary, text = ordinary_of(sheet), sheet.page.text
    found = _Gathered(ordinary)
    for number, name in enumerate(ruled):
        found.add(name.text, name.start, f"{_RULE} {'again' if found.has(name.text) else number}")
    company = capitals(sheet.dialects).company
    rows = _rows(sheet)
    runs = [run for run in islice(spans(sheet, ordinary), _RUNS) if sheet.page.line_at(run.start) not in rows]
    for each in (*((run.text, run.start, "run") for run in runs), *_joined(text, runs, company)):
        found.add(*each)
    for number, line in enumerate(sheet.page.lines):
        if sheet.body < line.end and line.start < sheet.page.top and number not in rows:
            for part, start, origin in _of_line(sheet, text[line.start : line.end]):
                found.add(part, line.start + start, origin)
    grown = [(known, at) for known, at, by in found.by_key.values() if known[-1] < WIDE and by[0] in _GROWING]
    for known, at in grown:
        for other, start, origin in _bounds(text, known, at, company):
            found.add(other, start, origin)
    return {key: Candidate(text=t, start=s, key=key, origins=tuple(o)) for key, (t, s, o) in found.by_key.items()}


def _rows(sheet: Sheet) -> frozenset[int]:
    """Numbers of the lines of a list of products, if it is a long one: the names there are theirs."""
    short = ((number, sheet.page.line_text(number)) for number in range(len(sheet.page.lines)))
    rows = [number for number, line in short if len(line) <= _ROW and ASIN.search(line)]
    return frozenset(rows if len(rows) >= _LISTED else ())


def _joined(text: str, runs: list[Span], company: re.Pattern[str]) -> Iterator[tuple[str, int, str]]:
    """Neighbours that may be one name, and those whose legal form stands on the next line."""
    for run, behind in pairwise(runs):
        between = text[run.end : behind.start]
        if _BROKEN.fullmatch(between):
            yield " ".join(text[run.start : behind.end].split()), run.start, "two lines"
        elif _JOINS.fullmatch(between):
            yield text[run.start : behind.end], run.start, "joined"
    for run in runs:
        broken = _BROKEN.match(text, run.end)
        form = company.match(text, broken.end(), broken.end() + _REACH) if broken else None
        if form:
            yield " ".join(text[run.start : form.end()].split()), run.start, "two lines"


def _of_line(sheet: Sheet, line: str) -> Iterator[tuple[str, int, str]]:
    """(text, offset, origin) of the cells of a line, and of its pieces in a script without blanks."""
    cells = list(_CELL.finditer(line))
    for cell in cells if len(cells) > 1 or len(line) < _SHORT else ():
        value = cell[0].strip(_MARKS)
        if _may_name(value) and (name := clean_name(sheet, value)):
            yield name, cell.start(), "cell"
    if max(line, default="") >= WIDE:
        yield from (each for each in parts(sheet.dialects, line) if not _NO_NAME.search(each[0]))


def _may_name(value: str) -> bool:
    """Whether a cell may be a name: few words, one of them not written small, or no more than two."""
    few = len(value.split()) <= (_WORDS if value != value.lower() or max(value, default="") >= WIDE else 2)
    return bool(value) and few and not _NO_NAME.search(value)


def _bounds(text: str, name: str, start: int, company: re.Pattern[str]) -> Iterator[tuple[str, int, str]]:
    """``name`` without its first words, without an ending, up to its legal form, and with the word before it."""
    words = name.split(" ")
    for number in (1, 2):
        rest = " ".join(words[number:])
        if rest[:1].isupper():
            yield rest, start + len(name) - len(rest), f"cut {number}"
    inflected = _INFLECTED.fullmatch(name)
    if inflected:
        yield inflected[1], start, "bare"
    form = company.search(name)
    if form and form.start() > 0 and form.end() < len(name):
        yield name[: form.end()], start, "to form"
    place = text.find(name, start, start + len(name) + _REACH)
    before = _BEFORE.search(text, max(place - _REACH, 0), place) if place > 0 else None
    for number in range(1, _GROWN):
        if before is None:
            break
        name = f"{before[0]}{name}"
        yield name, before.start(), f"grown {number}"
        before = _BEFORE.search(text, max(before.start() - _REACH, 0), before.start())
