"""Ordinary words: what a dialect itself says, and what the text also writes small. Never raises."""

import re
from collections.abc import Container
from functools import cached_property, lru_cache

from noticed.core.notice.brand import brand_of
from noticed.core.notice.capitals import capitals
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric, fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.texts import texts_of

_WORD = re.compile(r"[^\W\d_]{2,}(~?)")
_SMALL = re.compile(r"(?<!\S)[\"'(„“«]?([^\W\d_]{2,})[^\w\s@./]{0,3}(?=[\s.])(?!\.\w)")
"""A word that is no part of an address."""
_SHORT = 3
"""Letters of a word that tells nothing by itself."""
_PART = re.compile(r"[^\W_]+")
_STEM = 5
"""Letters of a stem that tells a word, at least."""
KEYS = frozenset({"labels", "label_beginnings", "language", "names", "forms", "plain", "tells"})
"""What of a dialect are no words, parts of names, or words that names may well have."""


class Ordinary:
    """The words of a text that are no names, folded."""

    def __init__(self, sheet: Sheet) -> None:
        self._known = [_vocabulary(voice) for voice in sheet.voices]
        self._nobody = capitals(sheet.dialects).nobody
        self.titles = titles(sheet.dialects)
        self._labels = all_labels(sheet.dialects)
        self._brand = brand_of(sheet.dialects)
        self._text = sheet.page.text
        self._seen: dict[str, bool] = {}
        self._known_seen: dict[str, bool] = {}

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(fold(word) for word in _SMALL.findall(self._text) if word.islower())

    def is_small(self, word: str) -> bool:
        """Whether the text writes ``word`` (folded) small, or it is one of which no name is made."""
        return word in self._nobody or self._brand.is_all(word) or word in self._small

    def has(self, word: str) -> bool:
        """Whether ``word`` (folded) is an ordinary one."""
        known = self._seen.get(word)
        if known is None:
            bare = word.rpartition("'")[2] or word
            known = self._seen[word] = self._is_told(bare) or self.is_small(bare)
        return known

    def is_known(self, word: str) -> bool:
        """Whether ``word`` (folded) is one of the language, not only one that this text writes small."""
        known = self._known_seen.get(word)
        if known is None:
            known = self._known_seen[word] = self._is_told(word.rpartition("'")[2] or word) or self._brand.is_all(word)
        return known

    def _is_told(self, word: str) -> bool:
        """Whether the dialects have it."""
        if len(alphanumeric(word)) < _SHORT or word in self._nobody or squeeze(word) in self._labels:
            return True
        return any(word in words or word.startswith(stems) for words, stems in self._known)


@lru_cache(maxsize=2)
def ordinary_of(sheet: Sheet) -> Ordinary:
    """The ordinary words of a text, looked at once."""
    return Ordinary(sheet)


def plain_words(name: str, joining: Container[str]) -> tuple[str, ...]:
    """The words of ``name``, folded, without those that join them."""
    return tuple(fold(word) for word in _PART.findall(name) if word not in joining)


@lru_cache(maxsize=16)
def titles(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """What stands before a person's name, folded, without its stop."""
    return frozenset(fold(word).rstrip(".") for dialect in dialects for word in dialect.names.titles)


@lru_cache(maxsize=64)
def _vocabulary(dialect: Dialect) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of all phrases of a dialect, and the beginnings of words."""
    found = [match for text in texts_of(dialect, KEYS) for match in _WORD.finditer(fold(text))]
    words = frozenset(match[0].rstrip("~") for match in found)
    return words, tuple({match[0][:-1] for match in found if match[1] and len(match[0]) > _STEM})
