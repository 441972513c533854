"""Sentences put together from forms and what may stand in their places (combined.toml).

    python -m tests.unit.notice.combined

reads all of them and prints, for each field and what it should be, how many are read so, and one of those that are not;
the test reads some.
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

CASES: tuple[Mapping[str, Any], ...] = tuple(
    tomllib.loads(Path(__file__).with_name("combined.toml").read_text("utf-8"))["case"]
)
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
    """Whether a text of a case is read as it should be."""
    found = getattr(read(case["language"], text), case["field"])
    if case["want"] == NO_ENDING:
        return found not in {"retraction", "reinstatement"}
    return bool((found or 0) == case["want"])


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


def main() -> None:
    """Read all and print."""
    right, all_, missed = Counter[str](), Counter[str](), dict[str, str]()
    for case in CASES:
        what = (
            f"{case['field']} {case['want'] if isinstance(case['want'], str) else 'days' if case['want'] else 'none'}"
        )
        for text in sentences(case):
            good = is_read(case, text)
            right[what] += good
            all_[what] += 1
            if not good:
                missed.setdefault(what, text)
    for what, count in all_.items():
        line = f"{what:<28} {right[what]:6,} of {count:6,}  {missed.get(what, '')}"
        sys.stdout.write(f"{line.rstrip()}\n")


if __name__ == "__main__":
    main()
