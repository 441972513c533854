"""The table of words covers every packaged letter in every language, and the letters to complainants keep to it."""

import re

import pytest
from tests.unit.render.letter_words import ADMITS, ASKED, MUST_ASKED, MUST_DRAFT, NEVER, SOLD, rows
from tests.unit.render.samples import CASES, letter_facts, templates
from tests.unit.render.test_letters import VARIANTS

from noticed.core.case.model import CADENCE_LETTERS, CaseComplaint, LetterKind
from noticed.core.notice.model import IpType
from noticed.render.letters import render
from noticed.render.wording import right_of

TEMPLATES = templates()


def test_every_packaged_letter_stands_in_the_table_in_every_language() -> None:
    assert sorted((letter, language) for letter, language, _, _ in rows()) == sorted(TEMPLATES.by_kind)


@pytest.mark.parametrize("language", ASKED)
@pytest.mark.parametrize("letter", sorted(MUST_ASKED))
def test_a_letter_to_a_complainant_says_its_sentence_asserts_no_sale_and_admits_nothing(
    letter: str, language: str
) -> None:
    kind = LetterKind(letter)
    for of, case in CASES.items():
        for variant in VARIANTS.values():
            draft = render(kind, language, TEMPLATES, letter_facts(case, **variant))
            text = f"{draft.subject}\n\n{draft.body}"
            assert MUST_ASKED[letter][ASKED.index(language)] in text, (of, text)
            patterns = [NEVER, SOLD, *([ADMITS] if kind in CADENCE_LETTERS else [])]
            for words in patterns:
                found = re.search(words[language], text, re.IGNORECASE)
                assert not found, (of, found, text)


@pytest.mark.parametrize("letter", sorted(MUST_DRAFT))
def test_a_draft_says_what_a_person_must_have_read(letter: str) -> None:
    for language, must in zip(("en", "en.zh"), MUST_DRAFT[letter], strict=True):
        for case in CASES.values():
            draft = render(LetterKind(letter), language, TEMPLATES, letter_facts(case, **VARIANTS["full"]))
            assert must in draft.body
            assert not re.search(SOLD[language], draft.body, re.IGNORECASE), draft.body
            assert draft.draft_only


@pytest.mark.parametrize(
    ("right", "language", "said"),
    [
        (IpType.COUNTERFEIT, "en", "counterfeit · 6,123,456"),
        (IpType.COUNTERFEIT, "ja", "偽造品 · 6,123,456"),
        (IpType.TRADEMARK, "en", "trademark 6,123,456"),
        (None, "en", "6,123,456"),
    ],
)
def test_a_counterfeit_has_no_number_of_its_own(right: IpType | None, language: str, said: str) -> None:
    assert right_of(CaseComplaint(ip_type=right, ip_numbers=("6,123,456",)), language) == said
