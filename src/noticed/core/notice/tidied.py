"""Names that rules found, without what is none of them: whom the letter greets, the end of a sentence, the words of
another script around a firm, a thing named after a mark. Never raises."""

import re
from collections.abc import Iterable, Iterator

from noticed.core.notice.capitals import capitals, is_capital
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.hits import Hit
from noticed.core.notice.known import all_labels, openings
from noticed.core.notice.letters import is_of_readers_letter
from noticed.core.notice.naming import Name, without_stop
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet

_GREETING = 7
"""Words of a line that greets, at most."""
_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f][^\u2e80-\uffff]*")
_WIDE = re.compile(r"[\u2e80-\uffff]{4}")
"""Ideographs before a firm in Latin letters that are words and no part of it."""
_OFFICE = 12
"""Characters of words that say which of a firm's people it is: "Patent department of Oak"."""
_FULL = 3
"""Characters of a person's whole name in a script without blanks; a family name alone keeps its title."""
_BEFORE = re.compile(r"[^\W\d_] $")
"""A word and a blank."""
_CLAUSE = re.compile(r"[,，。]")
_CLAUSE_END = re.compile(r"[!?。！？;；:：]")
_NUMBER = re.compile(r"\d[\d,./ ]{4,20}\d\s?$")
_THING = re.compile(r"\A\S{1,80}-[^\W\d_A-Z\u00c0-\u00de]{4,80}")
"""A thing called after a mark: "Oakleaf-rucksacks"."""


def tidied(sheet: Sheet, names: Iterable[Name]) -> Iterator[Name]:
    """``names`` as they are called, without those of nobody who may have complained."""
    for name in names:
        text = without_stop(sheet, _in_one_script(sheet, name.text))
        if capitals(sheet.dialects).company.search(text) is None:
            if _THING.fullmatch(text):
                continue
            text = _without_courtesy(sheet, text)
        text = _before_a_clause(sheet, text)
        if (
            text
            and not is_greeted(sheet, name.start)
            and not _is_no_wide_name(sheet, text)
            and not _is_number(sheet, text)
            and not is_of_readers_letter(sheet, name.start)
        ):
            yield Name(text=text, start=name.start, guess=name.guess)


def _before_a_clause(sheet: Sheet, text: str) -> str:
    """A firm in a script without blanks, to its form, where a clause goes on behind it: 甲公司 提出，…"""
    if max(text, default="") < "\u2e80" or _CLAUSE.search(text) is None:
        return text
    form = next(iter(capitals(sheet.dialects).company.finditer(text)), None)
    return text[: form.end()] if form and form.start() else text


def _is_number(sheet: Sheet, text: str) -> bool:
    """Whether it is the number of a right: "Patent no. US 8,731,402", "Reg. no. 3,981,556"."""
    found = _NUMBER.search(text)
    if found is None:
        return False
    label = all_labels(sheet.dialects).get(squeeze(text[: found.start()]), "")
    return label.startswith("number.") or any(True for _ in types_in(fold(text), sheet.voices))


def _without_courtesy(sheet: Sheet, text: str) -> str:
    """A person's name without what he is addressed with: "Ms Ann Oak", 朝比奈様."""
    if max(text, default="") >= "\u2e80":
        touching = capitals(sheet.dialects).opening.match(text)
        text = text[touching.end() :] if touching else text
        titles = [t for voice in sheet.voices for t in voice.names.titles if t >= "\u2e80" and text.endswith(t)]
        bare = text[: -len(max(titles, key=len))].rstrip() if titles else text
        return bare if len(bare) >= _FULL else text
    opening = capitals(sheet.dialects).opening.match(text)
    if opening and opening.end() > _OFFICE and " " in opening[0].strip():
        text = text[opening.end() :]
    first, _, rest = text.partition(" ")
    words = {fold(word) for dialect in sheet.dialects for word in dialect.names.courtesy}
    return rest if fold(first).rstrip(".") in words and is_capital(rest) else text


def _is_no_wide_name(sheet: Sheet, text: str) -> bool:
    """Whether a text without blanks is no firm and has a word that stands in no name (请写信到), or begins so."""
    if max(text) < "\u2e80":
        return False
    words = [word for voice in sheet.voices for word in voice.names.nobody if word >= "\u2e80" and word in text]
    if capitals(sheet.dialects).company.search(text):
        return text.startswith(tuple(words))
    return bool(words)


def _in_one_script(sheet: Sheet, text: str) -> str:
    """A firm in Latin letters without the ideographs of its sentence."""
    if max(text) < "\u2e80":
        return text
    for run in _LATIN.finditer(text):
        form = next(iter(capitals(sheet.dialects).company.finditer(run[0])), None)
        if form and form.start():
            before, behind = _own_words(sheet, text[: run.start()]), text[run.end() :]
            kept = run[0].strip(" ,;") if _WIDE.search(before) or not before else before + run[0].strip(" ,;")
            return kept if behind or kept != text else text
    return text


def _own_words(sheet: Sheet, before: str) -> str:
    """What stands in another script before a firm, where it may be a part of its name: no sentence, no country."""
    last = _CLAUSE_END.split(before)[-1].strip()
    return "" if any(last.startswith(place) for place in capitals(sheet.dialects).places) else last and before


def is_within(sheet: Sheet, hit: Hit, value: str) -> bool:
    """Whether what looks like a label ends a sentence that goes on behind it: "the rights of an author: says that"."""
    return value[:1].islower() and _BEFORE.search(sheet.page.text[max(hit.start - 2, 0) : hit.start]) is not None


def is_said_twice(sheet: Sheet, value: str) -> bool:
    """Whether the same stands where his address is due: it says that both were left out."""
    line = fold(value.split("\n", 1)[0].strip())
    return bool(line) and any(
        line == fold(other.split("\n", 1)[0].strip()) for _, other in sheet.values("owner_email") if "@" not in other
    )


def is_greeted(sheet: Sheet, place: int) -> bool:
    """Whether a place is in the first line of the letter, a short one that names no product: one that begins as letters
    do, or with another behind a blank line."""
    page = sheet.page
    first = page.line_at(sheet.body)
    while first < len(page.lines) and not page.line_text(first).strip():
        first += 1
    if page.line_at(place) != first or first + 1 >= len(page.lines):
        return False
    line = page.line_text(first).strip()
    said = fold(line)
    opens = said.startswith(openings(tuple(sheet.voices)))
    greets = len(line.split()) <= _GREETING and (opens or not page.line_text(first + 1).strip())
    return greets and line.endswith((",", ".", "!", ":", "，", "：", "！")) and ASIN.search(line) is None
