"""The rights owner's name: from its label, from the block of contact details, or from a sentence that names him.

The company comes before the contact person, the owner before his agent, who counts where nobody else is named.
None where the name is masked or missing.
"""

import re
from collections.abc import Iterator

from noticed.core.notice.addresses import amazon_addresses
from noticed.core.notice.apposed import in_brackets
from noticed.core.notice.by_address import before_addresses, in_prose
from noticed.core.notice.capitals import capitals, is_capital
from noticed.core.notice.clean import AROUND, QUOTES, REFERENCE, clean_name
from noticed.core.notice.firms import firms
from noticed.core.notice.guess import preferred
from noticed.core.notice.helpers import is_for_other_things
from noticed.core.notice.hits import Hit
from noticed.core.notice.naming import Name, names_in_sentences
from noticed.core.notice.principals import is_agent, principals, represented
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.stating import before_statements
from noticed.core.notice.tidied import is_said_twice, is_within, tidied
from noticed.core.notice.whole import whole_names
from noticed.core.notice.wide import wide_names

_ADDRESS_ALONE = re.compile(r"\A[\s<(]{0,3}[^\s@]{1,64}@[^\s@,;]{3,190}\s{0,3}")
_TOLD = re.compile(r"[、，,][^。]{1,200}。\s*\Z")
"""A line of a script without blanks that is a sentence: marks in it, and a stop behind it."""
_FORM_WORDS = 4
"""Words of a line with which a name ends, its legal form among them."""
_JOINED = 8
"""Words of the second line of a name, at most."""
_SMALL = 4
"""Letters of a small word at the end of its first."""
_NO_NAME = re.compile(r"[@:：]|\d{4}")
_SAID = 5
"""Small words that no name has."""
_TOLD_BY = 3
"""Such words with which a sentence goes on."""


def owner_names(sheet: Sheet, addresses: tuple[Address, ...], *, weigh: bool = True) -> Iterator[Name]:
    """Names of rights owners, the best first. ``weigh``: whom nothing names in so many words is guessed."""
    said = False
    for hit, value in sheet.values("owner"):
        if is_within(sheet, hit, value):
            continue
        said = said or (
            bool(value)
            and hit.strong
            and not _is_address_alone(sheet, value)
            and REFERENCE.match(value) is None
            and not _is_told(sheet, value)
            and not _is_prose(sheet, value.strip(QUOTES))
        )
        if not is_said_twice(sheet, value):
            yield from _of_value(sheet, value, hit.value)
    agents: list[Name] = []
    if not said:
        found = whole_names(sheet, tidied(sheet, _of_parties(sheet, _unlabelled(sheet, addresses, agents))))
        guessed = whole_names(sheet, tidied(sheet, preferred(sheet, found))) if weigh else found
        yield from _of_parties(sheet, guessed)
    yield from agents
    for hit, value in sheet.values("agent", "person"):
        yield from _of_value(sheet, value, hit.value)


def _of_parties(sheet: Sheet, names: Iterator[Name]) -> Iterator[Name]:
    """Names without those of whom the reader may turn to for other things."""
    return (name for name in names if not is_for_other_things(sheet, name.start))


def _is_told(sheet: Sheet, value: str) -> bool:
    """Whether a value is a sentence that goes on behind a word and a colon: "its author: for both that is Oak Ltd"."""
    joining = capitals(sheet.dialects).joining
    words = [word for word in value.split("\n", 1)[0].split() if word not in joining]
    told = len(words) > _TOLD_BY and all(word[0].islower() for word in words[:_TOLD_BY])
    return told and clean_name(sheet, value.split("\n", 1)[0]) is not None


def _is_address_alone(sheet: Sheet, value: str) -> bool:
    """Whether a value is an address with no name, if a telephone stands behind it."""
    address = _ADDRESS_ALONE.match(value)
    return address is not None and (address.end() == len(value) or clean_name(sheet, value) is None)


def _unlabelled(sheet: Sheet, addresses: tuple[Address, ...], agents: list[Name]) -> Iterator[Name]:
    """Names that stand under no label of the owner's; agents are noted."""
    yield from _of_blocks(sheet, agents)
    yield from principals(sheet)
    yield from represented(sheet)
    yield from in_brackets(sheet)
    yield from _unless_agents(sheet, names_in_sentences(sheet), agents)
    yield from in_brackets(sheet, makers=True)
    near = {sheet.page.line_at(address.start) + step for address in addresses for step in (-2, -1, 0, 1, 2)}
    for hit, value in sheet.values("name"):
        if sheet.page.line_at(hit.start) in near or capitals(sheet.dialects).company.search(value):
            yield from _of_value(sheet, value, hit.value)
    for hit, value in sheet.values("owner_email", "email"):
        if hit.base == "owner_email" or any(hit.value <= address.start < hit.end + 200 for address in addresses):
            yield from _of_value(sheet, value, hit.value)
    yield from before_addresses(sheet, addresses)
    yield from _unless_agents(sheet, firms(sheet), agents)
    yield from in_prose(sheet, addresses)
    yield from _unless_agents(sheet, before_statements(sheet), agents)
    yield from wide_names(sheet)


def _unless_agents(sheet: Sheet, names: Iterator[Name], agents: list[Name]) -> Iterator[Name]:
    """Names that are no agent's; those are noted."""
    for name in names:
        if is_agent(sheet, name.text):
            agents.append(name)
        else:
            yield name


def _of_value(sheet: Sheet, value: str, start: int) -> Iterator[Name]:
    """The name in the value of a label: its first line, or the lines it runs over."""
    lines = value.split("\n")
    text = lines[0]
    if len(lines) == 1 and (below := _line_below(sheet, start)) and _joins(sheet, text, below):
        text = f"{text.strip()} {below}"
    if len(lines) > 1 and "@" not in lines[1] and _goes_on(sheet, text, lines[1]):
        text = f"{text.strip()} {lines[1].strip()}"
    for cell in text.split("\t"):  # a table whose columns are complaints has several
        name = clean_name(sheet, cell)
        if name and not _is_sentence(name) and not _is_prose(sheet, name):
            yield Name(text=name, start=start)


def _is_small(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) <= _SMALL


def _line_below(sheet: Sheet, start: int) -> str:
    """The line below a value, where no label stands on it."""
    number = sheet.page.line_at(start) + 1
    if number >= len(sheet.page.lines) or any(
        hit.strong and sheet.page.line_at(hit.start) == number for hit in sheet.hits
    ):
        return ""
    return sheet.page.line_text(number).strip()


def _goes_on(sheet: Sheet, text: str, below: str) -> bool:
    """Whether a name goes on in the next line of a narrow table: behind a comma or "&", with the legal form that it
    lacks and at most two words before it, or where a small word joins the two lines."""
    company, line = capitals(sheet.dialects).company, below.strip()
    if _joins(sheet, text, line):
        return True
    ends = any(form.end() == len(line) for form in company.finditer(line)) and not company.search(text)
    short = len(line.split()) <= _FORM_WORDS and line[:1].isupper()
    return text.rstrip().endswith((",", "&")) or _is_form(sheet, below) or (ends and short)


def _joins(sheet: Sheet, text: str, line: str) -> bool:
    """Whether a small word at the end of one line, or at the beginning of the next, joins two lines of a name: "Society
    for the" over "Old Lace", "Friends" over "of the Old Lace"."""
    written, first, last = capitals(sheet.dialects), line.split(), text.split()
    if not first or not last or len(first) > _JOINED or not any(map(is_capital, first)) or _NO_NAME.search(line):
        return False
    small = {last[-1], first[0]} & written.joining or (_is_small(last[-1]) and len(last) > 1)
    ended = line.endswith((".", "?", "!")) and not written.company.search(line)
    words = [word for word in first if word not in written.joining]
    return bool(small) and not ended and sum(word.islower() for word in words) * 2 <= len(words)


def _is_form(sheet: Sheet, line: str) -> bool:
    """Whether a line is a legal form and nothing else: a name runs over two lines in a narrow table."""
    return bool(line.strip()) and not capitals(sheet.dialects).company.sub("", line).strip(AROUND)


def _is_sentence(name: str) -> bool:
    """Names may begin small, but go on for a few words only."""
    return not is_capital(name) and name[0].islower() and len(name.split()) > 4


def _is_prose(sheet: Sheet, line: str) -> bool:
    """A full stop behind a word of more than five letters, or a long line: no name; that of "S.A. de C.V." is none."""
    words = line.split()
    form = next(reversed(list(capitals(sheet.dialects).company.finditer(line))), None)
    if form and form.end() == len(line) and "." in form[0].rstrip("."):
        return False
    return line.endswith((".", "。", "!", "?")) and (len(words) > 9 or (len(words) > 3 and len(words[-1]) > 6))


def _is_said(sheet: Sheet, line: str) -> bool:
    """Whether most words of a line are small ones, and more than any name has."""
    words = [word for word in line.split() if word not in capitals(sheet.dialects).joining]
    small = sum(word.islower() for word in words)
    return small >= _SAID and small * 2 > len(words)


def _of_blocks(sheet: Sheet, agents: list[Name]) -> Iterator[Name]:
    """Names under headings such as "the rights owner's contact details"."""
    for heading, _ in sheet.values("contact"):
        inner = [
            hit for hit in sheet.hits if heading.value <= hit.start < _block_end(sheet, heading.end, heading.value)
        ]
        named = [hit for hit in inner if hit.base in {"name", "owner"}]
        for hit in named:
            yield from _of_value(sheet, sheet.page.text[hit.value : hit.end], hit.value)
        people: list[Name] = []
        bare: list[Name] = []
        for start, line in _block_lines(sheet, heading):
            label = next((hit for hit in sheet.hits if start <= hit.start < start + len(line) + 1), None)
            if label and label.base != "contact":
                if label.base in {"person", "agent"}:
                    people.extend(_of_value(sheet, sheet.page.text[label.value : label.end], label.value))
                if not sheet.page.text[start : label.start].strip(AROUND) or label.base not in {"phone", "email"}:
                    continue
            cut = line.split("，")[0] if "@" in line else line
            name = clean_name(sheet, cut)
            if not name:
                continue
            if len(name) > 90 or _is_prose(sheet, name) or _TOLD.search(line) or _is_said(sheet, name):
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
