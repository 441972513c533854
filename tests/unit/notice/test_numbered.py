"""Under which numbers a right is given, whatever the form; and numbers of other things are no rights'."""

import pytest
from tests.unit.notice.numbered import LANGUAGES, misread

EVERY = 13
"""A prime, so that each number stands in one of those that are read."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_rights_are_read_in_each_form_and_no_others(language: str) -> None:
    count, wrong = misread(language, EVERY)
    assert count > 0
    assert wrong == []
