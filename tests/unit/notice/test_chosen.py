"""Deadline, right and owner are chosen among all that may be them, where rules misread them (chosen.toml)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice

MAILS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("chosen.toml").read_text("utf-8"))["mail"]


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail["name"])
def test_what_no_rule_reads_is_chosen_among_all_that_it_may_be(mail: dict[str, Any]) -> None:
    read = notice(mail["text"])
    assert getattr(read, mail["field"]) == mail.get("value")
    if "value" in mail:
        assert [each.guess for each in read.evidence if each.field == mail["field"]] == [True]


def test_what_a_label_says_is_no_matter_of_choice() -> None:
    text = "We removed a product.\n\nASIN: B0C1234567\nComplaint ID: 18734561231\nInfringement type: Brevet\n"
    read = notice(f"{text}Deadline: 12 days\n")
    assert (read.ip_type, read.deadline_days) == ("patent", 12)


def test_a_right_that_nobody_names_is_not_made_up() -> None:
    text = "We removed some of your listings because a rights owner reported that they infringe.\n\nASIN: B0C1234567\n"
    read = notice(f"{text}Infringement type: \nComplaint ID: 10987654321\nRights owner name: Owner 36\n")
    assert read.ip_type is None
