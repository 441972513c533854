"""What Amazon's retraction or reinstatement clears of a case: what it names, and of that only what ended."""

from dataclasses import replace

import pytest
from tests.unit.case.test_facts import ONE, TWO, a_case, a_notice

from noticed.core.case.clearing import all_cleared, cleared
from noticed.core.case.model import AsinStatus
from noticed.core.case.perceive import clearance
from noticed.core.notice.model import Complaint, ComplaintStatus, Notice, NoticeKind


def test_a_case_is_closed_only_when_every_asin_of_every_complaint_is_cleared() -> None:
    case = a_case(a_notice(ONE, TWO))
    half = Complaint(complaint_id="10987654321", asins=("B0C1234567",), status=ComplaintStatus.REINSTATED)
    case = cleared(case, a_notice(half, kind=NoticeKind.REINSTATEMENT))
    assert not all_cleared(case)
    rest = Complaint(complaint_id="10987654321", status=ComplaintStatus.RETRACTED)
    case = cleared(case, a_notice(rest, kind=NoticeKind.RETRACTION))
    assert not all_cleared(case)
    other = Complaint(complaint_id="10987654331", status=ComplaintStatus.RETRACTED)
    assert all_cleared(cleared(case, a_notice(other, kind=NoticeKind.RETRACTION)))


def test_one_retracted_and_one_open_in_a_mail_clears_only_the_one() -> None:
    case = a_case(a_notice(ONE, TWO))
    gone = Complaint(complaint_id="10987654321", status=ComplaintStatus.RETRACTED)
    stays = Complaint(complaint_id="10987654331", status=ComplaintStatus.OPEN)
    case = cleared(case, a_notice(gone, stays, kind=NoticeKind.RETRACTION))
    assert [c.cleared for c in case.complaints] == [True, False]


def test_the_journal_names_what_ended_and_not_what_goes_on() -> None:
    gone = replace(ONE, status=ComplaintStatus.RETRACTED)
    mail = a_notice(gone, TWO, kind=NoticeKind.RETRACTION)

    def said(*complaints: Complaint) -> str:
        return clearance(cleared(a_case(a_notice(*complaints)), mail), mail, "signed").text

    assert said(ONE).startswith("retraction 10987654321, B0C1234567, B0C1234568: all cleared; signed")
    assert said(ONE, TWO) == "retraction 10987654321, B0C1234567, B0C1234568: cleared in part; signed"
    assert said(TWO) == "retraction 10987654321, B0C1234567, B0C1234568: nothing of this case is cleared; signed"


def test_a_complaint_that_ended_for_one_of_its_listings_stays_for_the_other() -> None:
    gone = replace(ONE, asins=ONE.asins[:1], status=ComplaintStatus.RETRACTED)
    stays = replace(ONE, asins=ONE.asins[1:])
    half = a_notice(gone, stays, kind=NoticeKind.RETRACTION)
    case = cleared(a_case(a_notice(ONE, TWO)), half)
    assert [[a.status for a in c.asins] for c in case.complaints] == [
        [AsinStatus.CLEARED, AsinStatus.AFFECTED],
        [AsinStatus.AFFECTED],
    ]
    assert not any(c.cleared for c in case.complaints)
    bare = a_case(a_notice(Complaint(complaint_id=ONE.complaint_id)))
    assert cleared(bare, half) == bare, "nobody knows which of its listings it is about"
    unnumbered = [replace(part, complaint_id=None) for part in (gone, stays)]
    alone = a_case(a_notice(Complaint(asins=ONE.asins[1:])))
    assert cleared(alone, a_notice(*unnumbered, kind=NoticeKind.REINSTATEMENT)) == alone


CLEARINGS = [  # what Amazon's mail names, and what of ONE (two listings) and TWO (one) is cleared by it
    (("10987654321",), (), [True, False]),
    (("10987654321",), ("B0C1234567",), [False, False]),
    (("10987654321",), ("B0C1234567", "B0C1234568"), [True, False]),
    (("10987654321", "10987654331"), (), [True, True]),
    ((), ("B0C1234569",), [False, True]),
    ((), ("B0C1234567",), [False, False]),
    ((), ("B0C1234567", "B0C1234568", "B0C1234569"), [True, True]),
    ((), (), [True, True]),
    (("10999999999",), (), [False, False]),
]


@pytest.mark.parametrize(("ids", "asins", "whole"), CLEARINGS)
def test_amazon_clears_what_it_names(ids: tuple[str, ...], asins: tuple[str, ...], whole: list[bool]) -> None:
    notice = Notice(kind=NoticeKind.RETRACTION, complaint_ids=ids, asins=asins)
    case = cleared(a_case(a_notice(ONE, TWO)), notice)
    assert [c.cleared for c in case.complaints] == whole
    states = {a.asin: a.status for c in case.complaints for a in c.asins}
    for complaint, is_whole in zip(case.complaints, whole, strict=True):
        named = not ids or complaint.complaint_id in ids
        for asin in complaint.asins:
            gone = is_whole or (named and asin.asin in asins)
            assert states[asin.asin] is (AsinStatus.CLEARED if gone else AsinStatus.AFFECTED)


def test_an_open_complaint_beside_cleared_ones_stays_and_alone_it_is_what_the_mail_is_about() -> None:
    case = a_case(a_notice(ONE, TWO))
    alone = cleared(case, a_notice(ONE, kind=NoticeKind.RETRACTION))
    assert [c.cleared for c in alone.complaints] == [True, False]
    bare = a_case(a_notice(Complaint(complaint_id="10987654321")))
    assert all_cleared(cleared(bare, a_notice(ONE, kind=NoticeKind.RETRACTION))), "a complaint without listings"
    assert not all_cleared(replace(case, complaints=()))
