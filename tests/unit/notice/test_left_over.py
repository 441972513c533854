"""A right's number that no word announces, where nothing else explains it; rows of tables."""

import pytest
from tests.unit.notice.reading import notice

OPENING = "Dear seller,\n\nwe removed a product of yours after a complaint about a trademark.\n\n"
CLOSING = "\nComplaint reference: 14820551961\nProduct: B0CNK2V7RX\nWrite to legal@hejaz.example.\n"


@pytest.mark.parametrize("line", ["Mark relied on: 4,987,360", "It stands in the roll of marks as follows = 1423871"])
def test_the_only_number_that_nothing_explains_is_the_rights(line: str) -> None:
    read = notice(OPENING + line + CLOSING)
    assert read.ip_numbers == (line[-9:].strip(" :="),)
    assert read.reason_stated
    assert [each.guess for each in read.evidence if each.field == "ip_numbers"] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "Invoice 4987360 did not help.",
        "Hejaz Dates, via del Melograno 4, 50100 Firenze",
        "The test buy was order 114-4987360-1234567.",
        "Call +44 20 7946 0991.",
        "A brand bought the item (test buy 11-0442).",
        "4987360 units, 5123456 units",
    ],
)
def test_a_number_that_is_something_else_is_no_rights(line: str) -> None:
    assert notice(OPENING + line + CLOSING).ip_numbers == ()


def test_two_numbers_that_nothing_explains_are_left_alone() -> None:
    assert notice(OPENING + "What it says: 4,987,360\nWhat it meant: 5,123,456" + CLOSING).ip_numbers == ()


def test_a_books_number_is_no_copyrights() -> None:
    text = OPENING.replace("a trademark", "a copyright") + "The book: 8193640725" + CLOSING
    assert notice(text).ip_numbers == ()


def test_a_column_whose_name_nobody_knows_has_the_numbers_of_its_rights() -> None:
    table = (
        "Product\tASIN\tComplaint no.\tClaim\tRight relied on\tE-mail\n"
        "Bottle Rack\tB0CPH7XW2N\t13790254618\tUtility patent\t11602883\tclaims@nestwell.example\n"
    )
    read = notice(f"Dear seller,\n\nWe withdrew the product below because of a complaint.\n\n{table}")
    assert read.ip_numbers == ("11602883",)
    assert read.complaint_ids == ("13790254618",)


def test_rows_that_begin_with_a_bar_are_no_quotation() -> None:
    rows = "| Offer  | B0C1WTKX7Q\n| Held by | Bernstein Brzeg Sp. z o.o.\n| Writes from | prawnik@brzeg.example\n"
    read = notice(f"Dear seller,\n\none of your offers was removed; its page infringes a trademark.\n\n{rows}")
    assert read.asins == ("B0C1WTKX7Q",)
    assert read.rights_owner_emails == ("prawnik@brzeg.example",)


def test_labels_with_equals_signs_and_no_blanks_are_no_part_of_an_address() -> None:
    fields = "ItemASIN=B0CRH6TWNQ\nTypeofright=Patent\nComplaintnumber=16688201451\nOwneremail=claims@hexwell.example\n"
    read = notice(f"Dear seller,\nan offer of yours was removed after a complaint about a patent.\n{fields}")
    assert read.asins == ("B0CRH6TWNQ",)
    assert read.rights_owner_emails == ("claims@hexwell.example",)
