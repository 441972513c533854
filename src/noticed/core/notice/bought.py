"""Whether somebody bought the product to test it. Never raises."""

import re

from noticed.core.notice.sheet import Sheet

_REACH = 60
"""Characters before a number in which it may be called that of a test buy."""
_GAP = re.compile(r"\W{0,3}")


def is_test_buys(sheet: Sheet, start: int) -> bool:
    """Whether the number at ``start`` is that of a test buy: "(test buy 11-0442)"."""
    before = sheet.page.folded[max(start - _REACH, 0) : start]
    said = (match.end() for voice in sheet.voices for match in voice.notice.test_buys.finditer(before))
    return any(_GAP.fullmatch(before, end) for end in said)


def test_buy(sheet: Sheet) -> int | None:
    """Where it is said that somebody bought the product to test it: not in "without a test buy"."""
    for voice in sheet.voices:
        for match in voice.notice.test_buys.finditer(sheet.page.folded):
            start, _ = sheet.page.sentence(match.start())
            line = sheet.page.lines[sheet.page.line_at(match.start())]
            before = sheet.page.folded[max(start, line.start) : match.start()]
            if not voice.notice.no_test_buys.search(before + match[0]) and not voice.words.hedges.search(before):
                return match.start()
    return None
