"""Sentences that nobody wrote, put together from parts (combined.toml): some of each form are read."""

import pytest
from tests.combined import LANGUAGES, cases, unread

EVERY = 29
"""A prime, so that every part stands in one of those that are read."""
FIELDS = sorted({" ".join(case["want"]) for case in cases("notice")})


@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_together_from_parts_is_read(language: str, fields: str) -> None:
    assert unread("notice", language, fields, EVERY) == []
