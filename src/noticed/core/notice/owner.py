"""The rights owner's name: from its label, from the block of contact details, or from a sentence that names him.

The company comes before the contact person, the owner before his agent, who counts where nobody else is named.
None where the name is masked or missing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from noticed.core.notice.addresses import Address
from noticed.core.notice.capitals import behind_mark, capitals, is_list
from noticed.core.notice.clean import AROUND, clean_name, is_masked
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.phrase import Group, Slot, phrases
from noticed.core.notice.sheet import Sheet
from noticed.core.values import Value

_NAME = r"(?P<name>[^\n,;:()（）。<>@]{2,80}?)"
_LATIN = re.compile(r"(?<![A-Z])[A-Z][A-Za-z0-9&.,'’ \u00c0-\u024f-]{1,70}(?=[^A-Za-z0-9]{0,3}$)")


_DAY = re.compile(r"\s{0,3}[^\W\d_]{1,6}\s([^\W\d_]{4,20}),?\s{1,3}(?=\S)")
"""A small word, a word, and more behind them."""


class Name(Value):
    """A name and where it stands."""

    text: str
    start: int


def owner_names(sheet: Sheet, addresses: tuple[Address, ...]) -> Iterator[Name]:
    """Names of rights owners, the best first."""
    said = False
    for hit, value in sheet.values("owner"):
        said = said or (bool(value) and hit.strong)
        yield from _of_value(sheet, value, hit.value)
    agents: list[Name] = []
    if not said:
        yield from _of_blocks(sheet, agents)
        yield from _of_sentences(sheet)
        near = {sheet.page.line_at(address.start) + step for address in addresses for step in (-2, -1, 0, 1, 2)}
        for hit, value in sheet.values("name"):
            if sheet.page.line_at(hit.start) in near:
                yield from _of_value(sheet, value, hit.value)
        for hit, value in sheet.values("owner_email", "email"):
            if hit.base == "owner_email" or any(hit.value <= address.start < hit.end + 200 for address in addresses):
                yield from _of_value(sheet, value, hit.value)
        yield from _before_addresses(sheet, addresses)
        yield from _in_prose(sheet, addresses)
    yield from agents
    for hit, value in sheet.values("agent", "person"):
        yield from _of_value(sheet, value, hit.value)


def _of_value(sheet: Sheet, value: str, start: int) -> Iterator[Name]:
    """The name in the value of a label: its first line, or the lines it runs over."""
    lines = value.split("\n")
    text = lines[0]
    if text.rstrip().endswith((",", "&")) and len(lines) > 1 and "@" not in lines[1]:
        text = f"{text.strip()} {lines[1].strip()}"
    name = clean_name(sheet, text)
    if name and not _is_sentence(name):
        yield Name(text=name, start=start)


def _is_sentence(name: str) -> bool:
    """Names may begin small, but go on for a few words only."""
    return name[0].islower() and len(name.split()) > 4


def _is_prose(line: str) -> bool:
    """A full stop behind a word of more than five letters, or a long line: no name."""
    words = line.split()
    return line.endswith((".", "。", "!", "?")) and (len(words) > 9 or (len(words) > 3 and len(words[-1]) > 6))


def _is_agent(sheet: Sheet, text: str) -> bool:
    folded = fold(text)
    return any(dialect.owner.agents.search(folded) for dialect in sheet.voices)


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
        offset = heading.value
        for line in sheet.page.text[heading.value : _block_end(sheet, heading.end, heading.value)].split("\n"):
            start, offset = offset, offset + len(line) + 1
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
            if len(name) > 90 or _is_prose(name):
                break
            found = Name(text=name, start=start)
            if _is_agent(sheet, name):
                agents.append(found)
            else:
                bare.append(found)
        company = capitals(sheet.dialects).company
        yield from sorted(bare, key=lambda name: company.search(name.text) is None)
        agents.extend(people)


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


@lru_cache(maxsize=64)
def _name_patterns(dialect: Dialect, abbreviated: str) -> Group:
    """Not up to the stop of an abbreviation."""
    slots = {"name": Slot(pattern=f"{_NAME}(?!{abbreviated})", width=80)}
    return Group(phrases([text], slots) for text in dialect.owner.names)


def _of_sentences(sheet: Sheet) -> Iterator[Name]:
    """Names that a phrase of the dialect points at."""
    for dialect in sheet.voices:
        patterns = _name_patterns(dialect, capitals(sheet.dialects).abbreviated).possible(sheet.page.folded)
        found = sorted(
            (*match.span("name"), pattern.texts[0].startswith("{"))
            for pattern in patterns
            for match in pattern.finditer(sheet.page.folded)
        )
        for start, end, is_open in found:
            raw = _opening(sheet, start, end) if is_open else sheet.page.text[start:end]
            name = clean_name(sheet, _behind_owner(sheet, raw))
            if name and (name[0].isupper() or name[0] >= "\u2e80" or name[0].isdigit()) and not is_masked(sheet, raw):
                yield Name(text=name, start=start)


def _opening(sheet: Sheet, start: int, end: int) -> str:
    """The name with which a sentence opens ("Oak Ltd has told us"): its capitalised words, no pronoun among them; where
    they are of a script without blanks, the words in Latin letters, or a company."""
    text = sheet.page.text[start:end]
    if any(char >= "\u2e80" for char in text):
        latin = _LATIN.search(text)
        company = capitals(sheet.dialects).company
        return latin[0] if latin else text if company.search(sheet.page.text[start : end + 3]) else ""
    name = capitals(sheet.dialects).last_name(text)
    words = [fold(word.strip(".,;:'")) for word in name.split()]
    label = squeeze(name) in all_labels(sheet.dialects)
    return "" if start < sheet.body or label or all(_is_common(sheet, word) for word in words) else name


def _is_common(sheet: Sheet, word: str) -> bool:
    """Whether a folded word is one of the small words of the language."""
    found = (voice.words.common.search(word) for voice in sheet.voices)
    return any(match is not None and match[0] == word for match in found)


def _before_addresses(sheet: Sheet, addresses: tuple[Address, ...]) -> Iterator[Name]:
    """``-- Delphine Okafor, d.okafor@…``: what stands on the line before the complainant's address."""
    for address in addresses:
        line = sheet.page.lines[sheet.page.line_at(address.start)]
        before, behind = sheet.page.text[line.start : address.start], sheet.page.text[address.end : line.end]
        cut = max(before.rfind(":"), before.rfind("\t"))
        listed = is_list(before, behind)
        opened = before.rstrip().endswith(("(", "<", "（"))
        text = _behind_owner(sheet, before[cut + 1 :])
        name = clean_name(sheet, text if listed else capitals(sheet.dialects).name_before(text))
        if name and len(name.split()) <= 8 and (name[0].isupper() or name[0] >= "\u2e80") and (listed or opened):
            yield Name(text=name, start=line.start)
        above = sheet.page.line_at(address.start) - 1
        if not name and above >= 0 and before.strip(AROUND + "<(") == "":
            text = behind_mark(sheet.page.line_text(above))
            labelled = any(sheet.page.line_at(hit.start) == above for hit in sheet.hits)
            name = clean_name(sheet, text)
            if (
                name
                and not labelled
                and len(name.split()) <= 8
                and not text.rstrip().endswith((".", ":", "。", "：", "?"))
            ):
                yield Name(text=name, start=sheet.page.lines[above].start)


def _in_prose(sheet: Sheet, addresses: tuple[Address, ...]) -> Iterator[Name]:
    """``Oak Ltd (ip@…) reported``, ``write to Oak Ltd at ip@…``: the name right before the complainant's address."""
    for address in addresses:
        start, _ = sheet.page.sentence(address.start)
        label = next((hit for hit in sheet.hits if hit.value <= address.start < hit.end and hit.base == "email"), None)
        end = label.start if label else address.start
        name = clean_name(sheet, _behind_owner(sheet, capitals(sheet.dialects).name_before(sheet.page.text[start:end])))
        if name and (name[0].isupper() or name[0] >= "\u2e80") and len(name.split()) <= 8:
            yield Name(text=name, start=start)


def _behind_owner(sheet: Sheet, text: str) -> str:
    """``text`` behind the word for the complainant, where it has one: "rights owner Oak Ltd," names Oak Ltd."""
    ends = [match.end() for voice in sheet.voices for match in voice.owner.words.finditer(fold(text))]
    return _behind_day(sheet, text[max(ends) :] if ends else text)


def _behind_day(sheet: Sheet, text: str) -> str:
    """``text`` without the day it begins with: "On Monday Oak Ltd" names Oak Ltd, but "Monday Ltd" itself."""
    found = _DAY.match(text)
    days = (day for voice in sheet.voices for names in voice.auto_reply.weekdays for day in names.split("|"))
    return text[found.end() :] if found and fold(found[1]) in map(fold, days) else text
