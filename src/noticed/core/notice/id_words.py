"""The word for a complaint before its number. Never raises."""

import re
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import squeeze
from noticed.core.notice.legal_forms import either
from noticed.core.notice.sheet import Sheet

_STEM = 5
"""Letters of a word without its ending, at least."""


@lru_cache(maxsize=8)
def complaint_words(dialects: tuple[Dialect, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """(words for a complaint, squeezed; what joins the items of a list) in all languages."""
    labels = (label for dialect in dialects for label, key in dialect.labels.items() if key == "complaint_id")
    return frozenset(labels), frozenset(word for dialect in dialects for word in dialect.words.joiners)


@lru_cache(maxsize=64)
def counting_words(voices: tuple[Dialect, ...]) -> frozenset[str]:
    """Words for a number ("no.", "Nummer"), squeezed."""
    return frozenset(squeeze(word) for voice in voices for word in voice.words.numbering)


def follows_word(sheet: Sheet, offset: int, words: frozenset[str]) -> bool:
    """Whether the word for a complaint stands before the number, marks and "no." between."""
    before = sheet.page.folded[max(offset - 60, 0) : offset]
    before = before[before.rfind("\n\n") + 1 :]
    return any(ends_with_word(text, words) for text in (before, _between(sheet.dialects).sub("", before)))


@lru_cache(maxsize=16)
def _between(dialects: tuple[Dialect, ...]) -> re.Pattern[str]:
    """What may stand between the word for a complaint and its number."""
    words = [word for dialect in dialects for word in dialect.words.numbering]
    latin, wide = either(w for w in words if w < "\u2e80"), either(w for w in words if w >= "\u2e80")
    return re.compile(rf"(?:\b(?:{latin})\b[.°ºo]{{0,2}}|[#:№°º(\[\"'\s.-]|{wide})+$")


def is_word(text: str, words: frozenset[str]) -> bool:
    """Whether a run of letters is the word for a complaint; scripts without blanks hold it anywhere."""
    if text[0] < "\u2e80":
        return text in words
    return any(word in text for word in words if word[0] >= "\u2e80" and len(word) > 1)


def begins_word(text: str, words: frozenset[str]) -> bool:
    """The same of one that may have another ending: "şikâyetle", "zgłoszeniach"."""
    return is_word(text, words) or any(text[:size] in _stems(words) for size in range(_STEM, len(text) + 1))


@lru_cache(maxsize=4)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:-1] for word in words if len(word) > _STEM)


def ends_with_word(text: str, words: frozenset[str]) -> bool:
    squeezed = "".join(char for char in text if char.isalnum())
    return any(
        squeezed.endswith(word) and _at_edge(text, word)
        for size in range(2, min(len(squeezed), 40) + 1)
        if (word := squeezed[-size:]) in words
    )


def _at_edge(before: str, word: str) -> bool:
    """Whether ``word`` (squeezed) is a whole word at the end of ``before``."""
    if word[0] >= "\u2e80":
        return True
    place, left = len(before), len(word)
    while left and place:
        place -= 1
        left -= before[place].isalnum()
    return place == 0 or not before[place - 1].isalnum() or before[place - 1] >= "\u2e80"
