"""Who complained, where rules misread a name or find none: all that may be one is weighed (owners_weighed.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

MAILS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("owners_weighed.toml").read_text("utf-8"))["mail"]
LABELLED = "We removed your product because of a trademark complaint.\n\nASIN: B0C1234567\nComplaint ID: 18734561231\n"


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail["owner"])
def test_a_name_that_no_rule_finds_is_found_by_what_stands_around_it(mail: dict[str, Any]) -> None:
    read = notice(mail["text"], subject=mail["subject"])
    assert read.rights_owner_name == mail["owner"]
    assert [each.guess for each in read.evidence if each.field == "rights_owner_name"] == [True]


def test_who_stands_under_a_label_of_the_owners_stays_the_owner() -> None:
    text = f"{LABELLED}Rights owner: Fern\nContact: Oak Works Ltd, ip@oakworks.example\n"
    assert notice(text).rights_owner_name == "Fern"


def test_an_owner_whose_label_says_that_he_is_not_named_is_not_guessed() -> None:
    text = f"{LABELLED}Rights owner: not disclosed\nContact: Oak Works Ltd, ip@oakworks.example\n"
    assert notice(text).rights_owner_name is None
