"""Short notices in words that no phrase was written for (freely_east.toml): kind, action, who complained, days."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_told import shown

FREELY: dict[str, Any] = tomllib.loads(Path(__file__).with_name("freely_east.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", FREELY)
def test_what_a_short_notice_freely_says_is_read(language: str) -> None:
    unread: dict[str, dict[str, str]] = {}
    for subject, text, wanted in FREELY[language]["said"]:
        found = notice(text, subject=subject)
        seen = {field: shown(getattr(found, field)) for field in wanted}
        if seen != wanted and not seen.get("kind") == wanted.get("kind") == "other":
            unread[text] = seen
    assert unread == {}
