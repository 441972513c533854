"""Sentences that nobody wrote, put together from parts (combined.toml): some of each form are read."""

import pytest
from tests.unit.notice.combined import CASES, is_read, sample

EVERY = 29
"""A prime, so that every part stands in one of those that are read."""
FIELDS = sorted({" ".join(case["want"]) for case in CASES})
LANGUAGES = sorted({case["language"] for case in CASES})


@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_together_from_parts_is_read(language: str, fields: str) -> None:
    cases = [case for case in CASES if case["language"] == language and " ".join(case["want"]) == fields]
    assert [text for case in cases for text in sample(case, EVERY) if not is_read(case, text)] == []
