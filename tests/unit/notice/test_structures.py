"""Rows, lists, cards and lines that a label or a sentence explains (structures.toml): each value is where it stands."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.test_sentences import read

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("structures.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES)
def test_what_stands_in_a_structure_is_read(case: dict[str, Any]) -> None:
    found = read(case["language"], case["text"])
    wanted = {key: value for key, value in case.items() if key not in {"language", "text", "none"}}
    if "none" in case:
        assert getattr(found, case["none"]) is None
    seen = {key: getattr(found, key) for key in wanted}
    alike = {key: sorted(value) if isinstance(value, tuple) else value for key, value in seen.items()}
    assert alike == {key: sorted(value) if isinstance(value, list) else value for key, value in wanted.items()}
