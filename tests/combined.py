"""Sentences put together from forms and what may stand in their places (combined.toml of notices and of answers).

    python -m tests.combined [LANGUAGE] [--all]

reads all of them (those of one language) and prints, for each field and what it should be, how many are read so, and
one of those that are not (or all); the tests read some.
"""

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count, islice, product
from pathlib import Path
from typing import Any

from tests.corpus.read_corpus import dialects
from tests.unit.notice.test_sentences import read

from noticed.core.mail.model import Address, Message
from noticed.core.mail.reply import read_reply

_UNIT = Path(__file__).parent / "unit"
ENDINGS = {"no ending": ("retraction", "reinstatement"), "no retraction": ("retracts",)}
"""Wanted where an end of the case must not be read, whatever else is."""
LANGUAGES = ("en", "zh", "de", "ja", "fr", "it", "es", "pt", "nl", "pl", "sv", "tr")
_PLACE = re.compile(r"\{(\w)(\d?)\}")


@lru_cache(maxsize=2)
def cases(area: str) -> tuple[Mapping[str, Any], ...]:
    """The cases of ``notice`` or ``mail``, each with what may stand around a text of its language."""
    read = tomllib.loads((_UNIT / area / "combined.toml").read_text("utf-8"))
    around = read.get("around", {})
    return tuple({"around": around.get(case["language"], ["{}"])} | case for case in read["case"])


def sentences(case: Mapping[str, Any]) -> Iterator[str]:
    """All texts of a case: a place with a capital takes its words with one; what stands around them takes turns."""
    around, number = case["around"], count()
    for form in case["forms"]:
        names = list(dict.fromkeys(match[1].lower() for match in _PLACE.finditer(form)))
        for chosen in product(*(case[name] for name in names)):
            text = _capital(case.get("before", "")) + _capital(_filled(form, dict(zip(names, chosen, strict=True))))
            yield around[next(number) % len(around)].replace("{}", text)


def is_read(case: Mapping[str, Any], text: str) -> bool:
    """Whether a text of a case is read as it should be; ``want`` may be one of several, parted by "|"."""
    want = case["want"]
    found = _answer(text) if case["field"] == "reply_kind" else getattr(read(case["language"], text), case["field"])
    if want in ENDINGS:
        return found not in ENDINGS[want]
    return found in want.split("|") if isinstance(want, str) else bool((found or 0) == want)


def _answer(text: str) -> str:
    sender, seller = Address(name="Ana", spec="ana@brand.example"), Address(name="", spec="shop@seller.example")
    message = Message(from_=(sender,), to=(seller,), subject="Re: your letter", text=text)
    return read_reply(message, dialects()).reply_kind.value


def _filled(form: str, words: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        word = words[match[1].lower()].split("|")[int(match[2] or 1) - 1]
        return _capital(word) if match[1].isupper() else word

    return _PLACE.sub(put, form)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def unread(area: str, language: str, field: str, every: int) -> list[str]:
    """Each so many of a language's texts of a field, the first among them: those that are not read as they should."""
    those = [case for case in cases(area) if case["language"] == language and case["field"] == field]
    return [text for case in those for text in islice(sentences(case), 0, None, every) if not is_read(case, text)]


def main(languages: list[str], *, all_: bool) -> None:
    """Read all and print."""
    right, missed = defaultdict[str, int](int), defaultdict[str, list[str]](list)
    for case in (case for area in ("notice", "mail") for case in cases(area)):
        if languages and case["language"] not in languages:
            continue
        want = case["want"] if isinstance(case["want"], str) else "days" if case["want"] else "none"
        what = f"{case['field']} {want}"
        for text in sentences(case):
            good = is_read(case, text)
            right[what] += good
            missed[what].extend([] if good else [text.replace("\n", "/")])
    for what, number in right.items():
        shown = "".join(f"\n    {text}" for text in missed[what]) if all_ else "  ".join(missed[what][:1])
        sys.stdout.write(f"{what:<36} {number:6,} of {number + len(missed[what]):6,}  {shown}".rstrip() + "\n")


if __name__ == "__main__":
    main([name for name in sys.argv[1:] if name != "--all"], all_="--all" in sys.argv)
