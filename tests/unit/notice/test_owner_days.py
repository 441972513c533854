"""A day before the owner's name is no part of it."""

import pytest

from noticed.adapters import packaged
from noticed.core.mail.message import read_message
from noticed.core.notice.extract import read_notice


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("On Monday Quillworth Trading LLC reported", "Quillworth Trading LLC"),
        ("On Friday, Quillworth Trading LLC reported", "Quillworth Trading LLC"),
        ("Monday Trading LLC reported", "Monday Trading LLC"),
    ],
)
def test_a_day_before_the_name_is_left_out(said: str, name: str) -> None:
    raw = (
        "From: Amazon <notice@amazon.com>\nTo: shop@seller.example\nSubject: Notice: Policy Warning\n"
        "Content-Type: text/plain\n\nHello, we removed your listing.\n"
        f"{said} that your listing infringes its trademark. ASIN: B0C1234567. Complaint ID: 18734561231.\n"
        "Please contact the rights owner at ip@quill.example.\n"
    )
    notice = read_notice(read_message(raw.encode()), packaged.dialects(None), packaged.marketplaces())
    assert notice.rights_owner_name == name
