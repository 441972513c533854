"""What an ending leaves as it was: of what one mail names, "B0… is back, B0… stays down". Never raises."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.sheet import ORDINAL, Sheet, coordinating
from noticed.core.values import Value

_MARK = re.compile(r"[,;，；、|]|(?<=\s)[-–—](?=\s)")
"""Where a clause ends. What is said of one in a list stands behind a colon …"""
_COLON = re.compile(r"[:：]")
"""… and behind another what is said of the next."""
_WORD = re.compile(r"[\u2e80-\uffff]{1,3}|\b[^\W\d_\u2e80-\uffff]+\b")
"""A word, no name of a product; of a script without blanks what hardly is more than one."""
_FEW = 1
"""Words that join two names ("B0… and B0…"), or stand before one in a list ("ASIN B0…"), at most."""
_BREAK = re.compile(r"[^\s,、，/&+()\w]|\n")
"""What parts two names."""
_APART = 12
"""Characters between two of a run, at most."""


class _Run(Value):
    """Names that stand side by side, of which one thing is said."""

    names: frozenset[str]
    start: int
    end: int


def left_open(sheet: Sheet, names: Collection[str]) -> frozenset[str]:
    """Those of ``names`` (products or complaint ids, as printed) that a mail about an ending says have not ended; none
    where that were all, for then it is said of something else."""
    if len(frozenset(names)) < 2:
        return frozenset()
    runs = list(_runs(sheet.new, names))
    lows, highs = [0, *(run.end for run in runs)], [*(run.start for run in runs[1:]), len(sheet.new)]
    around = zip(runs, lows, highs, strict=False)
    found = frozenset(chain.from_iterable(run.names for run, low, high in around if _is_left(sheet, run, low, high)))
    return found if len(found) < len(frozenset(names)) else frozenset()


def _runs(new: str, names: Collection[str]) -> Iterator[_Run]:
    """Every run of the names."""
    printed = {name.casefold(): name for name in names}
    run: list[re.Match[str]] = []
    for match in re.finditer("|".join(map(re.escape, printed)), new):
        if run and _parts(new[run[-1].end() : match.start()]):
            yield _run(run, printed)
            run = []
        run.append(match)
    if run:
        yield _run(run, printed)


def _parts(between: str) -> bool:
    """Whether what stands between two names makes two runs of them."""
    return bool(_BREAK.search(between)) or len(between) > _APART or _words(between) > _FEW


def _run(matches: Sequence[re.Match[str]], printed: Mapping[str, str]) -> _Run:
    names = frozenset(printed[match[0]] for match in matches)
    return _Run(names=names, start=matches[0].start(), end=matches[-1].end())


def _is_left(sheet: Sheet, run: _Run, low: int, high: int) -> bool:
    """Whether its clause says so, no farther than the runs around it (``low``, ``high``), or what heads its list."""
    page = sheet.page
    line, (start, end) = page.lines[page.line_at(run.start)], page.sentence(run.start)
    before = page.folded[max(low, start, line.start) : run.start]
    follows = low > max(start, line.start)
    heading = _MARK.split(before)[-1] if follows else before
    if _words(heading) and heading.rstrip().endswith((":", "：")) and not (follows and heading == before):
        return _says(sheet, run.start - len(heading), run.start)
    if not follows and _words(before + page.folded[run.end : line.end]) <= _FEW:
        return _is_headed(sheet, run.start)
    low, high = max(low, start), min(high, end)
    if low > start and (edge := page.folded.find("\n", low, run.start)) >= 0:
        low = edge + 1  # behind the line of the run before
    if high < end and (edge := page.folded.rfind("\n", run.end, high)) >= 0:
        high = edge
    return _says(sheet, *_clause(sheet, run, low, high))


def _clause(sheet: Sheet, run: _Run, low: int, high: int) -> tuple[int, int]:
    """The clause of a run. A word that joins clauses has some of the first before it: "nicht aber für B0…". It is
    looked for as it is printed: without its accent "è" is "e"."""
    folded, text, joints = sheet.page.folded, sheet.page.text, coordinating(sheet.dialect)
    marks = chain(_MARK.finditer(folded, low, run.start), _COLON.finditer(folded, low, run.start))
    low = max((mark.end() for mark in marks), default=low)
    high = min((mark.start() for mark in _MARK.finditer(folded, run.end, high)), default=high)
    behind = joints.search(text, run.end, high)
    high = behind.start() if behind else high
    before = (joint for joint in joints.finditer(text, low, run.start) if _words(text[low : joint.start()]) > _FEW)
    last = max((joint.end() for joint in before), default=low)
    whole = _words(text[run.end : high]) or _words(text[last : run.start]) > _FEW
    return last if whole else low, high


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _is_headed(sheet: Sheet, start: int) -> bool:
    """Whether the first line above a list that is more than a name says so: "Not reinstated:"."""
    page = sheet.page
    lines = reversed(page.lines[: page.line_at(start)])
    above = ((line.start, page.folded[line.start : line.end]) for line in lines)
    headings = ((low, low + len(line)) for low, line in above if _words(line) > _FEW or _COLON.search(line))
    return any(_says(sheet, *heading) for heading in islice(headings, 1))


def _says(sheet: Sheet, low: int, high: int) -> bool:
    """Whether a stretch says that something has not ended, and not on what condition."""
    if any(sheet.says(voice.words.hedges, low, high) for voice in sheet.voices):
        return False
    lists = ((voice.notice.left, voice.notice.open, voice.notice.remains) for voice in sheet.voices)
    return any(sheet.says(words, low, high) for words in chain.from_iterable(lists)) or any(
        _is_denied(sheet, voice, low, high) for voice in sheet.voices
    )


def _is_denied(sheet: Sheet, voice: Dialect, low: int, high: int) -> bool:
    """Whether a denial stands in a stretch, but for words that deny and yet state it: "no longer pursues"."""
    folded = sheet.page.folded
    dropped = [match.span() for match in voice.notice.dropped.between(folded, low, high)]
    places = [each.start() for each in voice.words.denials.between(folded, low, high)]
    denials = (place for place in places if not ORDINAL.match(folded, place))
    return any(not any(start <= place < end for start, end in dropped) for place in denials)
