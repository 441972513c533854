"""Names that rules found, and before those that are none or weak what weighs more, as a guess. Never raises."""

import re
from collections.abc import Iterator
from itertools import islice

from noticed.core.notice.capitals import capitals
from noticed.core.notice.clean import clean_name
from noticed.core.notice.fold import fold
from noticed.core.notice.naming import Name, is_lower
from noticed.core.notice.nobody import is_small_firm
from noticed.core.notice.ordinary import ordinary_of, titles
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.spans import Span
from noticed.core.notice.weighing import LEAST, SURE, weighing

_POINTED = 2
"""What it counts that a rule points at a name, or at a part of it."""
_NO_NAME = re.compile(r"[:：【】@]|\d{5}")
_PAIR = re.compile(
    r"\b[^\W\d_a-z][^\W\d_A-Z][\w'’-]{1,40}\s(?:[^\W\d_A-Z]{1,3}\s|&\s)?(?=[^\W\d_a-z][^\W\d_A-Z])[\w'’-]{2,40}"
)
"""Two words with capitals, or one and another that a small word joins to it."""
_MAX = 200
_ARTICLE = 4
"""Characters of an article and a blank, at most."""
_LETTERS = re.compile(r"[^\W\d_]+")


def preferred(sheet: Sheet, names: Iterator[Name]) -> Iterator[Name]:
    """``names``; where the first is none or weak, what weighs more comes before it, as a guess."""
    first = next(names, None)
    if _may_be_named(sheet) if first is None else _is_weak(sheet, first):
        yield from _heaviest(sheet, first)
        if first and (_NO_NAME.search(first.text) or not _told(sheet, first)):
            first = None
    if first:
        yield first
    yield from names


def _may_be_named(sheet: Sheet) -> bool:
    """Whether a text has what a name is guessed by where no rule points at one: an address, a legal form, or two words
    with capitals of which one is no ordinary word."""
    others = (address.spec.rpartition("@")[2] for address in find_addresses(sheet) if address.spec not in sheet.own)
    if any(not is_amazon(host, sheet.marketplaces) for host in others):
        return True
    forms = capitals(sheet.dialects).company.finditer(sheet.page.text, sheet.body, max(sheet.page.top, sheet.body))
    if any(form[0][0].isupper() or "." in form[0] for form in forms):
        return True
    pairs = islice(_PAIR.finditer(sheet.page.text, sheet.body, max(sheet.page.top, sheet.body)), _MAX)
    ordinary = ordinary_of(sheet)
    return any(not all(map(ordinary.has, _LETTERS.findall(fold(pair[0])))) for pair in pairs)


def _told(sheet: Sheet, name: Name) -> bool:
    """Whether a name has a word that is no ordinary one; what is itself written small says nothing of that."""
    ordinary = weighing(sheet).ordinary
    is_plain = ordinary.is_known if name.text.islower() else ordinary.has
    return any(not is_plain(word) for word in _LETTERS.findall(fold(name.text)))


def _is_weak(sheet: Sheet, name: Name) -> bool:
    """Whether a name may be none: one word without a legal form, a remainder of a clause, a contact person's or an
    agent's."""
    text = name.text
    if text[0].islower() and (is_lower(sheet) or is_small_firm(sheet, text)):
        return False
    if max(text) >= "\u2e80":
        return _NO_NAME.search(text) is not None
    if _NO_NAME.search(text) or text[0].islower():
        return True
    if capitals(sheet.dialects).company.search(text) or _is_acted_for(sheet, name):
        return False
    if " " not in text or fold(text.split()[0]).rstrip(".") in titles(sheet.dialects):
        return True
    if any(span.text == text and weighing(sheet).is_agent(span) for span in _agents(sheet)):
        return True
    return _is_persons(sheet, text)


def _is_acted_for(sheet: Sheet, name: Name) -> bool:
    """Whether the words right before a name say that somebody acts for it: "Quill LLP, acting for Ann Oak"."""
    low = sheet.page.sentence(name.start)[0]
    found = (each for voice in sheet.voices for each in voice.owner.behalf.between(sheet.page.folded, low, name.start))
    return any(name.start - each.end() <= _ARTICLE for each in found)


def _is_persons(sheet: Sheet, text: str) -> bool:
    """Whether a name without a legal form may be the contact person of a firm for which all speaks."""
    form = next(iter(capitals(sheet.dialects).company.finditer(sheet.page.text, sheet.body)), None)
    if form is None:
        return False
    found = weighing(sheet)
    own = next((span for span in found.spans if span.text == text), None)
    if own is None or found.is_firm(own):
        return False
    return any(span.form and found.weight(span) >= SURE for span in found.spans)


def _agents(sheet: Sheet) -> tuple[Span, ...]:
    """The names of a text that speaks of agents at all."""
    spoken = any(voice.owner.agents.search(sheet.page.folded) for voice in sheet.voices)
    return weighing(sheet).spans if spoken else ()


def _heaviest(sheet: Sheet, first: Name | None) -> Iterator[Name]:
    """The names that weigh most, but for ``first``, which a rule points at."""
    found = weighing(sheet)
    weights = [(found.weight(span), span) for span in found.spans if found.telling(span)]
    pointed = first.text if first and _told(sheet, first) and not _NO_NAME.search(first.text) else None
    if pointed:
        whole = re.compile(rf"(?<!\w){re.escape(pointed.rstrip('.'))}(?!\w)")
        weights = [(weight + _POINTED * (whole.search(span.text) is not None), span) for weight, span in weights]
    heavy = [(weight, span) for weight, span in weights if weight >= LEAST]
    heavy.sort(key=lambda each: (not found.is_firm(each[1]), -each[0]))
    for weight, span in heavy:
        if weight < heavy[0][0] - 1 or (pointed and span.text == pointed):
            return
        name = clean_name(sheet, span.text)
        if name:
            yield Name(text=name, start=span.start, guess=True)
