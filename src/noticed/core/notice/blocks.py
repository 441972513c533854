"""Names in the blocks under headings such as "the rights owner's contact details". Never raises."""

import re
from collections.abc import Iterator

from noticed.core.notice.addresses import amazon_addresses
from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import AROUND, clean_name
from noticed.core.notice.hits import Hit
from noticed.core.notice.naming import Name
from noticed.core.notice.principals import is_agent
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.valued import is_prose, of_value

_TOLD = re.compile(r"[、，,][^。]{1,200}。\s*\Z")
"""A line of a script without blanks that is a sentence: marks in it, and a stop behind it."""
_SAID = 5
"""Small words that no name has."""


def names_in_blocks(sheet: Sheet, agents: list[Name]) -> Iterator[Name]:
    """Names under headings such as "the rights owner's contact details"."""
    for heading, _ in sheet.values("contact"):
        inner = [
            hit for hit in sheet.hits if heading.value <= hit.start < _block_end(sheet, heading.end, heading.value)
        ]
        named = [hit for hit in inner if hit.base in {"name", "owner"}]
        for hit in named:
            yield from of_value(sheet, sheet.page.text[hit.value : hit.end], hit.value)
        people: list[Name] = []
        bare: list[Name] = []
        for start, line in _block_lines(sheet, heading):
            label = next((hit for hit in sheet.hits if start <= hit.start < start + len(line) + 1), None)
            if label and label.base != "contact":
                if label.base in {"person", "agent"}:
                    people.extend(of_value(sheet, sheet.page.text[label.value : label.end], label.value))
                if not sheet.page.text[start : label.start].strip(AROUND) or label.base not in {"phone", "email"}:
                    continue
            cut = line.split("，")[0] if "@" in line else line
            name = clean_name(sheet, cut)
            if not name:
                continue
            if len(name) > 90 or is_prose(sheet, name) or _TOLD.search(line) or _is_said(sheet, name):
                break
            found = Name(text=name, start=start)
            if is_agent(sheet, name):
                agents.append(found)
            else:
                bare.append(found)
        company = capitals(sheet.dialects).company
        yield from sorted(bare, key=lambda name: company.search(name.text) is None)
        agents.extend(people)


def _block_lines(sheet: Sheet, heading: Hit) -> Iterator[tuple[int, str]]:
    """The lines of a block and where they begin, up to one with an address of Amazon's: that says where to write."""
    start, end = heading.value, _block_end(sheet, heading.end, heading.value)
    amazons = {address.start for address in amazon_addresses(sheet)}
    for line in sheet.page.text[start:end].split("\n"):
        if not amazons.isdisjoint(range(start, start + len(line))):
            return
        yield start, line
        start += len(line) + 1


def _block_end(sheet: Sheet, end: int, start: int) -> int:
    """End of the lines of a block: up to a blank one, but at least one line that is not blank."""
    page = sheet.page
    first = page.line_at(start)
    if not page.text[start : page.lines[first].end].strip():
        first = page.line_at(start) + 1
        while first < len(page.lines) and not page.line_text(first).strip():
            first += 1
    if first >= len(page.lines):
        return end
    _, stop = page.paragraph(page.lines[first].start)
    return min(max(stop, end), page.lines[min(first + 7, len(page.lines) - 1)].end)


def _is_said(sheet: Sheet, line: str) -> bool:
    """Whether most words of a line are small ones, and more than any name has."""
    words = [word for word in line.split() if word not in capitals(sheet.dialects).joining]
    small = sum(word.islower() for word in words)
    return small >= _SAID and small * 2 > len(words)
