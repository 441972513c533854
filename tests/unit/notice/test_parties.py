"""Who complains, and where to write to, whatever the form; an address beside a complaint may be a stranger's."""

import pytest
from tests.unit.notice.parties import LANGUAGES, misread

EVERY = 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_complainant_and_his_address_are_read_in_each_form_and_no_strangers(language: str) -> None:
    count, wrong = misread(language, EVERY)
    assert count > 0
    assert wrong == []
