"""What only speaks of a withdrawal or a reinstatement ends no case, by its subject neither; what ends one beside such
words does (unended.toml)."""

import tomllib
from pathlib import Path

import pytest
from tests.unit.notice.reading import notice

ROWS: dict[str, dict[str, list[list[str]]]] = tomllib.loads(Path(__file__).with_name("unended.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", ROWS)
def test_what_only_speaks_of_an_ending_ends_nothing(language: str) -> None:
    kinds = {text: notice(text, subject=subject).kind for subject, text in ROWS[language]["none"]}
    assert [text for text, kind in kinds.items() if kind in {"retraction", "reinstatement"}] == []


@pytest.mark.parametrize("language", ROWS)
def test_what_ends_a_case_beside_such_words_does(language: str) -> None:
    rows = ROWS[language]["ended"]
    assert {text: kind for kind, subject, text in rows if notice(text, subject=subject).kind != kind} == {}
