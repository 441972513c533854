"""Whose an address is, where no rule knows the words beside it."""

import pytest
from tests.unit.notice.reading import notice

OPENING = "Dear seller,\n\nB0C7RWK18E was taken off sale: Philippa Drummond says that its text was written by her.\n\n"
CLOSING = "\nRight concerned: copyright\nComplaint: 11930582476\n"


@pytest.mark.parametrize(
    "line",
    [
        "Her post box: philippa@moorland-remedies.example",
        "If you wish to speak with her, philippa@moorland-remedies.example is read every day.",
        "Talk it over with her first (philippa@moorland-remedies.example), please.",
    ],
)
def test_an_address_that_is_likely_the_complainants_is_taken_as_a_guess(line: str) -> None:
    read = notice(OPENING + line + CLOSING)
    assert read.rights_owner_emails == ("philippa@moorland-remedies.example",)


@pytest.mark.parametrize(
    "line",
    [
        "Your accountant (desk@tallowbooks.example) was told, too.",
        "For legal help turn to a lawyer, such as info@lawfinder.example.",
        "The customs office at import@harbour-customs.example holds your parcel.",
    ],
)
def test_a_strangers_address_is_left(line: str) -> None:
    assert notice(OPENING + line + CLOSING).rights_owner_emails == ()


def test_mail_in_which_nobody_complained_has_no_complainants_address() -> None:
    text = (
        "Dear seller,\n\nour own review suggests that B0C7RWK18E may infringe a trademark. Nobody reported it. "
        "Questions about the brand: desk@brightkettle.example."
    )
    assert notice(text).rights_owner_emails == ()
