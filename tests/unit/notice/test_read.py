"""One field of a notice at a time, in wordings and layouts that were once misread (read.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("read.toml").read_text("utf-8"))["read"]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_field_says_what_the_notice_says(case: dict[str, Any]) -> None:
    expected = {key: value for key, value in case.items() if key not in {"text", "sender"}}
    read = notice(case["text"], subject="Your account", sender=case.get("sender", "notice@amazon.com"))
    found = {key: list(value) if isinstance(value := getattr(read, key), tuple) else value for key in expected}
    assert found == expected
