"""Names that stand by the complainant's address: before it on its line, above it on its card, right before it in a
sentence. Never raises."""

import re
from collections.abc import Iterator

from noticed.core.notice.capitals import behind_mark, capitals, is_list, last_cell
from noticed.core.notice.clean import AROUND, clean_name, is_of_mail
from noticed.core.notice.fold import fold
from noticed.core.notice.naming import Name, behind_owner
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet

_CLAUSES = re.compile(r"[、，。；！？]")
_MARK = re.compile(r"\s{0,9}(?:--?|[–—•*·])\s")
_DASH = re.compile(r"\s[-–—]\s(?=\w)")
_STREET = re.compile(r"\d")
_SMALL_WORDS = 2
"""Small words that no name has."""
_CARD = 5
"""Lines of a card of contact details, and words of each."""


def before_addresses(sheet: Sheet, addresses: tuple[Address, ...]) -> Iterator[Name]:
    """``-- Delphine Okafor, d.okafor@…``: what stands on the line before the complainant's address."""
    for address in addresses:
        line = sheet.page.lines[sheet.page.line_at(address.start)]
        before, behind = sheet.page.text[line.start : address.start], sheet.page.text[address.end : line.end]
        listed = is_list(before, behind)
        opened = before.rstrip().endswith(("(", "<", "（"))
        text = _clause(behind_owner(sheet, last_cell(before)))
        found = _listed(sheet, text) if listed else capitals(sheet.dialects).name_before(text)
        name = clean_name(sheet, _without_office(sheet, found))
        small = name and fold(name.split()[-1]) in capitals(sheet.dialects).nobody  # "Schreiben Sie an"
        if small:
            continue
        if name and len(name.split()) <= 8 and (name[0].isupper() or name[0] >= "\u2e80") and (listed or opened):
            yield Name(text=name, start=line.start)
        if not name and before.strip(AROUND + "<(") == "":
            yield from _above(sheet, address)
            yield from _below(sheet, address)


def _without_office(sheet: Sheet, text: str) -> str:
    """A firm without what a dash parts from it: "Oak Ltd – Trademark office"."""
    forms = capitals(sheet.dialects).company.finditer(text)
    ends = (form.end() for form in forms if form.start() and _DASH.match(text, form.end()) is not None)
    return text[: next(ends, len(text))]


def _above(sheet: Sheet, address: Address) -> Iterator[Name]:
    """Names on the card of an address ("Quill & Ember Press", a telephone, the address): a firm, the line over it, the
    first one; no street."""
    number = sheet.page.line_at(address.start)
    first = sheet.page.line_at(sheet.page.paragraph(address.start)[0])
    card = range(max(first, number - _CARD), number)
    company = capitals(sheet.dialects).company
    firms_first = sorted((line for line in card if company.search(sheet.page.line_text(line))), reverse=True)
    for above in dict.fromkeys((*firms_first, number - 1, first)):
        between = (sheet.page.line_text(line).split() for line in range(above + 1, number))
        if not 0 < number - above <= _CARD or above < 0 or any(len(words) > _CARD for words in between):
            continue
        text = behind_mark(sheet.page.line_text(above))
        if above not in firms_first and above != first and _STREET.search(text):
            continue
        labelled = any(sheet.page.line_at(hit.start) == above for hit in sheet.hits) or is_of_mail(sheet, text)
        name = clean_name(sheet, text)
        ends = text.rstrip().endswith((".", ":", "。", "：", "?")) and above not in firms_first
        if name and not labelled and not ends and not _is_said(sheet, name) and len(name.split()) <= 8:
            yield Name(text=name, start=sheet.page.lines[above].start)


def _below(sheet: Sheet, address: Address) -> Iterator[Name]:
    """The name on the next item of a list that an address opens: "-- ip@…", and below it "-- Oak Ltd"."""
    page = sheet.page
    number = page.line_at(address.start)
    mark = _MARK.match(page.line_text(number))
    above = _MARK.match(page.line_text(number - 1)) if number else None
    if mark is None or above is not None or number + 1 >= len(page.lines):
        return
    below, line = _MARK.match(page.line_text(number + 1)), page.lines[number + 1]
    labelled = any(line.start <= hit.start < line.end for hit in sheet.hits)
    if below is None or below[0].strip() != mark[0].strip() or labelled or "@" in page.line_text(number + 1):
        return
    name = clean_name(sheet, behind_mark(page.line_text(number + 1)))
    if name and not _is_said(sheet, name) and len(name.split()) <= 8 and not name.endswith((".", ":", "?")):
        yield Name(text=name, start=line.start)


def in_prose(sheet: Sheet, addresses: tuple[Address, ...]) -> Iterator[Name]:
    """``Oak Ltd (ip@…) reported``, ``write to Oak Ltd at ip@…``: the name right before the complainant's address."""
    for address in addresses:
        start, _ = sheet.page.sentence(address.start)
        label = next((hit for hit in sheet.hits if hit.value <= address.start < hit.end and hit.base == "email"), None)
        end = label.start if label else address.start
        by = (hit.value for hit in sheet.hits if hit.base == "ignore" and hit.value <= address.start < hit.end)
        before = sheet.page.text[max(start, *by, 0) : end]
        name = clean_name(sheet, _clause(behind_owner(sheet, capitals(sheet.dialects).name_before(before))))
        if name and " " not in name and before.rstrip().endswith((":", "：", "】")):
            continue  # one word and a colon is a label we do not know
        if name and (name[0].isupper() or name[0] >= "\u2e80") and len(name.split()) <= 8:
            yield Name(text=name, start=start)


def _listed(sheet: Sheet, text: str) -> str:
    """The name in a line that lists one; of a sentence that ends with a list its last words: "write to Ann Oak, "."""
    written = capitals(sheet.dialects)
    small = [word for word in text.split() if word[0].islower() and word not in written.joining]
    return written.name_before(text) if len(small) >= _SMALL_WORDS else written.unopened(text.lstrip(AROUND))


def _clause(text: str) -> str:
    """The last clause of a text in a script without blanks, in which a name is no run of capitals."""
    return _CLAUSES.split(text.rstrip(AROUND + "(（"))[-1] if text[:1] >= "\u2e80" else text


def _is_said(sheet: Sheet, text: str) -> bool:
    """Whether most of the words are small ones, but for those that join the words of a name: a sentence."""
    joining = capitals(sheet.dialects).joining
    words = [word for word in text.split() if word not in joining]
    return len(words) > 3 and sum(word[0].islower() for word in words) * 2 > len(words)
