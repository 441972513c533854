"""A text laid out for reading: lines without quote marks, sentences, and the part that is new.

All offsets are into ``Page.text``; ``Page.folded`` is the same text for comparing words. Never raises.
"""

import re
from bisect import bisect_right
from itertools import pairwise

from noticed.core.notice.fold import fold, printed
from noticed.core.notice.phrase import NO_PHRASES, Phrases
from noticed.core.values import Value, kept

MAX_TEXT = 200_000
MAX_LINE = 4_000
MAX_LINES = 5_000
MAX_SENTENCE = 1_000

_QUOTE = re.compile(r"(?:[>|]\s{0,2}){1,9}")
_TEMPLATE = re.compile(r"\$\{[^{}\n]{0,200}\}")
"""Code of the template that was not filled in: no words of the notice."""
_WIDE = re.compile(r" {4,}| \.{5,200} ")
"""What only lines up columns: three blanks part two of them as well."""
_ITEM = re.compile(r"\s[•·]\s")
"""What parts the items of a line that is a list."""
_RULE = re.compile(r"[-_=*]{2,200}\s*")
_END = re.compile(
    r"[.!?。！？；\n](?:(?<=[.!?])(?<![\s.(][A-Za-z].)(?<!\b[Nn][or].)(?<!\b\d.)(?<!\b\d\d.)[\"')\]]{0,2}"
    r"(?=\s+[^\sa-z0-9(（|])(?! [\u2e80-\uffff])"
    r"|(?<=[。！？；])|(?<=[!?])(?=\s|$|[^\x00-\x7f])"
    r"|(?<=\n)(?:[ \t]{0,9}(?=\n)|(?=\s{0,9}[-•*·–—]{1,3}\s)))"
)
"""It begins with what it consumes: a search for it looks at nothing else."""

_ANSWERED = re.compile(r"(?:\?[ \t]{1,3}|？[ \t]{0,3})[^\s?？][^\n?？]{0,200}\n(?=[^\n?？]{1,200}[?？])")
"""A line with a question and its answer, above another: the next question is no part of the answer."""

_HEADED = re.compile(r"(?<=\n)[^\n?.!:,;]{3,48}\n(?=[A-Z\u00c0-\u00de][^\n?]{7,80}\?[ \t]{1,3}[^\s?])")
"""A short line above one with a question and its answer: what it says is not asked."""

_ASKED = re.compile(r"[)\]）」”\"»\d]\n(?=[A-Z\u00c0-\u00de¿\u2e80-\uffff][^\n?？]{5,80}[?？][ \t]{0,9}(?:\n|\Z))")
"""What a line ends with above one that is a question as a whole: what the list above a heading says is not asked."""


class Line(Value):
    """One line: where it is, and how deep it is quoted."""

    start: int
    end: int
    depth: int


class Page(Value):
    """A text and where its lines and sentences begin."""

    text: str
    folded: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    """Where lines begin."""
    top: int
    """Where quoted history begins; the length of the text where there is none."""
    breaks: tuple[int, ...]
    """Where sentences begin, ascending, 0 first."""

    @kept
    def new(self) -> str:
        """The folded text that is new: subject and body up to quoted history."""
        return self.folded[: self.top]

    def line_at(self, offset: int) -> int:
        """Number of the line that holds ``offset``."""
        return bisect_right(self.starts, offset, 1) - 1

    def line_text(self, number: int) -> str:
        line = self.lines[number]
        return self.text[line.start : line.end]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that holds ``offset``, at most ``MAX_SENTENCE`` before and behind it."""
        place = bisect_right(self.breaks, offset)
        start, end = self.breaks[place - 1], self.breaks[place] if place < len(self.breaks) else len(self.text)
        near = end - start <= MAX_SENTENCE
        return (start, end) if near else (max(start, offset - MAX_SENTENCE), min(end, offset + MAX_SENTENCE))

    def paragraph(self, offset: int) -> tuple[int, int]:
        """Start and end of the lines around ``offset`` up to the next blank ones."""
        first = last = self.line_at(offset)
        while first > 0 and self.line_text(first - 1).strip():
            first -= 1
        while last + 1 < len(self.lines) and self.line_text(last + 1).strip():
            last += 1
        return self.lines[first].start, self.lines[last].end

    def quote(self, offset: int) -> str:
        """The line around ``offset``, for showing where a value was read."""
        return " ".join(self.line_text(self.line_at(offset)).split())[:300]


def lay_out(text: str, markers: Phrases = NO_PHRASES) -> Page:
    """The page of ``text``; a line that one of ``markers`` begins is where history begins."""
    shown = (
        _with_items(_WIDE.sub("   ", _TEMPLATE.sub("", printed(text[:MAX_TEXT]))))
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .split("\n")[:MAX_LINES]
    )
    lines, depths = _unquoted([line[:MAX_LINE].rstrip() for line in shown])
    body = "\n".join(lines)
    starts: list[Line] = []
    offset = 0
    for line, depth in zip(lines, depths, strict=True):
        end = offset + len(line)
        starts.append(Line(start=offset, end=end, depth=depth))
        offset = end + 1
    folded = fold(body)
    return Page(
        text=body,
        folded=folded,
        lines=tuple(starts),
        starts=tuple(line.start for line in starts),
        top=_top(folded, starts, markers),
        breaks=_breaks(body),
    )


def _unquoted(lines: list[str]) -> tuple[list[str], list[int]]:
    """Lines without their quote marks, and how deep each is quoted in the text that the first one is of."""
    if not any(map("\n".join(["", *lines]).__contains__, ("\n>", "\n|"))):
        return lines, [0] * len(lines)
    marks = [_QUOTE.match(line) for line in lines]
    bare = [line[mark.end() :] if mark else line for line, mark in zip(lines, marks, strict=True)]
    depths = [_depth(mark[0], rest) if mark else 0 for mark, rest in zip(marks, bare, strict=True)]
    base = next((depth for line, depth in zip(bare[1:], depths[1:], strict=True) if line.strip()), 0)
    return bare, [max(depth - base, 0) for depth in depths]


def _depth(mark: str, rest: str) -> int:
    """How deep a line is quoted that begins with ``mark``: bars also begin the rows of a table, which have more."""
    return mark.count(">") + (0 if "|" in rest else mark.count("|"))


def _with_items(text: str) -> str:
    """``text`` with the items of a line that is a list on lines of their own: no line ends between two marks."""
    marks = list(_ITEM.finditer(text)) if "•" in text or "·" in text else []
    pairs = pairwise(marks)
    together = (pair for pair in pairs if "\n" not in text[pair[0].end() : pair[1].start()])
    items = {mark.start() for pair in together for mark in pair}
    return _ITEM.sub(lambda mark: "\n" if mark.start() in items else mark[0], text) if items else text


def _top(folded: str, lines: list[Line], markers: Phrases) -> int:
    possible = markers.possible(folded)
    for line in lines if possible or any(line.depth for line in lines) else ():
        content = folded[line.start : line.end]
        if line.depth and content.strip():
            return line.start
        begins = content.strip(" -_=*")[:200]
        if begins and any(each.expression.match(begins) for each in possible):
            return line.start
    return len(folded)


def _breaks(text: str) -> tuple[int, ...]:
    asking = (_ANSWERED, _HEADED, _ASKED) if "?" in text or "？" in text else ()
    answers = [match.end() for each in asking for match in each.finditer(text)]
    ends = dict.fromkeys(sorted((0, *[match.end() for match in _END.finditer(text)], *answers)))
    ends.pop(len(text), None)
    return tuple(ends) or (0,)


def without_tail(text: str, keep: re.Pattern[str]) -> str:
    """``text`` up to a ruled line behind which nothing matches ``keep``: signatures, footers of lists, remarks."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number and _RULE.fullmatch(line) and not keep.search("\n".join(lines[number:])[:MAX_TEXT]):
            return "\n".join(lines[:number])
    return text
