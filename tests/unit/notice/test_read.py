"""One field of a notice at a time, in wordings and layouts that were once misread (read.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

from noticed.core.notice.model import Notice

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("read.toml").read_text("utf-8"))["read"]


def read_row(case: dict[str, Any]) -> Notice:
    """What is read in the text of a row."""
    return notice(case["text"], subject="Your account", sender=case.get("sender", "notice@amazon.com"))


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_field_says_what_the_notice_says(case: dict[str, Any]) -> None:
    expected = {key: value for key, value in case.items() if key not in {"text", "sender"}}
    read = read_row(case)
    found = {key: list(value) if isinstance(value := getattr(read, key), tuple) else value for key in expected}
    assert found == expected


@pytest.mark.parametrize(
    "said",
    [
        "A rights owner reported that your item infringes its trademark: complaint 6120483411, B0C1234567.",
        "A rights owner reported that your item infringes its trademark.\nComplaint ID: 6120483411, B0C1234567",
    ],
)
def test_a_complaint_of_ten_digits_beside_a_product_is_no_book(said: str) -> None:
    read = notice(said)
    assert (read.complaint_ids, read.asins) == (("6120483411",), ("B0C1234567",))
