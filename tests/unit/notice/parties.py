"""Notices put together from forms and the names in them (parties.toml): who complains, and where to write to.

    python -m tests.unit.notice.parties

reads all of them and prints for each language how many have both right, and those that have not; the test reads some.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice, product
from pathlib import Path
from typing import Any

from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import STORES

PARTIES: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("parties.toml").read_text("utf-8"))
LANGUAGES = tuple(key for key, value in PARTIES.items() if isinstance(value, dict))
ADDRESS, STRANGER = "ip@pelmoor.example", "desk@dunwick.example"


def named(language: str, *, hard: bool = False) -> Iterator[tuple[str, str]]:
    """Texts of a language and who complains in each."""
    words = PARTIES[language]
    names = [*words["names"], *PARTIES["everywhere"]]
    names += [*words.get("hard", []), *PARTIES["hard"]] if hard else []
    forms = [*words["forms"], *words.get("hard_forms", [])] if hard else words["forms"]
    for form, name in product(forms, names):
        yield form.replace("{n}", name).replace("{e}", ADDRESS), name


def strange(language: str) -> Iterator[tuple[str, str]]:
    """Texts with a stranger's address right behind the report, or in a paragraph of its own, and who complains."""
    words = PARTIES[language]
    name = PARTIES["everywhere"][0]
    for said, between in product(words["strangers"], (" ", "\n\n")):
        yield words["report"].replace("{n}", name) + between + said.replace("{e}", STRANGER), name


def parties(language: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The complainant and his addresses."""
    words, domain = PARTIES[language], STORES.get(language, f"amazon.{language}")
    body = f"{words['hello']}\n\n{text}\n\n{words['details']}\n"
    found = notice(body, sender=f"seller-notification@{domain}")
    return found.rights_owner_name or "", found.rights_owner_emails


def is_called(found: str, name: str) -> bool:
    """Whether a name is read, if without what a person is addressed with; the stop of a sentence may be its own."""
    return found.rstrip(".") in {name.rstrip("."), name.rstrip(".").partition(" ")[2]}


def misread(language: str, every: int = 1, *, hard: bool = False) -> tuple[int, list[tuple[str, str, tuple[str, ...]]]]:
    """How many texts are read, each so many, and those of which a party is misread, with what was read."""
    wrong, count = [], 0
    for text, name in islice(named(language, hard=hard), 0, None, every):
        found, addresses = parties(language, text)
        count += 1
        if not is_called(found, name) or addresses != (ADDRESS,):
            wrong.append((text, found, addresses))
    for text, name in islice(strange(language), 0, None, every):
        found, addresses = parties(language, text)
        count += 1
        if not is_called(found, name) or addresses:
            wrong.append((text, found, addresses))
    return count, wrong


def main() -> None:
    """Read all and print."""
    for language in LANGUAGES:
        count, wrong = misread(language, hard=True)
        sys.stdout.write(f"{language} {count - len(wrong):4} of {count:4}\n")
        for text, found, addresses in wrong:
            sys.stdout.write(f"    {found!r} {' '.join(addresses)}: {text!r}\n")


if __name__ == "__main__":
    main()
