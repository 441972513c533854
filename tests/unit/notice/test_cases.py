"""Texts beside the corpus (cases/*.toml) and what a person reads in them."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import BLOCK, notice

from noticed.core.notice.model import Notice
from noticed.core.notice.report import as_report

CASES = [
    pytest.param(case, id=f"{file.stem}-{number}")
    for file in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for number, case in enumerate(tomllib.loads(file.read_text("utf-8"))["case"])
]


def read_case(case: dict[str, Any]) -> Notice:
    """What is read in the text of a case."""
    return notice(
        case["text"] + (BLOCK if case.get("block") else ""),
        subject=case.get("subject", "Notice: Policy Warning"),
        sender=case.get("sender", "notice@amazon.com"),
        is_html=case.get("html", False),
        sent=case.get("sent", date(2025, 3, 3)),
    )


@pytest.mark.parametrize("case", CASES)
def test_the_reader_sees_what_a_person_sees(case: dict[str, Any]) -> None:
    read = read_case(case)
    wanted = case["expected"] | dict.fromkeys(case.get("absent", ()))
    report = as_report(read)
    assert {field: report[field] for field in wanted} == wanted
    assert (read.wrapped == "inline") == ("name" in case and case["expected"]["kind"] != "other")
