"""Sentences put together from forms and what may stand in their places (combined.toml of notices and of answers).

    python -m tests.combined [WORD…] [--all]

reads all of them, or those of cases whose language or wanted fields have all these words, and prints how many are read
so, and one of those that are not (or all); the tests read some.
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

from noticed.core.mail.model import Address, Message, Reply
from noticed.core.mail.reply import read_reply

_UNIT = Path(__file__).parent / "unit"
ENDINGS = {"no ending": {"retraction", "reinstatement"}, "no retraction": {"retracts"}}
"""Wanted where an end of the case must not be read, whatever else is."""
LANGUAGES = ("en", "zh", "de", "ja", "fr", "it", "es", "pt", "nl", "pl", "sv", "tr")
_PLACE = re.compile(r"\{(\w)(\d?)\}")


@lru_cache(maxsize=2)
def cases(area: str) -> tuple[Mapping[str, Any], ...]:
    """The cases of ``notice`` or ``mail``, each with the parts of its language that it does not name itself."""
    file = tomllib.loads((_UNIT / area / "combined.toml").read_text("utf-8"))
    return tuple(_whole(file["parts"][case["language"]], case) for case in file["case"])


def _whole(parts: Mapping[str, Any], case: Mapping[str, Any]) -> Mapping[str, Any]:
    """A case with the parts of its language; its forms may be one of these."""
    forms = case["forms"]
    return {**parts, **case, "forms": parts[forms] if isinstance(forms, str) else forms}


def sentences(case: Mapping[str, Any]) -> Iterator[str]:
    """All texts of a case: a place with a capital takes its words with one; what stands around them takes turns."""
    around, number = case.get("around", ["{}"]), count()
    for form in case["forms"]:
        names = list(dict.fromkeys(match[1].lower() for match in _PLACE.finditer(form)))
        for chosen in product(*(case[name] for name in names)):
            text = _capital(case.get("before", "")) + _capital(filled(form, dict(zip(names, chosen, strict=True))))
            yield around[next(number) % len(around)].replace("{}", text)


def is_read(case: Mapping[str, Any], text: str) -> bool:
    """Whether a text of a case is read as it should be, in each of the fields that it names."""
    found = _answer(text) if "reply_kind" in case["want"] else read(case["language"], text)
    return all(_is(getattr(found, field), value) for field, value in case["want"].items())


def _is(found: object, value: object) -> bool:
    if isinstance(value, str) and value in ENDINGS:
        return found not in ENDINGS[value]
    return bool((found or 0) == value)


def _answer(text: str) -> Reply:
    sender, seller = Address(name="Ana", spec="ana@brand.example"), Address(name="", spec="shop@seller.example")
    return read_reply(Message(from_=(sender,), to=(seller,), subject="Re: your letter", text=text), dialects())


def wanted(case: Mapping[str, Any]) -> str:
    """What a case wants, in words."""
    return ", ".join(
        f"{field} {value if isinstance(value, str) else 'days' if value else 'none'}"
        for field, value in case["want"].items()
    )


def filled(form: str, words: Mapping[str, str]) -> str:
    """A form with words in its places."""

    def put(match: re.Match[str]) -> str:
        word = words[match[1].lower()].split("|")[int(match[2] or 1) - 1]
        return _capital(word) if match[1].isupper() else word

    return _PLACE.sub(put, form)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def unread(area: str, language: str, fields: str, every: int) -> list[str]:
    """Of each so many of a language's texts of some fields those that are not read as they should be."""
    those = [case for case in cases(area) if case["language"] == language and " ".join(case["want"]) == fields]
    return [text for case in those for text in islice(sentences(case), 0, None, every) if not is_read(case, text)]


def main(*words: str, all_: bool) -> None:
    """Read all, or those of some cases, and print."""
    right, missed = defaultdict[str, int](int), defaultdict[str, list[str]](list)
    for case in (*cases("notice"), *cases("mail")):
        what = wanted(case)
        if not all(word == case["language"] or word in what for word in words):
            continue
        for text in sentences(case):
            good = is_read(case, text)
            right[what] += good
            missed[what].extend([] if good else [text.replace("\n", "/")])
    for what, number in right.items():
        shown = "".join(f"\n    {text}" for text in missed[what]) if all_ else "  ".join(missed[what][:1])
        sys.stdout.write(f"{what:<52} {number:6,} of {number + len(missed[what]):6,}  {shown}".rstrip() + "\n")


if __name__ == "__main__":
    main(*(word for word in sys.argv[1:] if word != "--all"), all_="--all" in sys.argv)
