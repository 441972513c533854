"""Sentences that nobody wrote, put together from parts (combined.toml): some of each form are read."""

import pytest
from tests.combined import LANGUAGES, unread

EVERY = 29
"""A prime, so that every part stands in one of those that are read."""
FIELDS = ("kind", "action", "deadline_days")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_together_from_parts_is_read(language: str, field: str) -> None:
    assert unread("notice", language, field, EVERY) == []
