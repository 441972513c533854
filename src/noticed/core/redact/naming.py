"""Names replaced: where a whole name stands, and where a word of it stands for it ("Gladiola" of Gladiola Ltd)."""

import re
from collections.abc import Iterator, Sequence

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed
from noticed.core.redact.fakes import Fakes
from noticed.core.redact.find import Found
from noticed.core.redact.names import Name, name_parts
from noticed.core.redact.strips import Strip
from noticed.core.redact.vocabulary import Vocabulary

_LEAST, _WITHIN = 3, 6
"""Letters of a word that stands for its name alone, and within a longer word."""
_ENDING = re.compile(r"\w{3}\.$")
"""What stands before the ending of a host that is a name: "EXAMPLE" of TOYS.EXAMPLE stands for nobody alone."""


class Naming:
    """The names of one message and their fakes."""

    def __init__(self, people: Sequence[Name], fakes: Fakes, words: Vocabulary, dialects: Sequence[Dialect]) -> None:
        self._fakes, self._words = fakes, words
        self._names: dict[str, tuple[str, ...]] = {}
        """Solid name → a fake for each of its characters, "" for one that stays."""
        spread: set[str] = set()
        for name in people:
            text = printed(name.text)
            changed = [""] * len(text)
            for start, end in name_parts(name.text, dialects, words):
                changed[start:end] = self._fake(text[start:end])
                if name.spread and self._stands_for_name(text[start:end], text) and not _ENDING.search(text[:start]):
                    spread.add(fold(text[start:end]))
            pairs = [pair for pair in zip(fold(text), changed, strict=True) if not pair[0].isspace()]
            self._names.setdefault("".join(char for char, _ in pairs), tuple(fake for _, fake in pairs))
        self.spread = frozenset(spread)
        """Words that are replaced wherever they stand."""

    def _fake(self, word: str) -> list[str]:
        return list(self._fakes.digits(word)) if word.isdigit() and len(word) > 4 else self._fakes.word(word)

    def _stands_for_name(self, word: str, name: str) -> bool:
        if word >= "\u2e80":
            return len(word) > 1 and not self._words.knows(fold(word))
        special = word[0].isupper() or name.islower()
        return len(word) >= _LEAST and special and word.isalpha() and not self._words.knows(fold(word))

    def whole(self, strip: Strip) -> Iterator[Found]:
        """Whole names, long ones first."""
        for value, fakes in self._names.items():
            for places in strip.find(value):
                if _alone(strip, places):
                    cased = tuple(_as_cased(strip.text[at], fake) for at, fake in zip(places, fakes, strict=True))
                    yield Found(kind="name", value=value, places=tuple(places), fakes=cased)

    def parts(self, strip: Strip) -> Iterator[Found]:
        """Words of names."""
        inner = [word for word in self.spread if len(word) >= _WITHIN and word < "\u2e80"]
        wide = [word for word in self.spread if word >= "\u2e80"]
        for found in re.finditer(r"[^\W\d_]{3,200}", strip.folded):
            word = found[0]
            if self._words.knows(word):
                continue
            if word in self.spread:
                yield self._part(strip, *found.span())
                continue
            for part in inner:
                at = word.find(part)
                if at >= 0:
                    yield self._part(strip, found.start() + at, found.start() + at + len(part))
        for part in wide:
            for places in strip.find(part):
                yield Found(
                    kind="word of a name", value=part, places=tuple(places), fakes=tuple(self._fakes.word(part))
                )

    def _part(self, strip: Strip, start: int, end: int) -> Found:
        word = strip.text[start:end]
        return Found(
            kind="word of a name",
            value=fold(word),
            places=tuple(range(start, end)),
            fakes=tuple(self._fakes.word(word)),
        )


def _as_cased(char: str, fake: str) -> str:
    """What takes the place of ``char``: itself, as it is printed, where it has no fake."""
    if not fake:
        return char
    return fake.upper() if char.isupper() else fake.lower() if char.islower() else fake


def _alone(strip: Strip, places: Sequence[int]) -> bool:
    """Whether no word goes on before or behind; scripts without blanks know no such edge."""
    first, last = places[0], places[-1]
    before = strip.text[first - 1] if first else " "
    after = strip.text[last + 1] if last + 1 < len(strip.text) else " "
    return not (_joins(before, strip.text[first]) or _joins(strip.text[last], after))


def _joins(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum() and one < "\u2e80" and other < "\u2e80"
