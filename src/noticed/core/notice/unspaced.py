"""What may be a name in a line of a script without blanks: pieces between marks, their beginnings, and what is left of
them between words that stand beside names. Never raises."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from noticed.core.notice.capitals import capitals
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.legal_forms import either
from noticed.core.values import Value

WIDE = "\u2e80"
"""The first character of such scripts."""
_MARK = r"\s、。，,；;：:「」『』（）()【】"
_PIECE = re.compile(rf"[^{_MARK}]{{2,30}}")
_WITH_PLACE = re.compile(rf"(?:[^{_MARK}“”‘’《》〈〉？！?!|→=…—]|(?<=\w)[（(][^（()）\s]{{1,8}}[)）](?=\w)){{2,60}}")
"""A piece in the middle of which a place may stand in brackets, as in the names of firms."""
_LATIN = re.compile(r"(?<![@._/\w-])[A-Za-z][\w.&'’-]{0,40}(?: [A-Za-z&][\w.&'’-]{0,40}){0,6}(?![_/])(?![\w.-]{0,40}@)")
_PARTICLE = re.compile(r"[\u3041-\u309f]{1,20}")
_FIRST = 4
"""Particles of a piece that are looked at."""
_BRACKETED = re.compile(
    r"(?:[\u30a0-\u30ff\u3400-\u9fff々]{1,6}[ \u3000])?[\u30a0-\u30ff\u3400-\u9fff々]{1,10}[（(][^（()）\n]{1,12}[）)]"
)
"""A name, and in brackets who that is."""
_LONGEST = 24
"""Characters of what may be a name between two words, at most."""

Part = tuple[str, int, str]
"""A text, its offset in the line, and how it was come by."""


def parts(dialects: tuple[Dialect, ...], line: str) -> Iterator[Part]:
    """What of a line may be a name."""
    company = capitals(dialects).company
    yield from (each for each in _parts(dialects, line, company) if company.fullmatch(each[0]) is None)


def _parts(dialects: tuple[Dialect, ...], line: str, company: re.Pattern[str]) -> Iterator[Part]:
    written = _beside(dialects)
    yield from ((word[0], word.start(), "latin") for word in _LATIN.finditer(line))
    for piece in _PIECE.finditer(line):
        yield piece[0], piece.start(), "piece"
        for begun in _begun(piece[0], written.honours):
            yield begun, piece.start(), "begun"
            form = company.search(begun)
            if form and form.start():
                yield begun[form.start() :], piece.start() + form.start(), "from form"
    yield from ((name[0], name.start(), "bracketed") for name in _BRACKETED.finditer(line))
    for piece in _WITH_PLACE.finditer(line) if written.words else ():
        for part, start, origin in _between(piece[0], written, company):
            yield part, piece.start() + start, origin


class _Beside(Value):
    """What stands beside names."""

    honours: tuple[str, ...]
    """What stands behind a name in a greeting."""
    words: re.Pattern[str] | None


def _begun(piece: str, honours: tuple[str, ...]) -> Iterator[str]:
    """The beginnings of a piece before its first particles, and before what does honour to a name."""
    places = [found.start() for found in islice(_PARTICLE.finditer(piece), _FIRST) if found.start() > 1]
    for begun in (*(piece[:place] for place in places), piece):
        yield from (begun.removesuffix(honour) for honour in honours if begun.endswith(honour))
        if begun != piece:
            yield begun


def _between(piece: str, written: _Beside, company: re.Pattern[str]) -> Iterator[Part]:
    """What stands between two words beside which names do, or between one and an end; a firm's may hold one."""
    if written.words is None or piece[0] < WIDE:
        return
    found = [(0, 0), *(word.span() for word in written.words.finditer(piece)), (len(piece), len(piece))]
    for (_, start), (end, _) in pairwise(found):
        if 1 < end - start <= _LONGEST and end - start < len(piece):
            yield piece[start:end], start, "between"
    for (_, start), (first, last), (end, _) in zip(found, found[1:], found[2:], strict=False):
        form = last - first == 1 and end - start <= _LONGEST and company.search(piece, last, end)
        if form and form.end() == end:
            yield piece[start:end], start, "between over"


@lru_cache(maxsize=8)
def _beside(dialects: tuple[Dialect, ...]) -> _Beside:
    endings = {said.partition("{name}")[2].strip() for dialect in dialects for said in dialect.words.greetings}
    names = [dialect.names for dialect in dialects]
    words = {word for each in names for word in (*each.beside, *each.titles, *each.opening) if word >= WIDE}
    beside = any(each.beside for each in names)
    return _Beside(
        honours=tuple(sorted(ending for ending in endings if ending >= WIDE)),
        words=re.compile(either(words)) if beside else None,
    )
