"""Of two complaints in one mail the one that ended ends, in whatever words the other is said to stand (two.toml)."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.test_sentences import read

ROWS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("two.toml").read_text("utf-8"))
GONE, STAYS = "17718824061", "18733110581"
NAMES = {"a": GONE, "x": "B0C7654321", "b": STAYS, "y": "B0C1234567"}


def said(language: str) -> Iterator[str]:
    """Each sentence, with the products and without."""
    row = ROWS[language]
    other = row["other"].format(**NAMES)
    for stands in row["stands"]:
        capital = other[0].upper() + other[1:]
        whole = (row["ended"] + stands).format(**NAMES, c=other, C=capital)
        yield whole
        for mark in (" ({})", "（{}）"):
            for product in (NAMES["x"], NAMES["y"]):
                whole = whole.replace(mark.format(product), "")
        yield whole


def statuses(language: str, text: str) -> dict[str | None, str]:
    return {each.complaint_id: each.status.value for each in read(language, text).complaints}


@pytest.mark.parametrize("language", ROWS)
def test_of_two_complaints_one_stands_in_whatever_words_that_is_said(language: str) -> None:
    found = {text: statuses(language, text) for text in said(language)}
    assert {text: each for text, each in found.items() if each.get(STAYS) != "open"} == {}
    ended = [text for text, each in found.items() if each.get(GONE) == "retracted"]
    assert len(ended) >= 0.9 * len(found), "hardly any other way of saying so may hide the ending"


@pytest.mark.parametrize("language", ROWS)
def test_two_complaints_that_both_ended_both_end(language: str) -> None:
    found = {text: list(statuses(language, text).values()) for text in ROWS[language]["both"]}
    assert {text: each for text, each in found.items() if "open" in each} == {}
