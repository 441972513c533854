"""Who complained, where no label says so and the sentence is one nobody foresaw (owners_prose.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("owners_prose.toml").read_text("utf-8"))["case"]
LAWYERS: list[str] = tomllib.loads(Path(__file__).with_name("lawyers.toml").read_text("utf-8"))["said"]


@pytest.mark.parametrize("case", CASES, ids=[case["owner"] for case in CASES])
def test_the_complainant_is_found_and_nobody_else_is_written_to(case: dict[str, Any]) -> None:
    read = notice(case["text"], subject="B0C1234567")
    assert read.rights_owner_name in {case["owner"], *case.get("also", [])}
    assert sorted(read.rights_owner_emails) == sorted(case["emails"])


@pytest.mark.parametrize("said", LAWYERS)
def test_who_acts_for_the_reader_is_not_written_to(said: str) -> None:
    read = notice(f"{said}\n\nASIN: B0C1234567\nComplaint ID: 18734561231\n")
    assert read.rights_owner_name is not None
    assert read.rights_owner_emails == ()


def test_the_lawyer_of_the_complainant_is() -> None:
    said = "Tarn & Fell Ltd reported your listing for a trademark. Its lawyer is Ann Oakes (ann@oakes-law.example)."
    read = notice(f"{said}\n\nASIN: B0C1234567\nComplaint ID: 18734561231\n")
    assert read.rights_owner_emails == ("ann@oakes-law.example",)
