"""Whom an agent acts for: "on behalf of Oak Ltd", "the attorney of Oak Ltd", "Oak Ltd's attorney Ann". Never raises."""

import re
from collections.abc import Iterator
from functools import lru_cache

from noticed.core.notice.beside import is_yours
from noticed.core.notice.capitals import capitals, is_capital
from noticed.core.notice.clean import QUOTES, clean_name
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.hits import Hit
from noticed.core.notice.naming import Name, up_to_form
from noticed.core.notice.nobody import is_nobody
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_MARK = re.compile(r"[,;，；。、]")
"""A name in a script without blanks ends at a mark."""
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_BETWEEN = re.compile(r"(?:\s[^\W\d_A-Z]{1,12}(?=\s)){1,4}\s|\s[^\W\d_A-Z]{1,7}['’](?=\w)")
"""Small words between the word for an agent and a name, or one that is elided before it."""
_HUNG = re.compile(r"(?:[’':][^\W\d_]{1,5})?\s\Z")
"""The ending of a name behind whose word for an agent follows."""
_LABELLED = re.compile(r"\n[ \t>*•-]{0,6}([^\W\d_][^\n:：|]{1,30}?)\s?[:：|]\s?([^\n]{2,120})")
"""A line below with a mark after its first words."""
_LINE = 120
"""Characters before the word for an agent in which a name stands."""
_REACH = 160
"""Characters behind it in which his address stands: "Dr." ends no sentence."""


def principals(sheet: Sheet) -> Iterator[Name]:
    """Whom an agent acts for: the name behind "on behalf of"."""
    for voice in sheet.voices:
        for match in voice.owner.behalf.finditer(sheet.page.folded):
            labels = (hit.start for hit in sheet.hits if hit.start > match.end())
            behind = sheet.page.text[match.end() : min(_sentence_end(sheet, match), *labels, len(sheet.page.text))]
            behind = behind.lstrip(QUOTES) if behind[:1] >= "\u2018" else behind
            wide = behind[:1] >= "\u2e80"
            behind = _to_form(sheet, _MARK.split(behind, maxsplit=1)[0]) if wide else _IDEOGRAPHS.split(behind)[0]
            found = capitals(sheet.dialects).first_name(behind.lstrip())
            name = clean_name(sheet, up_to_form(sheet, found)) if found else None
            if name and not is_nobody(sheet, name):
                yield Name(text=name, start=match.end() + behind.find(found))


def acted_for(sheet: Sheet, hit: Hit) -> Name | None:
    """Whom the one acts for whom a label names, by the line below it: "For: Oak Ltd"; for one word there a
    firm that is no agent stands itself."""
    page = sheet.page
    below = _LABELLED.match(page.text, page.lines[page.line_at(hit.value)].end)
    head = fold(below[1].strip()) if below else ""
    if below is None or not f" {head}".endswith(_acting(tuple(sheet.dialects))):
        return None
    line = page.text[hit.value : below.start()]
    firm = " " not in head and capitals(sheet.dialects).company.search(line) and not is_agent(sheet, line)
    name = None if firm else clean_name(sheet, below[2])
    if name is None or name[0].islower() or is_nobody(sheet, name):
        return None
    is_right = any(True for _ in types_in(fold(below[2]), sheet.voices))
    return None if is_right else Name(text=name, start=below.start(2))


@lru_cache(maxsize=16)
def _acting(dialects: tuple[Dialect, ...]) -> tuple[str, ...]:
    """What stands before the name of whom somebody acts for, on a line of its own: "For", "Reported for"."""
    return tuple(" " + fold(word) for dialect in dialects for word in dialect.owner.acting)


def _sentence_end(sheet: Sheet, match: re.Match[str]) -> int:
    """Where the sentence ends: not behind what a person is addressed with, "on behalf of Dr. Ann Oak"."""
    _, end = sheet.page.sentence(match.start())
    last = sheet.page.folded[match.end() : end].strip().rstrip(".")
    return sheet.page.sentence(end)[1] if last in capitals(sheet.dialects).courtesy else max(end, match.end())


def _to_form(sheet: Sheet, text: str) -> str:
    """A firm in a script without blanks, to the form it ends with."""
    form = capitals(sheet.dialects).company.search(text)
    return text[: form.end()] if form and form.start() else text


def represented(sheet: Sheet) -> Iterator[Name]:
    """Firms whose agent is named with an address: "the attorney of Oak Ltd", "Oak Ltd's attorney Ann Ash"."""
    page, written = sheet.page, capitals(sheet.dialects)
    starts = [address.start for address in find_addresses(sheet)]
    for match in (each for voice in sheet.voices for each in voice.owner.agents.finditer(page.folded)):
        low, high = page.sentence(match.start())
        end = min(match.end() + _REACH, page.paragraph(match.start())[1])
        if match.start() < sheet.body or not any(low <= start < end for start in starts):
            continue
        if is_yours(sheet, low, match.start()):
            continue
        for start, found in (_behind(sheet, match.end(), high), _before(sheet, low, match)):
            name = clean_name(sheet, found) if written.company.search(found) else None
            if name and not is_agent(sheet, name) and not is_nobody(sheet, name):
                yield Name(text=name, start=start)


def is_agent(sheet: Sheet, text: str) -> bool:
    """Whether a name has the word for somebody who acts for others."""
    folded = fold(text)
    return any(voice.owner.agents.search(folded) for voice in sheet.voices)


def _behind(sheet: Sheet, end: int, high: int) -> tuple[int, str]:
    """The name behind the word for an agent that small words join to it: "attorney of the firm Oak Ltd"."""
    between = _BETWEEN.match(sheet.page.text, end)
    words = set(re.split(r"[\s'’]+", fold(between[0]).strip())) if between else set()
    if between is None or not words - {""} <= _small(tuple(sheet.dialects)):
        return end, ""
    found = capitals(sheet.dialects).first_name(sheet.page.text[between.end() : high])
    return between.end(), up_to_form(sheet, found)


def _before(sheet: Sheet, low: int, match: re.Match[str]) -> tuple[int, str]:
    """The firm right before the word for its agent, whose name follows: "Oak Ltd's attorney Ann Ash"."""
    text, written = sheet.page.text, capitals(sheet.dialects)
    behind = text[match.end() : match.end() + 2]
    before = text[max(low, match.start() - _LINE) : match.start()]
    hung = _HUNG.search(before)
    head = before[: hung.start()] if hung else ""
    ends = any(form.end() == len(head) for form in written.company.finditer(head))
    if not ends or not is_capital(behind.strip()):
        return low, ""
    found = written.last_name(head)
    return match.start() - len(before) + head.rfind(found), found


@lru_cache(maxsize=16)
def _small(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """The small words that join a name to what stands before it, and those before a name that are none of it."""
    joining = (word.strip("'’") for dialect in dialects for word in dialect.names.joining)
    opening = (word for dialect in dialects for text in dialect.names.opening for word in text.split())
    return frozenset(map(fold, (*joining, *opening)))
