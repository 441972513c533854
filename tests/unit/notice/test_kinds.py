"""What kind of mail it is, whatever its words (kinds.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import STORES, read

SAID: dict[str, Any] = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", SAID)
def test_the_kind_is_known_whatever_the_words(language: str) -> None:
    wanted = {text: kind for kind, text in SAID[language]["said"]}
    seen = {text: read(language, text).kind.value for text in wanted}
    assert {text: kind for text, kind in seen.items() if kind != wanted[text]} == {}


@pytest.mark.parametrize("language", SAID)
def test_a_notice_shown_at_a_webinar_has_a_number_that_is_made_up(language: str) -> None:
    samples = [text for kind, text in SAID[language]["said"] if kind == "other" and "00000000000" in text]
    sender = f"seller-notification@{STORES.get(language, f'amazon.{language}')}"
    assert samples
    for number in ("00000000000", "12345678901", "33333333333"):
        shown = {notice(text.replace("00000000000", number), sender=sender).kind.value for text in samples}
        assert shown == {"other"}
