"""Two views of a text, character for character the same length.

``printed`` is the text as a person reads it, with one kind of blank and of digit width; values are cut out of it.
``fold`` is what words are compared in: lower case, no accents, one kind of quote and dash. An offset in one is the
same offset in the other. Never raises.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from noticed.core.mail.text import visible

_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_COUNTERS = "".join(
    chr(code) for start, end in ((0x2460, 0x249C), (0x24EA, 0x2500), (0x2776, 0x2794)) for code in range(start, end)
)
"""Circled numbers touch the word they count, and fold into digits: they are read as blanks."""

_PRINTED = {
    **{ord(blank): " " for blank in _BLANKS + _COUNTERS},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x2010: "-",
    0x2011: "-",
    0x2212: "-",
    0xFE63: "-",
}

_FOLDED = {
    **{ord(quote): "'" for quote in "\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc"},
    **{ord(quote): '"' for quote in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f"},
    **{ord(dash): "-" for dash in "\u2012\u2013\u2014\u2015"},
    0x130: "i",
    0x131: "i",
    0xBA: "o",
    0x141: "l",
    0x142: "l",
}
for _code in range(0xC0, 0x250):
    _base = unicodedata.normalize("NFD", chr(_code))[0]
    if _base.isascii():
        _FOLDED.setdefault(_code, _base.lower())


def _put(table: Mapping[int, str]) -> Callable[[str], str]:
    """Puts what the table says for each of its characters: most text has few, and a pattern passes over the others
    faster than ``translate``.
    """
    meant = {chr(code): plain for code, plain in table.items()}
    return partial(re.compile(f"[{''.join(map(re.escape, meant))}]").sub, lambda found: meant[found[0]])


_plain, _unaccented = _put(_PRINTED), _put(_FOLDED)
_MARKS = re.compile(r"[\W_]+")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
"""The same of most text: octets are dropped faster than characters, and those faster than by a pattern."""


def printed(text: str) -> str:
    """``text`` composed, without what has no shape, blanks and wide characters made plain."""
    text = visible(text)
    return text if text.isascii() else _plain(unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """``text`` for comparing words; of a text from ``printed`` it keeps every offset."""
    return text.lower().replace("`", "'") if text.isascii() else _unaccented(text).lower()


def squeeze(text: str) -> str:
    """Only the letters and digits of ``text``, folded: labels run together, broken or hyphenated are the same."""
    return alphanumeric(fold(text))


def alphanumeric(text: str) -> str:
    """The letters and digits of ``text``."""
    return text.encode().translate(None, _ASCII_MARKS).decode() if text.isascii() else _MARKS.sub("", text)


def place_of(text: str, number: int) -> int:
    """Where the letter or digit of ``text`` stands that is its ``number``-th, from 1 on; it has so many."""
    found = _up_to(number).match(text)
    return found.end() - 1 if found else len(text)


@lru_cache(maxsize=256)
def _up_to(number: int) -> re.Pattern[str]:
    return re.compile(rf"(?:[\W_]*[^\W_]){{{number}}}")
