"""What no ending is stated of, where one is stated of another: "171… was withdrawn. The owner maintains 187…".

When in doubt nothing has ended: who keeps a complaint may say so in any words. Never raises.
"""

from collections.abc import Iterator, Sequence

from noticed.core.notice.clauses import coordinating
from noticed.core.notice.ending import ENDINGS
from noticed.core.notice.runs import MARK, Run, words_in
from noticed.core.notice.sheet import Sheet

_LABEL = 2
"""Words of a label, at most: more tell something."""
_STOPS = (".", "。", "!", "！")
"""What a sentence ends with, and no line of a table."""


def unsaid(sheet: Sheet, runs: Sequence[Run]) -> frozenset[str]:
    """Names that have a sentence, or a part of one, to themselves that states no ending, where that of another does."""
    endings = tuple(_endings(sheet))
    ended, told = frozenset[str](), frozenset[str]()
    for run in runs if endings else ():
        first, last = _part(sheet, run)
        if any(first <= start < last or (start <= run.start and run.end <= end) for start, end in endings):
            ended |= run.names
        elif _is_told(sheet, run, first, last):
            told |= run.names
    return told - ended if ended else frozenset()


def _endings(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Where an ending is stated."""
    for voice in sheet.voices:
        rules = (rule.any for rule in voice.kinds if rule.name in ENDINGS)
        for each in (*rules, voice.deeds.back, voice.notice.withdrawn):
            stated = frozenset(sheet.statements(each, firmly=True, settled=True))
            yield from (match.span() for match in each.matches(sheet.new) if match.start() in stated)


def _part(sheet: Sheet, run: Run) -> tuple[int, int]:
    """The part of its sentence that is about a run, up to what parts it from the runs around it."""
    folded, joints = sheet.page.folded, coordinating(sheet.dialect)
    start, end = sheet.page.sentence(run.start)
    if run.low > start:
        marks = (*MARK.finditer(folded, run.low, run.start), *joints.finditer(folded, run.low, run.start))
        start = max((mark.end() for mark in marks), default=run.low)
    if run.high < end:
        marks = (*MARK.finditer(folded, run.end, run.high), *joints.finditer(folded, run.end, run.high))
        end = min((mark.start() for mark in marks), default=run.high)
    return start, end


def _is_told(sheet: Sheet, run: Run, first: int, last: int) -> bool:
    """Whether the part of a run tells something, not that it goes as the other, and is no line of a table or list. Of
    a sentence that names others too, what follows behind a comma may be said of all."""
    folded, whole = sheet.page.folded, sheet.page.sentence(run.start)
    comma = MARK.search(folded, run.end, last) if (first, last) != whole else None
    words = words_in(folded[first : run.start]) + words_in(folded[run.end : comma.start() if comma else last])
    alike = any(sheet.says(voice.notice.likewise, first, last) for voice in sheet.voices)
    return words > _LABEL and not alike and folded[slice(*whole)].rstrip().endswith(_STOPS)
