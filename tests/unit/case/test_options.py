"""Which outcomes a case is offered, in which order, and in which wording its letters are written."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.case.test_transitions import NOW, a_case

from noticed.core.case.model import AsinStatus, Case, CaseAsin, CaseComplaint, LetterKind, Outcome, Reason
from noticed.core.case.options import fitting, on_notice_since, right_of_case, variant_of, was_asked
from noticed.core.notice.model import IpType, NoticeAction, NoticeKind

OPEN = CaseAsin(asin="B0C1234567")
GONE = replace(OPEN, status=AsinStatus.CLEARED)


def about(*rights: IpType | None, **facts: Any) -> Case:
    complaints = tuple(CaseComplaint(complaint_id=f"1098765432{n}", ip_type=right) for n, right in enumerate(rights))
    return replace(a_case(), complaints=complaints, **facts)


BY_RIGHT = {
    IpType.COUNTERFEIT: "not_infringing own_rights infringing",
    IpType.TRADEMARK: "not_infringing own_rights fixed infringing",
    IpType.TRADE_DRESS: "not_infringing own_rights infringing",
    IpType.COPYRIGHT: "not_infringing own_rights fixed infringing",
    IpType.UTILITY_PATENT: "not_infringing infringing",
    IpType.PATENT: "not_infringing infringing",
    IpType.DESIGN_PATENT: "not_infringing own_rights infringing",
    None: "not_infringing own_rights infringing",
}


@pytest.mark.parametrize("right", BY_RIGHT, ids=str)
def test_the_right_says_which_outcomes_fit(right: IpType | None) -> None:
    known = BY_RIGHT[right].split()
    assert list(fitting(about(right, reason_stated=True))) == [*known, "never_listed"]
    asked = about(right, attempts=1)
    assert list(fitting(asked)) == ["reason_unknown", *known, "never_listed"], "what nobody explained comes first"
    told = replace(asked, reason_stated=True)
    assert list(fitting(told)) == [*known, "reason_unknown", "never_listed"]
    numbered = about(right, attempts=1)
    numbered = replace(numbered, complaints=(replace(numbered.complaints[0], ip_numbers=("US1",)),))
    assert fitting(numbered) == fitting(told)


@pytest.mark.parametrize(
    ("facts", "outcomes"),
    [
        ({"reason": Reason.LEGAL}, ""),
        ({"reason": Reason.EVALUATION}, ""),
        ({"reason": Reason.LEGAL, "kind": NoticeKind.ACCOUNT_SUSPENSION}, ""),
        ({"reason": Reason.ACCOUNT}, "infringing not_infringing"),
        ({"kind": NoticeKind.ACCOUNT_SUSPENSION}, "infringing not_infringing"),
        ({"action": NoticeAction.ACCOUNT_DEACTIVATED}, "infringing not_infringing"),
        ({"kind": NoticeKind.SUSPECTED}, "fixed not_infringing infringing never_listed"),
        ({"kind": NoticeKind.SUSPECTED, "attempts": 3}, "fixed not_infringing infringing never_listed"),
    ],
)
def test_a_court_an_account_and_amazons_own_finding_have_their_own_outcomes(
    facts: dict[str, Any], outcomes: str
) -> None:
    assert fitting(about(IpType.TRADEMARK, **facts)) == tuple(map(Outcome, outcomes.split()))


def test_the_reason_is_unknown_once_somebody_was_asked_or_nobody_can_be() -> None:
    assert not was_asked(about(None))
    assert was_asked(about(None, attempts=1))
    assert was_asked(about(None, complainant_emails=()))


def test_the_right_of_a_case_is_that_of_what_is_still_affected() -> None:
    one, two = IpType.TRADEMARK, IpType.COPYRIGHT
    assert right_of_case(about()) is None
    assert right_of_case(about(one)) is one
    assert right_of_case(about(one, one)) is one
    assert right_of_case(about(one, two)) is None, "several"

    def with_asins(*asins: tuple[CaseAsin, ...]) -> Case:
        case = about(one, two)
        both = zip(case.complaints, asins, strict=True)
        return replace(case, complaints=tuple(replace(c, asins=a) for c, a in both))

    assert right_of_case(with_asins((GONE,), (OPEN,))) is two
    assert right_of_case(with_asins((GONE, OPEN), (GONE,))) is one
    assert right_of_case(with_asins((GONE,), ())) is two, "a complaint without listings is not cleared by them"
    assert right_of_case(with_asins((OPEN,), (OPEN,))) is None
    assert right_of_case(with_asins((GONE,), (GONE,))) is None
    ended = about(one)
    assert right_of_case(replace(ended, complaints=(replace(ended.complaints[0], asins=(GONE,)),))) is one


OWN_WORDING = {
    IpType.UTILITY_PATENT: "utility_patent",
    IpType.DESIGN_PATENT: "design_patent",
    IpType.PATENT: "",
    IpType.TRADEMARK: "trademark",
    IpType.COPYRIGHT: "copyright",
    IpType.COUNTERFEIT: "counterfeit",
    IpType.TRADE_DRESS: "",
    None: "",
}


@pytest.mark.parametrize("right", OWN_WORDING, ids=str)
def test_a_submission_speaks_of_its_right_and_a_plan_of_the_account(right: IpType | None) -> None:
    assert variant_of(LetterKind.NON_INFRINGEMENT, about(right)) == OWN_WORDING[right]
    assert variant_of(LetterKind.OWN_RIGHTS, about(right)) == ""
    assert variant_of(LetterKind.PLAN_OF_ACTION, about(right)) == ""
    account = about(right, reason=Reason.ACCOUNT)
    assert variant_of(LetterKind.PLAN_OF_ACTION, account) == "account"
    assert variant_of(LetterKind.NON_INFRINGEMENT, account) == OWN_WORDING[right]
    assert variant_of(LetterKind.OWN_RIGHTS, account) == ""


def test_the_seller_is_on_notice_since_a_believed_notice_named_a_right() -> None:
    dated = NOW - timedelta(days=1)
    case = about(None, IpType.TRADEMARK, notice_date=dated)
    assert on_notice_since(case) == dated
    assert on_notice_since(replace(case, notice_date=None)) == case.opened_at
    assert on_notice_since(replace(case, authentic=False)) is None
    assert on_notice_since(about(None, notice_date=dated)) is None
