"""What is a name by how it is written, and what is nobody's: pronouns, labels, the words of the language.

Never raises.
"""

import re

from noticed.core.notice.capitals import capitals, is_capital
from noticed.core.notice.clean import QUOTES, is_masked
from noticed.core.notice.fields import ASIN
from noticed.core.notice.fold import fold, squeeze
from noticed.core.notice.known import all_labels
from noticed.core.notice.sheet import Sheet

_ELIDED = re.compile(r"\A[a-z]{1,7}'(?=\w{2})")
_SMALL_FIRM = 3
"""Words of a firm that writes itself small, at most."""


def is_nobody(sheet: Sheet, name: str) -> bool:
    """Whether a run of capitals is only a pronoun, a label or another word of the language."""
    words = words_in(name)
    labels = all_labels(sheet.dialects)
    if squeeze(name) in labels or is_masked(sheet, name) or ASIN.search(name):
        return True
    denied = (voice.words.denials.search(words[0]) for voice in sheet.voices)
    if any(found is not None and found[0] == words[0] for found in denied):
        return True
    return words[0] in capitals(sheet.dialects).nobody or all(_is_common(sheet, word) for word in words)


def is_written(sheet: Sheet, name: str) -> bool:
    """Whether it begins as a name does, if behind what a person is addressed with: "pani Anna Dąb"."""
    first, _, rest = name.partition(" ")
    addressed = fold(first).rstrip(".") in capitals(sheet.dialects).courtesy
    begin = (rest if addressed else name).lstrip(QUOTES)
    return is_capital(begin) or begin.lstrip("(")[:1] >= "\u2e80" or begin[:1].isdigit()


def is_small_firm(sheet: Sheet, name: str) -> bool:
    """Whether a firm writes itself small: "oak & elm GmbH", but not "the firm GmbH"."""
    form = next(capitals(sheet.dialects).company.finditer(name), None)
    before = name[: form.start()] if form and form.end() == len(name) else ""
    words = words_in(before)
    small = before == before.lower() < "\u2e80" and 0 < len(words) <= _SMALL_FIRM
    return small and not any(is_small(sheet, word) for word in words)


def words_in(name: str) -> list[str]:
    """The folded words of a name, without what is elided before them: "S'il", "L'offre"."""
    words = [fold(word.strip(".,;:'")) for word in name.split()]
    return [_ELIDED.sub("", word) or word for word in words]


def is_small(sheet: Sheet, word: str) -> bool:
    """Whether a folded word alone is no name: "customers", "you"."""
    return word in capitals(sheet.dialects).nobody or _is_common(sheet, word)


def _is_common(sheet: Sheet, word: str) -> bool:
    """Whether a folded word is one of the small words of the language."""
    found = (voice.words.common.search(word) for voice in sheet.voices)
    return any(match is not None and match[0] == word for match in found)
