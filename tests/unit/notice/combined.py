"""Sentences put together from forms and what may stand in their places (combined.toml).

    python -m tests.unit.notice.combined [WORD…]

reads all of them, or those of cases whose language or wanted fields have all these words, and prints how many are read
so, and one of those that are not; the test reads some.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, product
from pathlib import Path
from typing import Any

from tests.unit.notice.test_sentences import read

_FILE = tomllib.loads(Path(__file__).with_name("combined.toml").read_text("utf-8"))
CASES: tuple[Mapping[str, Any], ...] = tuple({**_FILE["parts"][case["language"]], **case} for case in _FILE["case"])
"""Each with the parts of its language that it does not name itself."""
NO_ENDING = "no ending"
"""Wanted where no retraction and no reinstatement may be read, whatever else is."""
_PLACE = re.compile(r"\{(\w)(\d?)\}")


def sentences(case: Mapping[str, Any]) -> Iterator[str]:
    """All texts of a case: a place with a capital takes its words with one."""
    for form in case["forms"]:
        names = list(dict.fromkeys(match[1].lower() for match in _PLACE.finditer(form)))
        for chosen in product(*(case[name] for name in names)):
            yield _capital(case.get("before", "")) + _capital(_filled(form, dict(zip(names, chosen, strict=True))))


def is_read(case: Mapping[str, Any], text: str) -> bool:
    """Whether a text of a case is read as it should be, in each of the fields that it names."""
    found = read(case["language"], text)
    return all(_is(getattr(found, field), value) for field, value in case["want"].items())


def _is(found: object, value: object) -> bool:
    if value == NO_ENDING:
        return found not in {"retraction", "reinstatement"}
    return bool((found or 0) == value)


def wanted(case: Mapping[str, Any]) -> str:
    """What a case wants, in words."""
    return ", ".join(
        f"{field} {value if isinstance(value, str) else 'days' if value else 'none'}"
        for field, value in case["want"].items()
    )


def _filled(form: str, words: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        word = words[match[1].lower()].split("|")[int(match[2] or 1) - 1]
        return _capital(word) if match[1].isupper() else word

    return _PLACE.sub(put, form)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sample(case: Mapping[str, Any], every: int) -> Iterator[str]:
    """Each so many of a case's texts, the first among them."""
    return islice(sentences(case), 0, None, every)


def main(*words: str) -> None:
    """Read all, or those of some cases, and print."""
    right, all_, missed = Counter[str](), Counter[str](), dict[str, str]()
    for case in CASES:
        what = wanted(case)
        if not all(word == case["language"] or word in what for word in words):
            continue
        for text in sentences(case):
            good = is_read(case, text)
            right[what] += good
            all_[what] += 1
            if not good:
                missed.setdefault(what, text)
    for what, count in all_.items():
        line = f"{what:<52} {right[what]:6,} of {count:6,}  {missed.get(what, '')}"
        sys.stdout.write(f"{line.rstrip()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
