"""Whole notices in free prose (prose.toml): what happened, what was done, and how long there is."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.unit.notice.reading import notice
from tests.unit.notice.test_sentences import read

PROSE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("prose.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", PROSE)
def test_kind_action_and_days_are_read_in_prose_without_labels(language: str) -> None:
    said = {text: (kind, action, days or None) for kind, action, days, text in PROSE[language]["said"]}
    wanted = {text: each if each[0] != "other" else each[:1] for text, each in said.items()}
    notices = {text: read(language, text) for text in wanted}
    seen = {text: (n.kind.value, n.action.value, n.deadline_days) for text, n in notices.items()}
    assert {text: each for text, each in seen.items() if each[: len(wanted[text])] != wanted[text]} == {}


def test_the_first_letter_of_a_country_is_no_plural_of_the_label_before_it() -> None:
    text = "A patent owner complained.\n\nASIN       B0C1234567\nPatent     SG 10202301234P\nComplaint  18734561231"
    assert notice(text).ip_numbers == ("SG 10202301234P",)


def test_rows_of_complaints_are_known_by_the_head_of_their_column() -> None:
    rows = "18734561231\tB0C1234567\tTrademark\n18734561249\tB0C7654321\n"
    text = f"Two complaints came in.\n\nComplaint ID\tProduct\tBasis\n{rows}"
    assert notice(text).complaint_ids == ("18734561231", "18734561249")


def test_a_number_that_begins_like_a_complaint_of_the_mail_is_one() -> None:
    text = "Complaint 18734561231 was withdrawn by the rights owner. It is different with 18734561249 (B0C1234567)."
    assert notice(text).complaint_ids == ("18734561231", "18734561249")


def test_a_patent_said_to_be_a_utility_patent_further_down_is_one() -> None:
    text = "A patent holder complained about B0C1234567 (complaint 18734561231).\n\nUtility patent US 10,912,346 B2."
    assert notice(text).ip_type == "utility_patent"


def test_a_new_complaint_is_one_though_the_mail_recalls_that_another_was_withdrawn() -> None:
    text = (
        "The company withdrew complaint 18734561231 (trademark) in May. "
        "Today it sent us another complaint, 19734561249, and we deactivated B0C1234567."
    )
    found = notice(text)
    assert (found.kind, found.action) == ("complaint", "listing_removed")


@pytest.mark.parametrize(
    "text",
    [
        "We are passing on report 18734561231 to you: Oak Ltd says B0C1234567 infringes its trademark. See also report "
        "20412349914.",
        "A rights owner objects to B0C1234567, which uses its trademark.\n\nOur submission number .. 18734561231\n"
        "Submission ID: 20412349914\nSubmitted by: Oak Ltd",
        "Rights owners reported your offers for trademark infringement.\n\nReports that led to this decision\n"
        "1) 18734561231 on B0C1234567\n2) 20412349914 on B0C1234568\n",
    ],
)
def test_a_complaint_is_also_a_report_or_a_submission(text: str) -> None:
    assert notice(text).complaint_ids == ("18734561231", "20412349914")


def test_listings_are_also_made_inactive() -> None:
    said = "Following a claim under design law, the products below were made inactive.\n\nASIN: B0C1234567\n"
    assert notice(f"{said}Claim ID: 18734561231\nDesign patent no.: USD1,004,871S\n").action == "listing_removed"
