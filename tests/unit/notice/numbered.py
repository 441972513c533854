"""Notices put together from forms and the rights in them (numbered.toml): under which numbers, and of which type.

    python -m tests.unit.notice.numbered [LANGUAGE…] [--all]

reads all of them and prints for each language how many have both right, and some (or all) of those that have not; the
test reads some.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from tests.combined import filled
from tests.corpus.scoring import key
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import STORES

NUMBERS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("numbered.toml").read_text("utf-8"))
LANGUAGES = tuple(NUMBERS)
COMPLAINT = "18734561231"
_REGISTERED = re.compile("(?:商标|商標|意匠|特許|実用新案|国際)?(?:登録)?第|号$")
"""Of a number's form in Japanese and Chinese, what may stand before it as the word for its right."""


class Told(NamedTuple):
    """A text, and what a reader has to find."""

    text: str
    numbers: tuple[str, ...]
    type: str | None


def told(language: str, *, hard: bool = False) -> Iterator[Told]:
    """Texts that give one number of a right, or several."""
    words = NUMBERS[language]
    forms = [*words["one"], *words["several"], *(words.get("hard", []) if hard else [])]
    for form, right in product(forms, words["rights"]):
        type_, nouns, office, *numbers = right
        for number in numbers:
            yield _told(words, form, type_, nouns, office, number)


def _told(words: Mapping[str, Any], form: str, type_: str, nouns: str, office: str, number: str) -> Told:
    """One of them: "{m}" and "{k}" are numbers of the same shape."""
    places = {"r": nouns, "a": office, "n": number, "m": _other(number, 1), "k": _other(number, 2)}
    numbers = tuple(places[name] for name in "nmk" if f"{{{name}}}" in form)
    return Told(_text(words, filled(form, places)), numbers, type_)


def alike(language: str) -> Iterator[Told]:
    """Texts with a number that is no right's, behind a report, behind a right's number or in a paragraph of its own."""
    words = NUMBERS[language]
    type_, nouns, office, number, *_ = words["rights"][0]
    places = {"r": nouns, "a": office, "n": number}
    base, bare = filled(words["one"][0], places), filled(words["bare"], places)
    for said in words["mirrors"]:
        yield Told(_text(words, said), (), None)
        yield Told(_text(words, f"{bare} {said}"), (), type_)
        yield Told(_text(words, f"{base} {said}"), (number,), type_)
        yield Told(_text(words, f"{base}\n\n{said}"), (number,), type_)


def _text(words: Mapping[str, Any], said: str) -> str:
    return f"{words['report']}\n\n{said}\n\n{words['details']}\n"


def _other(number: str, more: int) -> str:
    """A number of the same shape: each of the last digits of its longest part is another."""
    longest = max(re.finditer(r"\d+", number), key=lambda part: len(part[0]) >= 3)
    changed = "".join(str((int(digit) + more) % 10) for digit in longest[0][-2:])
    return number[: longest.end() - 2] + changed + number[longest.end() :]


def _keys(numbers: Sequence[str]) -> set[str]:
    return {key("ip_numbers", _REGISTERED.sub("", number)) for number in numbers}


def wrong(language: str, each: Told) -> str:
    """What is misread in a text, in words."""
    found = notice(each.text, sender=f"seller-notification@{STORES.get(language, f'amazon.{language}')}")
    out = []
    if _keys(found.ip_numbers) != _keys(each.numbers):
        out.append(f"numbers {', '.join(found.ip_numbers) or 'none'}")
    if each.type and found.ip_type not in each.type.split("|"):
        out.append(f"type {found.ip_type}")
    if found.complaint_ids != (COMPLAINT,):
        out.append(f"complaint {', '.join(found.complaint_ids) or 'none'}")
    return "; ".join(out)


def misread(language: str, every: int = 1, *, hard: bool = False) -> tuple[int, list[tuple[str, str]]]:
    """How many texts are read, each so many, and what is wrong in those that are misread."""
    texts = [*islice(told(language, hard=hard), 0, None, every), *islice(alike(language), 0, None, every)]
    return len(texts), [(what, each.text) for each in texts if (what := wrong(language, each))]


def main(*languages: str, all_: bool) -> None:
    """Read all and print."""
    for language in languages or LANGUAGES:
        count, found = misread(language, hard=True)
        sys.stdout.write(f"{language} {count - len(found):5,} of {count:5,}\n")
        for what, text in found if all_ else found[:3]:
            sys.stdout.write(f"    {what}: {text.split(chr(10) * 2, 2)[2].rpartition(chr(10) * 2)[0]!r}\n")


if __name__ == "__main__":
    main(*(word for word in sys.argv[1:] if word != "--all"), all_="--all" in sys.argv)
