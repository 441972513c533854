"""A notice that a colleague passes on as he would quote it: with a line that says who wrote it, and no header."""

import pytest
from tests.unit.notice.reading import notice

from noticed.core.notice.model import NoticeKind

SAID = (
    "Dear Mart,\n\nHollow Creek has told us that ASIN B07MHX42QD uses the invention of its utility patent 9,884,217."
    "\n\nQuote complaint 6137740291.\n"
)
QUOTED = "".join(f"> {line}\n" for line in SAID.split("\n"))


@pytest.mark.parametrize(
    "line",
    [
        "> On Mar 14, 2019, at 4:12 PM, Amazon <notice@amazon.com> wrote:",
        "Am 14.03.2019 um 16:12 schrieb Amazon <notice@amazon.com>:",
        "On Thursday, 14 March 2019, a rather long line of a mail program says,\nAmazon <notice@amazon.com> wrote:",
    ],
)
def test_what_a_line_announces_as_amazons_is_the_notice(line: str) -> None:
    text = f"Can you ring these people? I have no idea what copyright they mean.\n\nRohan\n\n{line}\n{QUOTED}"
    read = notice(text, subject="Fwd: Policy Warning", sender="rohan@seller.example")
    assert (read.kind, read.wrapped) == (NoticeKind.COMPLAINT, "inline")
    assert (read.complaint_ids, read.ip_type) == (("6137740291",), "utility_patent")


def test_what_somebody_else_wrote_is_none() -> None:
    text = f"See below.\n\nOn 14 March 2019 Ann <ann@hollow.example> wrote:\n{QUOTED}"
    assert notice(text, subject="Fwd", sender="rohan@seller.example").wrapped is None
