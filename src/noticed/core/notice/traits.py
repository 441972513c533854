"""What a candidate for the owner's name is weighed by: how it was come by, how it is written, what stands around it.

Words count by their beginnings, so that the same weights serve all languages. Never raises.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping

from noticed.core.notice.candidates import Candidate
from noticed.core.notice.capitals import capitals
from noticed.core.notice.fold import fold
from noticed.core.notice.model import NoticeKind
from noticed.core.notice.ordinary import Ordinary, ordinary_of
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value, kept

_TOKEN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+|\d+|[^\w\s]|\n")
_STEM, _NAMES_STEM = 5, 6
"""Letters by which a word counts around a name, and in one."""
_NEAR = 4
"""Words before and behind a name that are looked at."""
_FAR = 400
"""Characters behind the place of a name in which it is looked for: it may have been mended."""
_TITLE = 60
"""Characters of a line that may be the heading of the next."""
_LAST = 5
"""Words of a heading or label that are looked at."""
_WIDE = "\u2e80"
_LABEL = re.compile(r"[:：=→|\t]")
_MARKS = " \"'“”„«»「」『』*,;•–—-"
_SMALL = r"(?:[^\W\d_A-Z]{1,3}|&)"
_BEFORE = re.compile(
    rf"(?:(?P<joined>[^\W\d_a-z][\w.&'’-]{{0,40}} {_SMALL} )|(?P<capital>[^\W\d_a-z][\w.&'’-]{{0,40}} )"
    r"|(?P<glued>['’-])|(?P<letter>\w))\Z"
)
_BEHIND = re.compile(
    rf"(?:(?P<joined> {_SMALL} [^\W\d_a-z])|(?P<capital> [^\W\d_a-z])|(?P<glued>['’-]\w)|(?P<letter>\w))"
)
_REACH = 60
_COMMA = re.compile(r",? ?\(?")


class Setting(Value):
    """What the candidates of one notice have in common."""

    sheet: Sheet
    kind: NoticeKind
    found: Mapping[str, Candidate]
    ruled: str
    """The key of the name that a rule puts first; empty where none names anybody."""

    @kept
    def ordinary(self) -> Ordinary:
        return ordinary_of(self.sheet)

    @kept
    def own(self) -> str:
        """Where the mail was sent to."""
        return " ".join(self.sheet.own)

    @kept
    def tokens(self) -> tuple[list[str], list[int]]:
        """The words and marks of the page by their beginnings, and where each stands."""
        found = list(_TOKEN.finditer(self.sheet.page.folded, 0, self.sheet.page.top + _REACH))
        return [_stem(each[0]) for each in found], [each.start() for each in found]

    @kept
    def first(self) -> int:
        """Number of the first line that says something."""
        page = self.sheet.page
        first = page.line_at(self.sheet.body)
        while first + 1 < len(page.lines) and not page.line_text(first).strip():
            first += 1
        return first


def traits(setting: Setting, name: Candidate) -> list[str]:
    """What is known of one candidate."""
    page = setting.sheet.page
    start = page.text.find(name.text, name.start, name.start + _FAR)
    start = start if start >= 0 else max(page.text.find(name.text, setting.sheet.body), 0)
    end = start + len(name.text)
    return [
        f"kind {setting.kind}",
        *[f"by {origin}" for origin in name.origins],
        *_relations(setting, name.key),
        *_writing(setting, name.text),
        *_touching(setting.sheet, start, end),
        *_around(setting, start, end),
        *_heading(setting, start),
        *_place(setting, start, end),
    ]


def _relations(setting: Setting, own: str) -> list[str]:
    """How it stands to the name that a rule found, and to others within it or around it."""
    ruled, within = setting.ruled, f" {own} "
    found = [] if own == ruled else ["not ruled" if ruled else "none ruled"]
    around = [key for key in setting.found if own in key and key != own and within in f" {key} "]
    inside = [key for key in setting.found if key in own and key != own and f" {key} " in within]
    found += ["in ruled" if key == ruled else "in other" for key in around[:2]]
    return found + ["of ruled" if key == ruled else "of other" for key in inside[:2]]


def _writing(setting: Setting, text: str) -> list[str]:
    """How it is written: its length, its words, the legal form; of a script without blanks its ends."""
    words = [fold(word.strip(".,'’&()")) for word in text.split()]
    told = [setting.ordinary.has(word) for word in words if word]
    found = [
        f"words {min(len(words), 6)}",
        f"length {min(len(text) // 4, 8)}",
        f"ordinary {sum(told)} of {min(len(told), 5)}",
    ]
    form = capitals(setting.sheet.dialects).company.search(text)
    said = {
        "form ends": form is not None and form.end() == len(text),
        "form within": form is not None and form.end() < len(text),
        "form begins": form is not None and form.start() == 0,
        "small": text.islower(),
        "capitals": text.isupper(),
        "begins small": text[0].islower(),
        "digit": any(map(str.isdigit, text)),
        "ordinary first": bool(told) and told[0],
        "ordinary last": bool(told) and told[-1],
        "own": any(len(word) > _NEAR and word in setting.own for word in words),
    }
    found += [each for each, is_so in said.items() if is_so]
    if max(text) >= _WIDE:
        return [*found, "wide", f"first {text[0]}", f"first {text[:2]}", f"last {text[-1]}", f"last {text[-2:]}"]
    stems = [word[:_NAMES_STEM] for word in words]
    return [*found, f"first {stems[0]}", f"last {stems[-1]}", *[f"word {stem}" for stem in stems]]


def _touching(sheet: Sheet, start: int, end: int) -> list[str]:
    """What stands right before and behind it, which may be a part of the name."""
    text = sheet.page.text
    before, behind = _BEFORE.search(text[max(start - _REACH, 0) : start]), _BEHIND.match(text, end)
    comma = _COMMA.match(text, end)
    found = [
        f"{before.lastgroup if before else _mark(text[max(start - 1, 0) : start])} before",
        f"{behind.lastgroup if behind else _mark(text[end : end + 1])} behind",
    ]
    if capitals(sheet.dialects).company.match(text, comma.end() if comma else end):
        found.append("form follows")
    return found


def _mark(char: str) -> str:
    """A character as one that a line of a file may have."""
    return char.strip() or repr(char)


def _around(setting: Setting, start: int, end: int) -> list[str]:
    """The words before and behind it."""
    stems, starts = setting.tokens
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    before, behind = stems[max(low - _NEAR, 0) : low], stems[high : high + _NEAR]
    return [
        *[f"-{number} {word}" for number, word in enumerate(reversed(before))],
        *[f"+{number} {word}" for number, word in enumerate(behind)],
        f"-- {' '.join(before[-2:])}",
        f"--- {' '.join(before[-3:])}",
        f"++ {' '.join(behind[:2])}",
        f"-+ {' '.join((*before[-1:], *behind[:1]))}",
    ]


def _stem(word: str) -> str:
    return "#" if word[0].isdigit() else "end" if word == "\n" else word[:_STEM]


def _heading(setting: Setting, start: int) -> list[str]:
    """The words of the label before it, or of the line above it."""
    page = setting.sheet.page
    number = page.line_at(start)
    low = page.lines[number].start
    before = page.folded[low:start]
    label = _LABEL.split(before)[:-1]
    if label:
        return ["labelled", *[f"label {_stem(word)}" for word in _TOKEN.findall(label[-1])[-_LAST:]]]
    if before.strip(_MARKS):
        return []
    above = number - 1
    while above > 0 and not page.line_text(above).strip():
        above -= 1
    heading = page.folded[page.lines[above].start : page.lines[above].end]
    words = _TOKEN.findall(heading)[-_LAST:] if len(heading) < _TITLE else ()
    return ["line begins", *[f"above {_stem(word)}" for word in words]]


def _place(setting: Setting, start: int, end: int) -> list[str]:
    """Where in the mail it stands, and how often."""
    sheet, page = setting.sheet, setting.sheet.page
    low, high = page.sentence(start)
    said = {
        "opens": not page.text[low:start].strip(_MARKS),
        "closes": not page.text[end:high].strip(" .!"),
        "subject": start < sheet.body,
        "first line": page.line_at(start) == setting.first,
    }
    found = [each for each, is_so in said.items() if is_so]
    found += [f"under {hit.base}" for hit in sheet.hits if hit.value <= start < hit.end]
    return [*found, f"times {min(page.text.count(page.text[start:end], sheet.body), 4)}"]
