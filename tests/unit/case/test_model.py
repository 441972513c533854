"""Which letter is for whom, and what a case says of its complaints."""

from dataclasses import replace

import pytest
from tests.unit.case.test_transitions import a_case

from noticed.core.case.model import (
    AMAZON_LETTERS,
    CADENCE_LETTERS,
    DRAFTS,
    LETTER_OF,
    OPERATOR_LETTERS,
    Case,
    CaseAsin,
    CaseComplaint,
    LetterKind,
    Outcome,
)
from noticed.core.notice.model import IpType

LETTERS = {
    "inquiry": "an attempt",
    "follow_up": "an attempt",
    "final_notice": "an attempt",
    "retraction_steps": "",
    "amazon_reason_unknown": "to Amazon",
    "non_infringement": "to Amazon",
    "own_rights": "to Amazon",
    "plan_of_action": "to Amazon",
    "never_listed": "to Amazon",
    "fixed": "to Amazon",
    "settlement_opening": "a draft",
    "counter_notice": "a draft",
    "digest": "to the operator",
    "alert": "to the operator",
}
GROUPS = {
    "an attempt": CADENCE_LETTERS,
    "to Amazon": AMAZON_LETTERS,
    "a draft": DRAFTS,
    "to the operator": OPERATOR_LETTERS,
}


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_counts_goes_to_amazon_is_signed_by_a_person_or_is_the_operator_s(kind: LetterKind) -> None:
    assert [name for name, letters in GROUPS.items() if kind in letters] == [n for n in [LETTERS[kind.value]] if n]


def test_an_outcome_names_its_letter_to_amazon() -> None:
    assert {outcome.value: LETTER_OF[outcome].value for outcome in Outcome} == {
        "infringing": "plan_of_action",
        "not_infringing": "non_infringement",
        "own_rights": "own_rights",
        "reason_unknown": "amazon_reason_unknown",
        "never_listed": "never_listed",
        "fixed": "fixed",
    }


ONE = CaseComplaint(complaint_id="1", ip_numbers=("A", "B"), asins=(CaseAsin(asin="B0A"), CaseAsin(asin="B0B")))
TWO = CaseComplaint(complaint_id="2", ip_type=IpType.PATENT, ip_numbers=("B", "C"), asins=(CaseAsin(asin="B0B"),))
UNNAMED = CaseComplaint(ip_type=IpType.COPYRIGHT, asins=(CaseAsin(asin="B0C"),))


def of(*complaints: CaseComplaint) -> Case:
    return replace(a_case(), complaints=complaints)


def test_a_case_names_each_id_listing_and_number_of_its_complaints_once_and_the_first_right() -> None:
    case = of(ONE, TWO, UNNAMED, ONE)
    assert case.complaint_ids == ("1", "2")
    assert case.asins == ("B0A", "B0B", "B0C")
    assert case.ip_numbers == ("A", "B", "C")
    assert case.ip_type is IpType.PATENT
    assert (of(ONE).ip_type, of().complaint_ids) == (None, ())


def test_an_inquiry_needs_somebody_to_ask_and_something_to_ask_about() -> None:
    assert of(ONE).complete
    assert of(CaseComplaint(complaint_id="1")).complete
    assert of(UNNAMED).complete
    assert not of(CaseComplaint(ip_type=IpType.PATENT)).complete
    assert not of().complete
    assert not replace(of(ONE), complainant_emails=()).complete
