"""Answers that nobody wrote, put together from parts (combined.toml): some of each form are read."""

import pytest
from tests.combined import LANGUAGES, unread

EVERY = 7
"""A prime, so that every part stands in one of those that are read."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_put_together_from_parts_is_read(language: str) -> None:
    assert unread("mail", language, "reply_kind", EVERY) == []
