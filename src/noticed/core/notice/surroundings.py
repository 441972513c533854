"""What stands around a piece of a mail: the words beside it, the label or heading over it, its place.

By this names and numbers are weighed. Words count by their beginnings, so that the same weights serve all languages.
"""

import re
from bisect import bisect_left
from functools import lru_cache

from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value, kept

_TOKEN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+|\d+|[^\w\s]|\n")
_STEM = 5
"""Letters by which a word counts."""
_NEAR = 4
"""Words before and behind a piece that are looked at."""
_REACH = 60
"""Characters below the top of a mail that may stand behind its last piece."""
_TITLE = 60
"""Characters of a line that may be the heading of the next."""
_LAST = 5
"""Words of a heading or label that are looked at."""
_LABEL = re.compile(r"[:：=→|\t]")
_MARKS = " \"'“”„«»「」『』*,;•–—-"


def stems(folded: str) -> list[str]:
    """The words and marks of a text by their beginnings."""
    return [_stem(word) for word in _TOKEN.findall(folded)]


class Surroundings(Value):
    """Of the pieces of one mail; ``start`` and ``end`` are places in its page's text."""

    sheet: Sheet

    @kept
    def _tokens(self) -> tuple[list[str], list[int]]:
        """The words and marks of the page by their beginnings, and where each stands."""
        found = list(_TOKEN.finditer(self.sheet.page.folded, 0, self.sheet.page.top + _REACH))
        return [_stem(each[0]) for each in found], [each.start() for each in found]

    @kept
    def _first(self) -> int:
        """Number of the first line that says something."""
        page = self.sheet.page
        first = page.line_at(self.sheet.body)
        while first + 1 < len(page.lines) and not page.line_text(first).strip():
            first += 1
        return first

    def around(self, start: int, end: int) -> list[str]:
        """The words before and behind a piece."""
        known, starts = self._tokens
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        before, behind = known[max(low - _NEAR, 0) : low], known[high : high + _NEAR]
        return [
            *[f"-{number} {word}" for number, word in enumerate(reversed(before))],
            *[f"+{number} {word}" for number, word in enumerate(behind)],
            f"-- {' '.join(before[-2:])}",
            f"--- {' '.join(before[-3:])}",
            f"++ {' '.join(behind[:2])}",
            f"-+ {' '.join((*before[-1:], *behind[:1]))}",
        ]

    def heading(self, start: int) -> list[str]:
        """The words of the label before a piece, or of the line above it."""
        page = self.sheet.page
        number = page.line_at(start)
        before = page.folded[page.lines[number].start : start]
        label = _LABEL.split(before)[:-1]
        if label:
            return ["labelled", *[f"label {word}" for word in stems(label[-1])[-_LAST:]]]
        if before.strip(_MARKS):
            return []
        above = number - 1
        while above > 0 and not page.line_text(above).strip():
            above -= 1
        heading = page.folded[page.lines[above].start : page.lines[above].end]
        words = stems(heading)[-_LAST:] if len(heading) < _TITLE else ()
        return ["line begins", *[f"above {word}" for word in words]]

    def place(self, start: int, end: int) -> list[str]:
        """Where in the mail a piece stands, and how often."""
        sheet, page = self.sheet, self.sheet.page
        low, high = page.sentence(start)
        said = {
            "opens": not page.text[low:start].strip(_MARKS),
            "closes": not page.text[end:high].strip(" .!"),
            "subject": start < sheet.body,
            "first line": page.line_at(start) == self._first,
        }
        found = [each for each, is_so in said.items() if is_so]
        found += [f"under {hit.base}" for hit in sheet.hits if hit.value <= start < hit.end]
        return [*found, f"times {min(page.text.count(page.text[start:end], sheet.body), 4)}"]


@lru_cache(maxsize=2)
def surroundings(sheet: Sheet) -> Surroundings:
    """Those of the pieces of one mail."""
    return Surroundings(sheet=sheet)


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return "#" if word[0].isdigit() else "end" if word == "\n" else word[:_STEM]
