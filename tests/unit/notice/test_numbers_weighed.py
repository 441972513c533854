"""Numbers that no rule knows the words of, weighed by what is known of them; lists of labels; rows of tables."""

import pytest
from tests.unit.notice.reading import notice

OPENING = "Dear seller,\n\nwe removed a product of yours after a complaint about a trademark.\n\n"
CLOSING = "\nComplaint reference: 14820551961\nProduct: B0CNK2V7RX\nWrite to legal@hejaz.example.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Token of the grievance ... 17743902615",
        "The matter goes here under 17743902615, which please quote.",
        "Running mark of this objection\n17743902615",
    ],
)
def test_a_complaints_number_is_known_in_words_that_no_rule_knows(line: str) -> None:
    read = notice(f"{OPENING}{line}\nProduct: B0CNK2V7RX\nTrademark: 6,412,873\nWrite to legal@hejaz.example.\n")
    assert read.complaint_ids == ("17743902615",)
    assert read.ip_numbers == ("6,412,873",)
    assert [each.guess for each in read.evidence if each.field == "complaint_ids"] == [True]


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
    read = notice(OPENING + line + CLOSING)
    assert read.ip_numbers == ()
    assert read.complaint_ids == ("14820551961",)


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


def test_the_head_of_a_table_is_no_value_though_its_cells_stand_below_one_another() -> None:
    cells = (
        "Dog Bowl\nASIN B0BZ3WQK7T\nUtility Patent\n11582937\nMuddy Snout LLC\nclaims@muddysnout.example\n12984410571\n"
    )
    table = f"Product\tWhat is claimed\tWho reported it\tComplaint ID\n{cells}"
    read = notice(f"Hello,\n\nwe took your offer down because somebody reported it.\n\n{table}")
    assert read.rights_owner_name == "Muddy Snout LLC"
    assert read.complaint_ids == ("12984410571",)


def test_rows_that_begin_with_a_bar_are_no_quotation() -> None:
    rows = "| Offer  | B0C1WTKX7Q\n| Held by | Bernstein Brzeg Sp. z o.o.\n| Writes from | prawnik@brzeg.example\n"
    read = notice(f"Dear seller,\n\none of your offers was removed; its page infringes a trademark.\n\n{rows}")
    assert read.asins == ("B0C1WTKX7Q",)
    assert read.rights_owner_emails == ("prawnik@brzeg.example",)


@pytest.mark.parametrize(
    "fields",
    [
        "ItemASIN=B0CRH6TWNQ\nTypeofright=Patent\nComplaintnumber=16688201451\nOwneremail=claims@hexwell.example\n",
        "asin=B0CRH6TWNQ\nright=patent\ncmplnt_id=16688201451\nro_mail=claims@hexwell.example\n",
        "ASIN=B0CRH6TWNQ;Right=Patent;Complaint=16688201451;Rightsowneremail=claims@hexwell.example;\n",
    ],
)
def test_labels_with_equals_signs_and_no_blanks_are_no_part_of_an_address(fields: str) -> None:
    read = notice(f"Dear seller,\nan offer of yours was removed after a complaint about a patent.\n{fields}")
    assert read.asins == ("B0CRH6TWNQ",)
    assert read.complaint_ids == ("16688201451",)
    assert read.rights_owner_emails == ("claims@hexwell.example",)


def test_a_label_with_an_equals_sign_is_no_part_of_the_only_address() -> None:
    text = f"{OPENING}Complaint 16688201451 about B0CRH6TWNQ. Rights owner: Hexwell Ltd, e-mail=claims@hexwell.example"
    assert notice(text).rights_owner_emails == ("claims@hexwell.example",)
