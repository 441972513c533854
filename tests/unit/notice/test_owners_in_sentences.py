"""Whom a sentence names as the complainant, whatever stands around the name (owners.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.test_sentences import read

OWNERS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("owners.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", OWNERS)
def test_the_firm_a_sentence_names_is_the_complainant(language: str) -> None:
    words = OWNERS[language]
    owners = {said: read(language, f"{said}\n\n{words['tail']}").rights_owner_name for said in words["said"]}
    assert {said: owner for said, owner in owners.items() if owner != words["owner"]} == {}
