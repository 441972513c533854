"""Why a listing is back, and whose deactivation is told: the listing's or the account's (endings.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.test_sentences import read

ENDINGS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("endings.toml").read_text("utf-8"))
NONE: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("no_endings.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", ENDINGS)
def test_a_record_in_the_account_suspends_nobody_and_what_is_back_says_why(language: str) -> None:
    found = {text: (kind, action) for kind, action, text in ENDINGS[language]["said"]}
    notices = {text: read(language, text) for text in found}
    seen = {text: (notice.kind.value, notice.action.value) for text, notice in notices.items()}
    assert {text: said for text, said in seen.items() if said != found[text]} == {}


@pytest.mark.parametrize("language", NONE)
def test_what_is_denied_promised_or_asked_of_the_listing_ends_nothing(language: str) -> None:
    kinds = {text: read(language, text).kind.value for text in NONE[language]}
    assert [text for text, kind in kinds.items() if kind in {"retraction", "reinstatement"}] == []
