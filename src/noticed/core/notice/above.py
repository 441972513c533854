"""A card of contact details above a paragraph that says whose it is: "This company told us that …". Never raises."""

from collections.abc import Iterator
from functools import lru_cache

from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import clean_name
from noticed.core.notice.naming import Name
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.sheet import Sheet

_OPENING = 60
"""Characters from the beginning of the paragraph in which it says so."""
_LINES, _LINE = 6, 80
"""Lines of a card, and characters of each, at most."""


@lru_cache(maxsize=2)
def card_above(sheet: Sheet) -> range:
    """The lines of the card; none where no paragraph says so, or what is above it is prose."""
    page = sheet.page
    for match in (m for voice in sheet.voices for m in voice.owner.above.finditer(page.folded)):
        start, _ = page.paragraph(match.start())
        last = page.line_at(start) - 1
        while last > 0 and not page.line_text(last).strip():
            last -= 1
        low, high = page.paragraph(page.lines[last].start)
        card = range(page.line_at(low), last + 1)
        short = len(card) <= _LINES and all(len(page.line_text(number)) <= _LINE for number in card)
        addressed = any(low <= address.start < high for address in find_addresses(sheet))
        if match.start() - start <= _OPENING and low >= sheet.body and short and addressed:
            return card
    return range(0)


def names_above(sheet: Sheet) -> Iterator[Name]:
    """The firm on that card, or what its first line says; no line with a label or an address."""
    page, company = sheet.page, capitals(sheet.dialects).company
    labelled = {page.line_at(hit.start) for hit in sheet.hits}
    lines = [number for number in card_above(sheet) if number not in labelled and "@" not in page.line_text(number)]
    for number in sorted(lines[:1] + [n for n in lines[1:] if company.search(page.line_text(n))]):
        if name := clean_name(sheet, page.line_text(number)):
            yield Name(text=name, start=page.lines[number].start)
            return
