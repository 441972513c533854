"""Whatever in a notice may be the rights owner's name: what rules found, runs of capitals, cells, pieces of sentences
in scripts without blanks. Far too many on purpose: they are weighed (``owner_weighed``). Never raises."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise

from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import clean_name
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.naming import Name
from noticed.core.notice.ordinary import ordinary_of
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.spans import spans
from noticed.core.values import Value

_MOST, _LONGEST = 70, 80
"""Candidates of a notice and characters of one, at most."""
_RUNS = 60
_SHORT, _WORDS = 50, 8
"""Characters of a line that may be a name and nothing else, and words of a cell that may."""
_CELL = re.compile(r"[^\t\n|:：=→【】]{2,80}")
_MARKS = " \"'“”„«»「」『』*,;•–—-"
_NO_NAME = re.compile(r"@|\d{5}|B0[A-Z0-9]{8}")
_WIDE = "\u2e80"
_PIECE = re.compile(r"[^\s、。，,；;：:「」『』（）()【】]{2,30}")
_LATIN = re.compile(r"(?<![@._/\w-])[A-Za-z][\w.&'’-]{0,40}(?: [A-Za-z&][\w.&'’-]{0,40}){0,6}(?![_/])(?![\w.-]{0,40}@)")
_WORD = re.compile(r"\w+")
_INFLECTED = re.compile(r"(.{2,60}\w)['’][^\W\d_]{1,5}")
"""A name and the ending that its case hangs on it."""
_BEFORE = re.compile(r"[^\W\d_a-z][\w.&'’-]{0,40}(?: (?:[a-z]{1,3}|&))?(?: | [a-z]{1,5}['’])\Z")
"""A word with a capital before a name, perhaps with a small one that joins them."""
_PARTICLE = re.compile(r"[\u3041-\u309f]{1,20}")
_FIRST = 4
"""Particles of a piece that are looked at."""
_BRACKETED = re.compile(
    r"(?:[\u30a0-\u30ff\u3400-\u9fff々]{1,6}[ \u3000])?[\u30a0-\u30ff\u3400-\u9fff々]{1,10}[（(][^（()）\n]{1,12}[）)]"
)
"""A name, and in brackets who that is."""
_REACH = 45
_GROWING = frozenset({"rule 0", "run"})
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
    """Candidates as they are found: the first of the same words stands for all."""

    def __init__(self) -> None:
        self.by_key: dict[str, tuple[str, int, list[str]]] = {}

    def add(self, text: str, start: int, origin: str) -> None:
        """One more way to come by ``text``."""
        text = text.strip()
        key = " ".join(_WORD.findall(fold(text))) if len(text) <= _LONGEST else ""
        if key and (key in self.by_key or len(self.by_key) < _MOST):
            self.by_key.setdefault(key, (text, start, []))[2].append(origin)


def candidates(sheet: Sheet, ruled: Iterable[Name]) -> Mapping[str, Candidate]:
    """What may be the owner's name, by its folded words; ``ruled``: as rules name him, the best first."""
    found = _Gathered()
    for number, name in enumerate(ruled):
        found.add(name.text, name.start, f"rule {number}")
    text = sheet.page.text
    runs = list(islice(spans(sheet, ordinary_of(sheet)), _RUNS))
    for run in runs:
        found.add(run.text, run.start, "run")
    for run, behind in pairwise(runs):
        if text[run.end : behind.start] == "\n":
            found.add(f"{run.text} {behind.text}", run.start, "two lines")
    for line in sheet.page.lines:
        if sheet.body < line.end and line.start < sheet.page.top:
            for part, start, origin in _of_line(sheet, text[line.start : line.end]):
                found.add(part, line.start + start, origin)
    company = capitals(sheet.dialects).company
    grown = [(known, at) for known, at, by in found.by_key.values() if known[-1] < _WIDE and by[0] in _GROWING]
    for known, at in grown:
        for other, start, origin in _bounds(text, known, at, company):
            found.add(other, start, origin)
    return {key: Candidate(text=t, start=s, key=key, origins=tuple(o)) for key, (t, s, o) in found.by_key.items()}


def _of_line(sheet: Sheet, line: str) -> Iterator[tuple[str, int, str]]:
    """(text, offset, origin) of the cells of a line, and of its pieces in a script without blanks."""
    cells = list(_CELL.finditer(line))
    for cell in cells if len(cells) > 1 or len(line) < _SHORT else ():
        value = cell[0].strip(_MARKS)
        if _may_name(value) and (name := clean_name(sheet, value)):
            yield name, cell.start(), "cell"
    if max(line, default="") >= _WIDE:
        yield from ((word[0], word.start(), "latin") for word in _LATIN.finditer(line) if not _NO_NAME.search(word[0]))
        company = capitals(sheet.dialects).company
        for piece in _PIECE.finditer(line):
            yield piece[0], piece.start(), "piece"
            for begun in _begun(piece[0], _honours(sheet.dialects)):
                yield begun, piece.start(), "begun"
                form = company.search(begun)
                if form and form.start():
                    yield begun[form.start() :], piece.start() + form.start(), "from form"
        yield from ((name[0], name.start(), "bracketed") for name in _BRACKETED.finditer(line))


def _begun(piece: str, honours: tuple[str, ...]) -> Iterator[str]:
    """The beginnings of a piece before its first particles, and before what does honour to a name."""
    places = [found.start() for found in islice(_PARTICLE.finditer(piece), _FIRST) if found.start() > 1]
    for begun in (*(piece[:place] for place in places), piece):
        yield from (begun.removesuffix(honour) for honour in honours if begun.endswith(honour))
        if begun != piece:
            yield begun


@lru_cache(maxsize=8)
def _honours(dialects: tuple[Dialect, ...]) -> tuple[str, ...]:
    """What stands behind a name in a greeting, in scripts without blanks."""
    endings = {said.partition("{name}")[2].strip() for dialect in dialects for said in dialect.words.greetings}
    return tuple(sorted(ending for ending in endings if ending >= _WIDE))


def _may_name(value: str) -> bool:
    """Whether a cell may be a name: few words, one of them not written small, or no more than two."""
    few = len(value.split()) <= (_WORDS if value != value.lower() or max(value, default="") >= _WIDE else 2)
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
    if before:
        yield f"{before[0]}{name}", before.start(), "grown"
