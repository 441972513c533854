"""ASINs of a notice, in the order of the text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, islice

from noticed.core.notice.fields import ASIN, ISBN, SMALL_ASIN, is_asin
from noticed.core.notice.hits import Hit
from noticed.core.notice.id_words import complaint_words, follows_word
from noticed.core.notice.page import Line
from noticed.core.notice.rights import Found
from noticed.core.notice.sheet import Sheet

_BOOKS = re.compile(rf"{ASIN.pattern}|{ISBN.pattern}|[\s,;/|、]")
"""What a list has that is of ASINs alone."""
_BETWEEN = r"(?:[,;/&]|\s[^\W\d_]{1,3}(?=\s)|[\u2e80-\uffff])\s?"
_BESIDE = re.compile(rf"({ISBN.pattern}){_BETWEEN}{ASIN.pattern}|{ASIN.pattern}{_BETWEEN}({ISBN.pattern})")
"""A book and another product with a comma or a short word between them."""
_COUNTER = re.compile(r"\s{0,9}(?:\d{1,2}[.)]|[•·*–-])\s{1,9}")
_MAX = 500
"""More ASINs than any notice has."""


@lru_cache(maxsize=2)
def asins(sheet: Sheet) -> tuple[Found, ...]:
    """Every ASIN, body before subject; ASINs in small letters only behind an ASIN's label; books (ISBN-10)
    there and beside other products, with another last digit only where nothing but ASINs stands behind the label."""
    places: list[tuple[int, str]] = [
        (match.start(), match[0]) for match in islice(ASIN.finditer(sheet.page.text), _MAX)
    ]
    labelled = frozenset(sheet.page.line_at(hit.start) for hit in sheet.hits)
    for hit in sheet.hits:
        if hit.base == "asin":
            end = _list_end(sheet, hit, labelled)
            value = sheet.page.text[hit.value : end]
            places.extend((hit.value + match.start(), match[0].upper()) for match in SMALL_ASIN.finditer(value))
            alone = not _BOOKS.sub("", value).strip()
            books = (match for match in ISBN.finditer(value) if alone or is_asin(match[0]))
            places.extend((hit.value + match.start(), match[0]) for match in books)
    places.extend(_listed_books(sheet))
    places.extend(_books_beside(sheet))
    places.sort(key=lambda item: (item[0] < sheet.body, item[0]))
    found: dict[str, Found] = {}
    for start, text in places:
        found.setdefault(text, Found(text=text, start=start))
    return tuple(found.values())


def _books_beside(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Books right beside another product; complaints had ten digits once, and may look like one."""
    words, _ = complaint_words(sheet.dialects)
    for match in _BESIDE.finditer(sheet.page.text):
        start, text = (match.start(1), match[1]) if match[1] else (match.start(2), match[2])
        labelled = any(hit.value <= start < hit.end for hit in sheet.hits if hit.base == "complaint_id")
        if is_asin(text) and not labelled and not follows_word(sheet, start, words):
            yield start, text


def _listed_books(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Books that begin a line of a list, in which a line above or below begins with a product."""
    if ISBN.search(sheet.page.text, sheet.body) is None:
        return
    starts = ((_after_counter(sheet, line), line.end) for line in sheet.page.lines)
    listed = ((ASIN.match(sheet.page.text, *place), ISBN.match(sheet.page.text, *place)) for place in starts)
    for is_list, lines in groupby(listed, key=lambda each: bool(each[0] or (each[1] and is_asin(each[1][0])))):
        entries = list(lines) if is_list else []
        if any(product for product, _ in entries):
            yield from ((book.start(), book[0]) for product, book in entries if book and not product)


def _after_counter(sheet: Sheet, line: Line) -> int:
    """Where what a line lists begins: behind its mark or number."""
    counter = _COUNTER.match(sheet.page.text, line.start, line.end)
    return counter.end() if counter else line.start


def _list_end(sheet: Sheet, hit: Hit, labelled: frozenset[int]) -> int:
    """End of the lines that go on with the list a label began."""
    page = sheet.page
    number = page.line_at(max(hit.end - 1, hit.value))
    end = hit.end
    while number + 1 < len(page.lines) and number + 1 not in labelled:
        number += 1
        line = page.line_text(number)
        if not (ASIN.search(line) or ISBN.search(line)):
            break
        end = page.lines[number].end
    return end
