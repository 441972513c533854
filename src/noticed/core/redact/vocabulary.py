"""The words by which notices are read: they are nobody's name, and are left as they are."""

import re
from collections.abc import Sequence
from functools import lru_cache

from noticed.core.mail.claim import looks_like_amazon
from noticed.core.notice.brand import Brand, brand_of
from noticed.core.notice.capitals import capitals
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold
from noticed.core.notice.printed_addresses import glue_of
from noticed.core.notice.texts import texts_of
from noticed.core.values import Value

MACHINES = frozenset({"postmaster", "mailer-daemon"})
"""Mailboxes that are nobody's (RFC 2142, RFC 3464): by them a bounce is known."""
_WORD = re.compile(r"([^\W\d_]{2,60})(~?)")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3]+")
_NUMBER = re.compile(r"\d{4,}")
_STEM = 5
"""Letters of a stem ("infring~") that are enough to know a word."""
_KEYS = frozenset({"labels", "label_beginnings", "source", "language", "plain", "tells", "rulebook"})
"""What of a dialect are no words; labels are kept run together."""


class Vocabulary(Value):
    """All words of all dialects, folded."""

    words: frozenset[str]
    stems: tuple[str, ...]
    wide: str
    """What is said in scripts without blanks, one after the other."""
    numbers: frozenset[str]
    brand: Brand
    glue: frozenset[str]
    """Small words that may be glued to an address."""
    company: re.Pattern[str]
    """A legal form."""
    small: tuple[str, ...]
    """Small words of scripts without blanks, which names have not."""

    def knows(self, word: str) -> bool:
        """Whether ``word`` (folded) is one that reading looks at, or Amazon's name."""
        if word >= "\u2e80":
            return word in self.wide
        return word in self.words or word.startswith(self.stems) or self.is_brand(word)

    def has(self, word: str) -> bool:
        """Whether ``word`` itself is one, not only how it begins."""
        return self.knows(word) if word >= "\u2e80" else word in self.words or self.is_brand(word)

    def is_said(self, text: str) -> bool:
        """Whether ``text`` has a small word of a script without blanks."""
        return any(word in text for word in self.small)

    def is_brand(self, word: str) -> bool:
        """Whether ``word`` is Amazon's name, or made to be read as it."""
        return looks_like_amazon(word, self.brand)


def vocabulary(dialects: Sequence[Dialect]) -> Vocabulary:
    """The vocabulary of ``dialects``, put together once."""
    return _vocabulary(tuple(dialects))


@lru_cache(maxsize=4)
def _vocabulary(dialects: tuple[Dialect, ...]) -> Vocabulary:
    labels = _label_words(dialects)
    folded = [fold(text) for dialect in dialects for text in texts_of(dialect, _KEYS)]
    found = [(word, stem) for text in folded for word, stem in _WORD.findall(text)]
    return Vocabulary(
        words=labels | {word for word, _ in found},
        stems=tuple({word for word, stem in found if stem and len(word) >= _STEM}),
        wide="\n".join({run for text in folded for run in _WIDE.findall(text)} | set(filter(_WIDE.match, labels))),
        brand=brand_of(dialects),
        glue=glue_of(dialects),
        company=capitals(dialects).company,
        small=tuple(word for dialect in dialects for word in dialect.words.common.texts if word >= "\u2e80"),
        numbers=frozenset(number for text in folded for number in _NUMBER.findall(text)),
    )


def _label_words(dialects: Sequence[Dialect]) -> frozenset[str]:
    """The words of labels, which are kept run together: each is what a longer beginning adds to a shorter one."""
    words = set()
    for dialect in dialects:
        for label in (*dialect.labels, *dialect.label_beginnings):
            cut = max((at for at in range(len(label)) if label[:at] in dialect.label_beginnings), default=0)
            words.add(label[cut:])
    return frozenset(words)
