"""Whether somebody bought the product to test it. Never raises."""

from noticed.core.notice.sheet import Sheet


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
