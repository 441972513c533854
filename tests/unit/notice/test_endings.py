"""Why a listing is back, and whose deactivation is told: the listing's or the account's (endings.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.test_sentences import read

ENDINGS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("endings.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", ENDINGS)
def test_a_record_in_the_account_suspends_nobody_and_what_is_back_says_why(language: str) -> None:
    found = {text: (kind, action) for kind, action, text in ENDINGS[language]["said"]}
    notices = {text: read(language, text) for text in found}
    seen = {text: (notice.kind.value, notice.action.value) for text, notice in notices.items()}
    assert {text: said for text, said in seen.items() if said != found[text]} == {}
