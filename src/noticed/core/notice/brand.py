"""Amazon's name as all languages write it, and how mail shows whose it was. Never raises."""

import re
from collections.abc import Sequence
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.values import Value

_WORDS = re.compile(r"[^\W\d_]+")
_ARTICLE = 3
"""Letters of an article, at most."""


class Brand(Value):
    """What the dialects say of Amazon's name, taken together. In lower case."""

    spelt: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()
    """What Amazon calls its programmes and rules, folded, the longest first."""
    senders: tuple[str, ...] = ()
    """Labels of the line that says who wrote a forwarded message."""
    prefixes: tuple[str, ...] = ()
    """Of the subject of a forwarded message."""

    def is_named(self, text: str) -> bool:
        """Whether ``text``, in lower case, names Amazon, or an office that only Amazon has."""
        return _named(self).search(text) is not None

    def begins(self, text: str) -> bool:
        """Whether ``text``, in lower case, begins with the name as a whole word."""
        return any(text.startswith(name) and re.match(rf"{re.escape(name)}\b", text) for name in self.spelt)

    def is_all(self, text: str) -> bool:
        """Whether ``text``, in lower case, is the name and what may stand beside it: "amazon.com seller central"."""
        words = _WORDS.findall(text) if self.begins(text) else ()
        return bool(words) and all(word in self.spelt or word in self.beside for word in words)

    def signs(self, text: str) -> bool:
        """Whether ``text``, in lower case, ends with the name and what may stand behind it, as letters are signed:
        "seller performance amazon.com, inc."."""
        found = max((text.rfind(f" {name}") for name in self.spelt), default=-1)
        return found > 0 and self.is_all(text[found + 1 :])

    def is_own(self, folded: str) -> bool:
        """Whether ``folded`` is one of Amazon's programmes or rules, perhaps with an article or an office beside it."""
        term = next((term for term in self.own if term in folded), None)
        rest = _WORDS.findall(folded.replace(term, " ")) if term else ("",)
        return term is not None and all(len(word) <= _ARTICLE or word in self.beside for word in rest)

    def has_office(self, text: str) -> bool:
        """Whether an office that only Amazon has is named, however its words are joined: "seller-central"."""
        return _offices(self).search(text) is not None

    def is_forwarded(self, subject: str) -> bool:
        """Whether a subject says that its message is a forward."""
        return _forward(self).match(subject) is not None


def brand_of(dialects: Sequence[Dialect]) -> Brand:
    """The words of ``dialects``, put together once."""
    return _brand(tuple(dialects))


@lru_cache(maxsize=16)
def _brand(dialects: tuple[Dialect, ...]) -> Brand:
    def together(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text.lower() for text in texts))

    return Brand(
        spelt=together([text for d in dialects for text in d.brand.spelt]),
        offices=together([text for d in dialects for text in d.brand.offices]),
        beside=frozenset(word.lower() for d in dialects for word in d.brand.beside),
        own=tuple(sorted({fold(term) for d in dialects for term in d.brand.own}, key=lambda term: (-len(term), term))),
        senders=together([text for d in dialects for text in (*d.forward.sender, *d.quote.senders)]),
        prefixes=together([text for d in dialects for text in d.forward.prefixes]),
    )


@lru_cache(maxsize=16)
def _named(brand: Brand) -> re.Pattern[str]:
    offices = (r" ?".join(map(re.escape, office.split())) for office in brand.offices)
    return re.compile("|".join((*map(re.escape, brand.spelt), *offices)) or r"(?!)")


@lru_cache(maxsize=16)
def _offices(brand: Brand) -> re.Pattern[str]:
    return re.compile("|".join(r"[-_. ]?".join(map(re.escape, o.split())) for o in brand.offices) or r"(?!)")


@lru_cache(maxsize=16)
def _forward(brand: Brand) -> re.Pattern[str]:
    either = "|".join(map(re.escape, brand.prefixes)) or r"(?!)"
    return re.compile(rf"^\W{{0,3}}(?:{either})\s?[:：]", re.IGNORECASE)


@lru_cache(maxsize=16)
def from_line(brand: Brand) -> re.Pattern[str]:
    """A pattern for the line of a quoted header that says who wrote; its group is the value. Characters of a script
    without blanks may be set apart."""
    labels = (r"\s?".join(label) if label[0] >= "\u2e80" else re.escape(label) for label in brand.senders)
    return re.compile(
        rf"(?im)^[ \t>*|]{{0,9}}(?:{'|'.join(labels) or '(?!)'})\s?\*{{0,2}}\s?[:：|\t]\*{{0,2}}([^\n]{{1,300}})"
    )


@lru_cache(maxsize=64)
def abbreviations(dialects: tuple[Dialect, ...]) -> frozenset[str]:
    """Abbreviations that a name may end with, folded, without their last stop: "ltd", "s.r.l", "esq"."""
    each = (word for d in dialects for word in (*d.names.abbreviated, *d.names.titles, *d.names.forms))
    short = {word for d in dialects for word in (*d.names.abbreviated, *d.names.titles)}
    return frozenset(fold(word).rstrip(".") for word in each if word in short or "." in word)
