"""Patterns for the legal forms of firms. Never raises."""

import re
from collections.abc import Iterable, Sequence

_CASED = "".join(map(chr, range(0x2E80)))
"""The characters of scripts that may have two cases."""


def company(latin: Sequence[str], wide: Sequence[str], exact: Sequence[str]) -> re.Pattern[str]:
    """Legal forms in any case, ``exact`` ones as they are written: "eG", not "EG". It begins with what they begin with:
    a search for it looks at nothing else."""
    firsts = {first: _in_any_case(first) for first in (form[0].lower() for form in (*latin, *wide, *exact))}

    def choice(forms: Sequence[str]) -> str:
        found: dict[str, list[str]] = {}
        for form in sorted(forms, key=len, reverse=True):
            found.setdefault(form[0], []).append(spaced(form)[len(re.escape(form[0])) :])
        return "|".join(f"(?<=[{firsts[first]}])(?:{'|'.join(rests)})" for first, rests in found.items()) or r"(?!)"

    begin = "".join(firsts.values())
    written = "|".join(f"(?<={re.escape(form[0])}){re.escape(form[1:])}" for form in exact) or r"(?!)"
    begun = r"(?<![\w'’].)"
    any_case = rf"(?i:{begun}(?:{choice(latin)})\.?(?!-?\w)|{choice(wide)})"
    return re.compile(rf"[{begin}](?:{any_case}|{begun}(?:{written})\.?(?!\w))" if firsts else r"(?!)")


def spaced(form: str) -> str:
    """A pattern for a legal form; between its initials there may be blanks: "e. K."."""
    return re.sub(r"(?<=\b\w)\\\.(?=\w\b)", r"\\.\\s?", re.escape(form))


def _in_any_case(char: str) -> str:
    """What a pattern of ``char`` fits in any case, for a class of characters: "s" fits the long one, too."""
    return re.escape("".join(re.findall(re.escape(char), _CASED, re.IGNORECASE)) or char)


def either(words: Iterable[str], *, plain: bool = True) -> str:
    """A pattern for any of ``words``, long ones first; ``plain``: they are no patterns themselves."""
    found = sorted(dict.fromkeys(words), key=len, reverse=True)
    return "|".join(map(re.escape, found) if plain else found) or r"(?!)"
