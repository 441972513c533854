"""Whether a notice describes what is complained of in words of its own: things that no other notice speaks of.

Where the complainant's own words stand, one such word will do; in a sentence behind the one that names the right,
which may as well say what Amazon did or what the reader may do, it takes some. Never raises.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from noticed.core.notice.fields import ASIN
from noticed.core.notice.rights import types_in
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.strange import strange_words

_STRANGE, _SMALL = 3, 1
"""Words of a sentence that no notice has, at least, and of these no names."""
_LEAST = 2
"""The same under a label of many uses."""
_FAR = "@", "://"
"""What sentences have that say where to turn to or to look."""
_SAID = re.compile(r"[“”„«「『\"]\s?([^“”„«»「」『』\"\n]{20,600}[.。!！])\s?[”“»」』\"]")
"""A quote that is a sentence, and no title."""
_MAX = 40
"""Sentences that are looked at, at most."""


def is_empty(sheet: Sheet, low: int, high: int, owner: str) -> bool:
    """Whether a statement says nothing but what could be said of any product."""
    if any(map(str.isdigit, ASIN.sub("", sheet.page.text[low:high]))):
        return False
    return next(strange_words(sheet, low, high, owner), None) is None


def tells(sheet: Sheet, low: int, high: int, owner: str) -> bool:
    """Whether what stands under a label of many uses has words enough that no notice has."""
    return len(list(islice(strange_words(sheet, low, high, owner), _LEAST))) == _LEAST


def is_quoted(sheet: Sheet, owner: str) -> bool:
    """Whether a sentence that speaks of the owner quotes what he says, and that says something."""
    for match in islice(_SAID.finditer(sheet.page.text, sheet.body), _MAX):
        low, _ = sheet.page.sentence(match.start())
        speaks = any(sheet.says(voice.owner.words, low, match.start()) for voice in sheet.voices)
        if speaks and not is_empty(sheet, *match.span(1), owner):
            return True
    return False


def is_described(sheet: Sheet, owner: str) -> bool:
    """Whether a sentence behind the one that names the right tells of something strange to notices."""
    titles = " ".join(sheet.page.folded[hit.value : hit.end] for hit in sheet.hits if hit.base == "title")
    known = f"{owner} {titles}"
    for low, high in islice(_sentences_behind(sheet), _MAX):
        if not _is_elsewhere(sheet, low, high):
            words = list(islice(strange_words(sheet, low, high, known), 2 * _STRANGE))
            weight = len(words) + sum(word[0] > "\u2e80" for word in words[:1])
            small = sum(not word[0].isupper() for word in words)
            if (
                weight >= _STRANGE
                and small >= _SMALL
                and any(sheet.says(v.notice.tells, low, high) for v in sheet.voices)
            ):
                return True
    return False


def _sentences_behind(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph behind one that names a right."""
    page, place = sheet.page, sheet.body
    for start, _, _ in types_in(page.folded, sheet.voices):
        place = max(place, page.sentence(start)[1])
        end = page.paragraph(start)[1]
        while sheet.body <= start and place < end:
            high = page.sentence(place)[1]
            yield place, min(high, end)
            place = high


def _is_elsewhere(sheet: Sheet, low: int, high: int) -> bool:
    """Whether a sentence names the product or its owner, has a label, says what may be done, or only asks."""
    page = sheet.page
    text = page.text[low:high]
    if any(map(text.__contains__, _FAR)) or ASIN.search(text) or text.rstrip(" \n\"'”»").endswith(("?", "？")):
        return True
    if any(low <= hit.start < high for hit in sheet.hits if hit.strong):
        return True
    words = (
        (v.owner.words, v.words.hedges, v.notice.says, v.notice.account_health, v.notice.generic) for v in sheet.voices
    )
    return any(sheet.says(each, low, high) for each in chain.from_iterable(words))
