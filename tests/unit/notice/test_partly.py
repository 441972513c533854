"""A mail that settles one of two products leaves the other as it is, in every language (partly.toml)."""

import tomllib
from pathlib import Path

import pytest
from tests.unit.notice.test_sentences import read

from noticed.core.notice.model import ComplaintStatus

TEXTS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("partly.toml").read_text("utf-8"))
GONE, STAYS = "B0C7654321", "B0C1234567"


def settled(language: str, text: str) -> list[str]:
    found = read(language, text).complaints
    return sorted(asin for each in found if each.status is not ComplaintStatus.OPEN for asin in each.asins)


@pytest.mark.parametrize("language", TEXTS)
def test_what_ends_for_one_product_ends_for_that_alone(language: str) -> None:
    found = {text: settled(language, text) for text in TEXTS[language]["partly"]}
    assert {text: asins for text, asins in found.items() if asins != [GONE]} == {}


@pytest.mark.parametrize("language", TEXTS)
def test_what_ends_for_both_ends_for_both(language: str) -> None:
    found = {text: settled(language, text) for text in TEXTS[language]["wholly"]}
    assert {text: asins for text, asins in found.items() if asins != [STAYS, GONE]} == {}


@pytest.mark.parametrize("language", [each for each in TEXTS if "unsettled" in TEXTS[each]])
def test_what_is_not_surely_an_ending_settles_neither(language: str) -> None:
    assert [text for text in TEXTS[language]["unsettled"] if settled(language, text)] == []


def test_a_complaint_that_ends_for_one_of_its_products_is_told_twice_under_its_number() -> None:
    text = "The rights owner has withdrawn complaint 18734561231 for B0C7654321, but not for B0C1234567."
    found = [(each.complaint_id, each.asins, each.status.value) for each in read("en", text).complaints]
    assert found == [("18734561231", (GONE,), "retracted"), ("18734561231", (STAYS,), "open")]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Active again: B0C7654321, B0C7654322\nStill inactive: B0C1234567", ["B0C7654321", "B0C7654322"]),
        ("B0C7654321, B0C7654322 and B0C7654323 are back. B0C1234567 and B0C1234568 remain removed.",
         ["B0C7654321", "B0C7654322", "B0C7654323"]),
        ("These are back on sale:\nB0C7654321\nB0C7654322\n\nThese are not:\nB0C1234567\nB0C1234568",
         ["B0C7654321", "B0C7654322"]),
    ],
)  # fmt: skip
def test_several_side_by_side_share_what_is_said(text: str, gone: list[str]) -> None:
    assert settled("en", f"We have reinstated some of your listings.\n{text}\nThank you for your patience.") == gone
