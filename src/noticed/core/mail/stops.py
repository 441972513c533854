"""An answer's words without the full stops that end no sentence of it. Never raises.

"We have withdrawn complaint No. 123" is one sentence, and its "No" denies nothing.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from noticed.core.notice.brand import abbreviations
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed

_DAY = re.compile(r"(?<=[ .]\d|\d\d)\.(?= [^\W\d_A-Z])")
"""The full stop of a day before a small letter: "closed until 06.01. and then"."""
_DIAERESIS = "\u0308"
_SHORT = 3
"""Letters of an abbreviation that is no other word, at least, where it has no full stop inside."""


def words_of(text: str, dialects: Sequence[Dialect]) -> str:
    """``text``, folded, without full stops behind days, legal forms and titles and the sign of a complaint's number."""
    signs, forms, moods = _patterns(tuple(dialects))
    shown = moods.sub(lambda found: _spelt(found[0]), _DAY.sub("", printed(text)))
    return forms.sub(r"\1", signs.sub("", fold(shown)))


def _spelt(word: str) -> str:
    """``word`` with an "e" for two dots over a letter, which folding would leave out."""
    return unicodedata.normalize("NFD", word).replace(_DIAERESIS, "e")


@lru_cache(maxsize=16)
def _patterns(dialects: tuple[Dialect, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What is a number's sign before 9 to 13 digits, the abbreviations that words may follow, and the words of a wish
    that folding would make a fact."""
    moods = {mood for dialect in dialects for mood in dialect.answer.moods}
    signs = {fold(sign) for dialect in dialects for sign in dialect.answer.signs}
    known = abbreviations(dialects)
    forms = {word for word in known if "." in word or (len(word) >= _SHORT and word.isalpha())}
    return (
        re.compile(rf"(?<!\w)(?:{_either(signs)})\.?\s?(?=\d{{9,13}}(?!\d))"),
        re.compile(rf"(?<!\w)({_either(forms)})\.(?=[ ,]\w|, )"),
        re.compile(rf"(?<!\w)(?:{_either(moods)})(?!\w)", re.IGNORECASE),
    )


def _either(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"
