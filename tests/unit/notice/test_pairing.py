"""Several complaints in one mail, of several owners: each has its own listings, number, owner and address."""

import pytest
from tests.unit.notice.reading import notice

FERN = ("18734561231", ("B0C1234567",), ("5123456",), "Fern Ltd", ("ip@fern.example",))
OAK = ("18734561301", ("B0D7654321",), ("5998811",), "Oak & Daughters Inc.", ("legal@oak-daughters.example",))
TABLE = (
    "<table><tr><th>ASIN</th><th>Trademark number</th><th>Complaint ID</th><th>Rights owner</th>"
    "<th>Rights owner email</th></tr>"
    "<tr><td>B0C1234567</td><td>5123456</td><td>18734561231</td><td>Fern Ltd</td><td>ip@fern.example</td></tr>"
    "<tr><td>B0D7654321</td><td>5998811</td><td>18734561301</td><td>Oak &amp; Daughters Inc.</td>"
    "<td>legal@oak-daughters.example</td></tr></table>"
)
OWNER_LAST = """
ASIN: B0C1234567
Trademark number: 5123456
Complaint ID: 18734561231
Rights owner name: Fern Ltd
Rights owner email: ip@fern.example

ASIN: B0D7654321
Trademark number: 5998811
Complaint ID: 18734561301
Rights owner name: Oak & Daughters Inc.
Rights owner email: legal@oak-daughters.example
"""
OWNER_FIRST = """
Rights owner name: Fern Ltd
Rights owner email: ip@fern.example
Complaint ID: 18734561231
Trademark number: 5123456
ASIN: B0C1234567

Rights owner name: Oak & Daughters Inc.
Rights owner email: legal@oak-daughters.example
Complaint ID: 18734561301
Trademark number: 5998811
ASIN: B0D7654321
"""
PROSE = (
    "Fern Ltd (ip@fern.example) reported your listing B0C1234567 for infringement of trademark no. 5123456, complaint "
    "ID 18734561231. Oak & Daughters Inc. (legal@oak-daughters.example) reported your listing B0D7654321 for "
    "infringement of trademark no. 5998811, complaint ID 18734561301."
)


@pytest.mark.parametrize("body", [TABLE, OWNER_LAST, OWNER_FIRST, PROSE], ids=["table", "last", "first", "prose"])
def test_each_complaint_has_its_own_owner(body: str) -> None:
    opening = "We removed your listings because we received reports from rights owners."
    found = notice(f"<p>{opening}</p>{body}" if "<" in body else f"Hello,\n\n{opening}\n\n{body}", is_html="<" in body)
    read = tuple((c.complaint_id, c.asins, c.ip_numbers, c.owner, c.emails) for c in found.complaints)
    assert read == (FERN, OAK)


def test_who_gave_no_address_is_not_given_that_of_another_owner() -> None:
    """The second owner's address is masked."""
    found = notice(
        f"We received reports from rights owners.\n\n{OWNER_LAST.replace('legal@oak-daughters.example', '***')}"
    )
    assert [complaint.emails for complaint in found.complaints] == [("ip@fern.example",), ()]
