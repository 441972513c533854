"""What says it in passing, behind advice or in answer to a question is read like any other notice (unlike.toml)."""

import tomllib
from pathlib import Path

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import STORES

UNLIKE = tomllib.loads(Path(__file__).with_name("unlike.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", UNLIKE)
def test_a_notice_unlike_the_usual_ones_is_read(language: str) -> None:
    sender = f"seller-support@{STORES.get(language, f'amazon.{language}')}"
    wanted = {text: (kind, action) for kind, action, text in UNLIKE[language]["said"]}
    read = {text: notice(text, subject="18734561231", sender=sender) for text in wanted}
    seen = {text: (found.kind.value, found.action.value) for text, found in read.items()}
    assert {text: found for text, found in seen.items() if found != wanted[text]} == {}
