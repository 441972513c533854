"""What an ending leaves as it was: of what one mail names, "B0… is back, B0… stays down". Never raises."""

import re
from collections.abc import Collection
from itertools import chain, islice

from noticed.core.notice.clauses import coordinating, denials
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.runs import FEW, MARK, Run, runs_of, words_in
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.unsaid import unsaid

_COLON = re.compile(r"[:：]")
"""What stands before what is said of one in a list, and of the next behind another."""


def left_open(sheet: Sheet, names: Collection[str]) -> frozenset[str]:
    """Those of ``names`` (products or complaint ids, as printed) that a mail about an ending says have not ended; none
    where that were all, for then it is said of something else."""
    if len(frozenset(names)) < 2:
        return frozenset()
    runs = runs_of(sheet.new, names)
    found = frozenset(chain.from_iterable(run.names for run in runs if _is_left(sheet, run))) | unsaid(sheet, runs)
    return found if len(found) < len(frozenset(names)) else frozenset()


def _is_left(sheet: Sheet, run: Run) -> bool:
    """Whether its clause says so, no farther than the runs around it, or what heads its list."""
    page, low, high = sheet.page, run.low, run.high
    line, (start, end) = page.lines[page.line_at(run.start)], page.sentence(run.start)
    before = page.folded[max(low, start, line.start) : run.start]
    follows = low > max(start, line.start)
    heading = MARK.split(before)[-1] if follows else before
    if words_in(heading) and heading.rstrip().endswith((":", "：")) and not (follows and heading == before):
        return _says(sheet, run.start - len(heading), run.start)
    if not follows and words_in(before + page.folded[run.end : line.end]) <= FEW:
        return _is_headed(sheet, run.start)
    low, high = max(low, start), min(high, end)
    if low > start and (edge := page.folded.find("\n", low, run.start)) >= 0:
        low = edge + 1  # behind the line of the run before
    if high < end and (edge := page.folded.rfind("\n", run.end, high)) >= 0:
        high = edge
    return _says(sheet, *_clause(sheet, run, low, high))


def _clause(sheet: Sheet, run: Run, low: int, high: int) -> tuple[int, int]:
    """The clause of a run. A word that joins clauses has some of the first before it: "nicht aber für B0…". It is
    looked for as it is printed: without its accent "è" is "e"."""
    folded, text, joints = sheet.page.folded, sheet.page.text, coordinating(sheet.dialect)
    marks = chain(MARK.finditer(folded, low, run.start), _COLON.finditer(folded, low, run.start))
    low = max((mark.end() for mark in marks), default=low)
    high = min((mark.start() for mark in MARK.finditer(folded, run.end, high)), default=high)
    behind = joints.search(text, run.end, high)
    high = behind.start() if behind else high
    before = (joint for joint in joints.finditer(text, low, run.start) if words_in(text[low : joint.start()]) > FEW)
    last = max((joint.end() for joint in before), default=low)
    whole = words_in(text[run.end : high]) or words_in(text[last : run.start]) > FEW
    return last if whole else low, high


def _is_headed(sheet: Sheet, start: int) -> bool:
    """Whether the first line above a list that is more than a name says so: "Not reinstated:"."""
    page = sheet.page
    lines = reversed(page.lines[: page.line_at(start)])
    above = ((line.start, page.folded[line.start : line.end]) for line in lines)
    headings = ((low, low + len(line)) for low, line in above if words_in(line) > FEW or _COLON.search(line))
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
    places = denials(sheet.page, voice, low, high)
    return any(not any(start <= place < end for start, end in dropped) for place in places)
