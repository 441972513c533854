"""Which languages a text is written in, by its common words and its labels."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import alphanumeric
from noticed.core.notice.hits import Hit
from noticed.core.notice.phrase import Phrases
from noticed.core.notice.places import words_of
from noticed.core.values import Value

_JOINED = re.compile(r"(?<![^\W_])[a-z]-(?=[a-z])")
"""A letter that is joined to a word is none: "e-mail" is no Italian "and"."""
_SAMPLE = 6_000
"""Characters by which the language is known."""
_POINTER = re.compile(r"\s{0,9}\([^()\n]{1,120}\)\s{0,9}\n")
"""A first line in brackets: "(Deutscher Text unten)" is in the language of the second half."""
_LEAST = 3
"""Words of another language before it may be that of the notice's first half."""
_RIVAL = 0.4
"""A language with this share of the best one's words runs through the text too."""
_FEW = 2
"""Common words of the best language, at most, where its labels are asked too …"""
_SHARED = 3
"""… those that at most so many languages have."""
_NAMES = frozenset({"owner", "agent", "person", "name", "title", "work"})
"""Labels of names: their words are of no language."""


def voices(
    folded: str, body: int, dialects: Sequence[Dialect], labels: Callable[[], Sequence[Hit]] = tuple
) -> tuple[Dialect, ...]:
    """The dialects a text is written in from ``body`` on, that of the notice first: most of its common words, or of two
    that both run through it the one that begins. The first dialect where nothing tells.

    ``labels``: those of the text, asked for where words alone do not tell: a language may begin with one, a table has
    hardly anything else, and names are of no language.
    """
    if not dialects:
        raise ValueError("no dialect given")
    known = tuple(dialects)
    found, best = _spoken(folded, body, known, ())
    if len(found) > 1 or best <= _FEW:
        hits = labels()
        found = _spoken(folded, body, known, hits)[0] if hits else found
    return found


def _spoken(
    folded: str, body: int, dialects: tuple[Dialect, ...], hits: Sequence[Hit]
) -> tuple[tuple[Dialect, ...], int]:
    """The same by what is known of labels, and for how much of it the language of the notice stands."""
    folded = _JOINED.sub("  ", _without_names(folded, hits))
    pointer = _POINTER.match(folded, body)
    body = pointer.end() if pointer else body
    text = folded[body : body + _SAMPLE]
    counts = _counts(folded, text, body, dialects)
    labels = [(hit.start - body, alphanumeric(folded[hit.start : hit.value])) for hit in hits if hit.start >= body]
    if max(counts) <= _FEW:
        counts = [count + told for count, told in zip(counts, _by_labels(labels, dialects), strict=True)]
    best = max(counts)
    if not best:
        return (dialects[0],), 0
    least = max(best * _RIVAL, _LEAST)
    many = [place for place, count in enumerate(counts) if count == best or count >= least]
    if len(many) == 1:
        return (dialects[many[0]],), best
    begins = {place: _begins(place, many, text, labels, dialects) for place in many}
    apart = _apart(counts, text, counts.index(best), dialects)
    rivals = [place for place in many if counts[place] == best or apart[place] >= least]
    first = min(rivals, key=lambda place: (begins[place], -counts[place], place))
    spoken = [place for place in many if counts[place] >= _LEAST - 1 and place != first]
    return (dialects[first], *(dialects[place] for place in spoken)), best


def _by_labels(labels: Sequence[tuple[int, str]], dialects: tuple[Dialect, ...]) -> list[int]:
    """For how many labels each dialect stands that few others have."""
    counts = [0] * len(dialects)
    for _, label in labels:
        holders = [number for number, dialect in enumerate(dialects) if label in dialect.labels]
        for number in holders if len(holders) <= _SHARED else ():
            counts[number] += 1
    return counts


def _without_names(folded: str, hits: Sequence[Hit]) -> str:
    """``folded`` with blanks where names stand behind their labels."""
    for hit in hits:
        if hit.base in _NAMES:
            end = min(hit.end, max(folded.find("\n", hit.value + 1), hit.value))
            folded = f"{folded[: hit.value]}{' ' * (end - hit.value)}{folded[end:]}"
    return folded


def _begins(
    place: int, many: Sequence[int], text: str, labels: Sequence[tuple[int, str]], dialects: Sequence[Dialect]
) -> int:
    """Where a language begins: with its first common word, or with a label that none of its rivals has."""
    others = [dialects[other].labels for other in many if other != place]
    own = (
        start
        for start, label in labels
        if label in dialects[place].labels and not any(label in other for other in others)
    )
    return min(dialects[place].words.common.first(text), next(own, len(text)))


def _counts(folded: str, text: str, body: int, dialects: tuple[Dialect, ...]) -> list[int]:
    """How often the common words of each dialect stand in ``text``, the part of a longer one from ``body`` on."""
    common = _common(dialects)
    words = Counter(words_of(text))
    counts = [0] * len(dialects)
    for word in common.by_word.keys() & words.keys():
        for number in common.by_word[word]:
            counts[number] += words[word]
    for number, phrases in common.others:
        if phrases.has_others(text, words):
            places = (match.start() for match in phrases.finditer(folded))
            counts[number] = sum(1 for place in places if body <= place < body + len(text))
    return counts


def _apart(counts: Sequence[int], text: str, best: int, dialects: tuple[Dialect, ...]) -> list[int]:
    """``counts`` without the words that the best language has too: "de" and "que" tell no Portuguese in Spanish."""
    apart, common = list(counts), _common(dialects)
    for word, times in Counter(words_of(text)).items():
        known = common.by_word.get(word, ())
        for number in known if best in known else ():
            apart[number] -= times
    return apart


class _Common(Value):
    """The common words of all dialects together."""

    by_word: dict[str, list[int]]
    """A word, and the dialects that have it."""
    others: tuple[tuple[int, Phrases], ...]
    """Dialects whose common words are not all single words."""


@lru_cache(maxsize=8)
def _common(dialects: tuple[Dialect, ...]) -> _Common:
    by_word: dict[str, list[int]] = {}
    for number, dialect in enumerate(dialects):
        for word in dialect.words.common.single:
            by_word.setdefault(word, []).append(number)
    others = ((number, dialect.words.common) for number, dialect in enumerate(dialects))
    return _Common(by_word=by_word, others=tuple((n, each) for n, each in others if each.signs))
