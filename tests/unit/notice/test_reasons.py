"""Whether it is said what is infringed and how, whatever the words; what says nothing of a product is no reason."""

import pytest
from tests.unit.notice.reasons import LANGUAGES, misread

EVERY = 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_is_a_reason_and_what_could_be_said_of_anything_is_none(language: str) -> None:
    count, wrong = misread(language, EVERY)
    assert count > 0
    assert wrong == []
