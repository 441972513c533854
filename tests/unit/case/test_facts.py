"""What notices and the operator make of a case's facts."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from noticed.core.case.clearing import all_cleared, cleared
from noticed.core.case.corrections import FIELDS, with_fields
from noticed.core.case.facts import (
    Copies,
    at_step,
    complaints_of,
    confirmed,
    decided,
    from_letter,
    open_case,
    returned,
    with_answer,
    with_complaints,
    without_people,
)
from noticed.core.case.identity import letter_key, message_id, notice_key, read_back, reference
from noticed.core.case.model import AsinStatus, Case, LetterKind, Outcome, Plan, Reason, State
from noticed.core.mail.model import Given, Message
from noticed.core.notice.model import Complaint, ComplaintStatus, IpType, Notice, NoticeKind
from noticed.data import firms

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
COPIES = Copies({"US": "notice-dispute@amazon.com"})

FIRMS = firms()


def a_notice(*complaints: Complaint, **more: object) -> Notice:
    return Notice(
        kind=more.pop("kind", NoticeKind.COMPLAINT),  # type: ignore[arg-type]
        complaints=complaints,
        complaint_ids=tuple(c.complaint_id for c in complaints if c.complaint_id),
        asins=tuple(a for c in complaints for a in c.asins),
        rights_owner_emails=("ip@brand.example",),
        marketplace="US",
        **more,  # type: ignore[arg-type]
    )


def a_case(
    notice: Notice,
    *,
    marketplaces: tuple[str, ...] = ("US", "DE"),
    message: Message = Message(message_id="<n@amazon.com>"),  # noqa: B008  # a value
) -> Case:
    return open_case(
        name="N-7K3F",
        account="acme",
        notice=notice,
        message=message,
        told_at=NOW,
        now=NOW,
        copies=COPIES,
        marketplaces=marketplaces,
        authentic=True,
        counsel=False,
    )


ONE = Complaint(complaint_id="10987654321", asins=("B0C1234567", "B0C1234568"))
TWO = Complaint(complaint_id="10987654331", asins=("B0C1234569",))


def test_a_second_notice_adds_what_is_new_and_replaces_nothing() -> None:
    case = a_case(a_notice(ONE))
    again = with_complaints(case, a_notice(ONE), NOW)
    assert again.complaints == case.complaints
    more = with_complaints(case, a_notice(ONE, TWO, deadline_days=5), NOW)
    assert more.complaint_ids == ("10987654321", "10987654331")
    for named, store in (("DE", "DE"), (None, "US")):
        added = with_complaints(case, replace(a_notice(TWO), marketplace=named), NOW).complaints[1]
        assert [a.marketplace for a in added.asins] == [store]
    assert more.deadline_at == NOW + timedelta(days=5)


def test_a_deadline_is_the_earliest_and_is_warned_of_anew_only_when_it_moved() -> None:
    case = replace(a_case(a_notice(ONE, deadline_days=10)), deadline_warned=True)
    for days, at, warned in ((5, 5, False), (10, 10, True), (20, 10, True), (None, 10, True)):
        again = with_complaints(case, a_notice(ONE, deadline_days=days), NOW)
        assert (again.deadline_at, again.deadline_warned) == (NOW + timedelta(days=at), warned)
    fresh = with_complaints(a_case(a_notice(ONE)), a_notice(ONE, deadline_days=0), NOW)
    assert (fresh.deadline_at, fresh.deadline_warned) == (NOW, False)


@pytest.mark.parametrize(
    ("complaint", "is_new"),
    [
        (ONE, False),
        (replace(ONE, asins=("B0C9999999",)), False),
        (replace(ONE, complaint_id="10999999999"), True),
        (Complaint(asins=("B0C1234567",)), False),
        (Complaint(asins=("B0C1234567", "B0C1234568")), False),
        (Complaint(asins=("B0C1234567", "B0C9999999")), True),
    ],
)
def test_a_complaint_is_known_by_its_id_else_by_its_listings(complaint: Complaint, is_new: bool) -> None:
    case = a_case(a_notice(ONE))
    more = replace(a_notice(complaint), rights_owner_emails=("b@brand.example",), reason_stated=True)
    again = with_complaints(case, more, NOW)
    assert len(again.complaints) == 1 + is_new
    both = ("ip@brand.example", "b@brand.example")
    assert again.complainant_emails == (both if is_new else both[:1]), "nobody is written to for an old complaint"
    assert with_complaints(replace(case, complainant_emails=()), more, NOW).complainant_emails == ("b@brand.example",)
    assert again.reason_stated
    assert again.case == "N-7K3F"


def test_a_notice_without_single_complaints_is_one_with_its_first_id() -> None:
    flat = Notice(
        kind=NoticeKind.COMPLAINT, complaint_ids=("10987654321", "10987654331"), asins=("B0C1234567",),
        ip_type=IpType.PATENT, ip_numbers=("US1",), rights_owner_name="Brand",
    )  # fmt: skip
    (only,) = complaints_of(flat, "US")
    assert (only.complaint_id, only.ip_type, only.ip_numbers, only.owner) == (
        "10987654321", IpType.PATENT, ("US1",), "Brand",
    )  # fmt: skip
    assert [(a.asin, a.marketplace, a.status) for a in only.asins] == [("B0C1234567", "US", AsinStatus.AFFECTED)]
    told = replace(ONE, ip_type=IpType.TRADEMARK, owner="Other", status=ComplaintStatus.REINSTATED)
    named, unnamed = complaints_of(replace(flat, complaints=(told, TWO)), None)
    assert (named.ip_type, named.owner, named.cleared) == (IpType.TRADEMARK, "Other", True)
    assert {a.status for a in named.asins} == {AsinStatus.CLEARED}
    assert (unnamed.ip_type, unnamed.owner, unnamed.cleared) == (IpType.PATENT, "Brand", False)


def test_a_case_is_of_the_store_the_notice_names_else_of_the_only_one() -> None:
    unsaid = replace(a_notice(ONE), marketplace=None)
    assert a_case(a_notice(ONE)).marketplace == "US"
    assert a_case(unsaid).marketplace is None, "the account sells in two"
    assert a_case(unsaid).amazon_cc is None
    assert a_case(unsaid).notice_date == NOW, "without a date it is that of its arrival"
    assert a_case(unsaid, marketplaces=("DE",)).marketplace == "DE"
    assert a_case(a_notice(ONE), marketplaces=("DE",)).marketplace == "US"
    assert a_case(unsaid, marketplaces=()).marketplace is None
    dated = NOW - timedelta(days=1)
    assert a_case(unsaid, message=Message(message_id="<n@amazon.com>", date=dated)).notice_date == dated


def test_a_genuine_copy_brings_its_facts_into_the_case_that_was_held() -> None:
    held = replace(a_case(a_notice(ONE)), case="N-HELD", opened_at=NOW - timedelta(days=3), attempts=2, step=1)
    fresh = a_case(a_notice(TWO))
    assert confirmed(held, fresh) == replace(
        fresh, case="N-HELD", opened_at=NOW - timedelta(days=3), attempts=2, step=1
    )


def test_what_is_left_of_a_case_when_the_people_are_removed() -> None:
    case = a_case(a_notice(replace(ONE, owner="Ana Brand"), rights_owner_name="Ana Brand", retraction_address="r@x"))
    bare = without_people(case)
    assert (bare.rights_owner_name, bare.complainant_emails, bare.retraction_address) == (None, (), None)
    assert [c.owner for c in bare.complaints] == [None]
    assert (bare.complaint_ids, bare.asins) == (case.complaint_ids, case.asins)


def test_a_decision_of_which_only_the_letter_is_left_waits_for_amazon() -> None:
    planned = replace(a_case(a_notice(ONE)), reason=Reason.REPLIED, plan=Plan.STEP, plan_at=NOW)
    case = decided(planned, Outcome.FIXED)
    assert (case.state, case.reason, case.outcome) == (State.WITH_AMAZON, None, Outcome.FIXED)
    assert (case.plan, case.plan_at) == (None, None)


def test_what_is_left_of_a_case_is_read_back_from_its_letters() -> None:
    text = "Complaint 10987654321 about B0C1234567 and B0C1234568, and 10987654331"
    found = from_letter(name="N-7K3F", account="acme", complainants=("a@x.example",), amazon=None, text=text, now=NOW)
    assert (found.complaint_ids, found.asins) == (("10987654321", "10987654331"), ("B0C1234567", "B0C1234568"))
    assert [len(c.asins) for c in found.complaints] == [2, 0]
    assert not found.authentic
    bare = from_letter(name="N-7K3F", account="acme", complainants=(), amazon=None, text="B0C1234567", now=NOW)
    assert (bare.complaint_ids, bare.asins) == ((), ("B0C1234567",))
    steps = [(None, 0, 0), (1, 1, 1), (3, 3, 3)]
    assert [(s, (c := at_step(found, s)).step, c.attempts) for s, _, _ in steps] == steps
    assert at_step(replace(found, attempts=5), 2).attempts == 5


def test_the_copy_goes_to_the_printed_address_before_the_documented_one() -> None:
    assert a_case(a_notice(ONE)).amazon_cc == "notice-dispute@amazon.com"
    for address in ("notice-dispute@amazon.de", "notice@amazon.co.uk"):
        assert a_case(a_notice(ONE, dispute_address=address)).amazon_cc == address


@pytest.mark.parametrize("address", ["jeff-dispute@amazon.com", "notice-dispute@marketplace.amazon.com", "x@amazon.de"])
def test_an_address_that_a_complainant_made_to_look_like_the_dispute_teams_is_never_copied(address: str) -> None:
    assert a_case(a_notice(ONE, dispute_address=address)).amazon_cc == "notice-dispute@amazon.com"
    both = a_notice(ONE, dispute_address=address, amazon_emails=(address, "notice-dispute@amazon.de"))
    assert a_case(both).amazon_cc == "notice-dispute@amazon.de"


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_set_or_says_why_not(field: str) -> None:
    case = a_case(a_notice(ONE))
    for value in ("", "x@y.example", "patent", "2026-12-01", "B0C1234567, B0C1234568"):
        try:
            with_fields(case, {field: value}, FIRMS)
        except ValueError as error:
            assert field in str(error)  # noqa: PT017  # either is right


def test_an_answer_fills_what_the_complaints_it_names_left_open_and_replaces_nothing() -> None:
    told = Complaint(complaint_id="10987654341", asins=("B0C1234560",), ip_type=IpType.TRADEMARK, ip_numbers=("US1",))
    case = a_case(a_notice(ONE, TWO, told))
    assert not case.reason_stated
    given = Given(ip_type=IpType.COPYRIGHT, ip_numbers=("VA 1",), complaint_ids=("10987654331",), line="about 54331")
    named = with_answer(case, given)
    assert [(c.ip_type, c.ip_numbers) for c in named.complaints] == [
        (None, ()),
        (IpType.COPYRIGHT, ("VA 1",)),
        (IpType.TRADEMARK, ("US1",)),
    ]
    elsewhere = with_answer(case, replace(given, complaint_ids=("10999999999",)))
    assert [c.ip_type for c in elsewhere.complaints] == [IpType.COPYRIGHT, IpType.COPYRIGHT, IpType.TRADEMARK]
    assert elsewhere.complaints[2].ip_numbers == ("US1",)
    bare = a_case(a_notice(ONE))
    assert with_answer(bare, given).reason_stated
    assert not with_answer(bare, replace(given, ip_numbers=())).reason_stated
    assert not with_answer(bare, replace(given, ip_type=None)).reason_stated


def test_a_complaint_that_comes_back_is_open_again_where_it_is_named_and_its_clock_begins_anew() -> None:
    case = a_case(a_notice(ONE, TWO, deadline_days=30))
    for complaint in (ONE, TWO):
        gone = replace(complaint, status=ComplaintStatus.RETRACTED)
        case = cleared(case, a_notice(gone, kind=NoticeKind.RETRACTION))
    assert all_cleared(case)
    later = NOW + timedelta(days=40)
    again = returned(case, a_notice(replace(ONE, asins=("B0C1234568",)), deadline_days=10), later)
    first, second = again.complaints
    assert [(c.complaint_id, c.cleared) for c in (first, second)] == [("10987654321", False), ("10987654331", True)]
    assert {a.asin: a.status for a in first.asins}["B0C1234568"] is AsinStatus.AFFECTED
    assert {a.asin: a.status for a in first.asins}["B0C1234567"] is not AsinStatus.AFFECTED
    assert again.deadline_at == later + timedelta(days=10)
    by_asin = returned(case, a_notice(Complaint(asins=("B0C1234569",))), later)
    assert [c.cleared for c in by_asin.complaints[:2]] == [True, False]
    warned = replace(case, deadline_at=None, deadline_warned=True)
    assert not returned(warned, a_notice(ONE), later).deadline_warned


def test_an_unknown_field_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="complainant_emails"):
        with_fields(a_case(a_notice(ONE)), {"owner": "x"}, FIRMS)


def test_names_come_out_the_same_wherever_they_are_made() -> None:
    taken = {"N-ABCD"}
    first = reference("acme|10987654321", taken.__contains__)
    assert first == reference("acme|10987654321", taken.__contains__)
    assert reference("acme|10987654321", {first}.__contains__).startswith(first)
    what = ("N-7K3F", "N-7K3F.1", ("b@x.example", "a@x.example"))
    made = message_id(*what, "shop@acme.example", LetterKind.INQUIRY, 0)
    assert made == message_id(*what, "shop@acme.example", LetterKind.INQUIRY, 0)
    assert letter_key(made).startswith("N-7K3F.1.")
    assert first == "N-GT7G", "mailboxes are full of letters that bear these names"
    assert made == "<N-7K3F.1.boudjw6fvjov77jw6iwi@acme.example>"


def test_a_matter_is_known_by_its_complaint_ids_else_by_its_bytes_and_listings() -> None:
    key = partial(notice_key, "acme")
    assert key(("2", "1"), ("B0A",), "bytes") == key(("1", "2"), ("B0B",), "other bytes") == "acme|1|2"
    assert key((), ("B0B", "B0A"), "bytes") == "acme|B0A|B0B|bytes"
    assert notice_key("other", ("1",), (), "bytes") == "other|1"


def test_a_name_has_four_letters_and_one_more_for_each_that_is_taken() -> None:
    names: list[str] = []
    for length in range(4, 9):
        names.append(reference("acme|1", set(names).__contains__))
        assert re.fullmatch(f"N-[A-Z2-7]{{{length}}}", names[-1])
    with pytest.raises(ValueError, match="five different matters"):
        reference("acme|1", set(names).__contains__)


def test_a_letters_name_tells_its_kind_and_step_to_whoever_has_its_recipients() -> None:
    name = "N-7K3F.2"
    for kind, step in (
        (LetterKind.FOLLOW_UP, 1),
        (LetterKind.FOLLOW_UP, 0),
        (LetterKind.FOLLOW_UP, 11),
        (LetterKind.INQUIRY, None),
        (LetterKind.PLAN_OF_ACTION, None),
    ):
        key = letter_key(message_id("N-7K3F", name, ("a@x.example",), "shop@acme.example", kind, step))
        assert read_back(key, "N-7K3F", name, ("a@x.example",)) == (kind, step)
        assert read_back(key, "N-7K3F", name, ("b@x.example",)) is None
    thirteenth = letter_key(message_id("N-7K3F", name, (), "shop@acme.example", LetterKind.FOLLOW_UP, 12))
    assert read_back(thirteenth, "N-7K3F", name, ()) is None, "no cadence has so many"


def test_a_right_that_no_word_of_the_notice_names_is_not_the_cases() -> None:
    of_right = replace(ONE, ip_type=IpType.COPYRIGHT)
    assert a_case(a_notice(of_right, ip_type=IpType.COPYRIGHT)).ip_type is IpType.COPYRIGHT
    assert a_case(a_notice(of_right, ip_type=IpType.COPYRIGHT, presumed=True)).ip_type is None
    other = replace(TWO, ip_type=IpType.TRADEMARK)
    both = a_case(a_notice(of_right, other, ip_type=IpType.COPYRIGHT, presumed=True))
    assert [complaint.ip_type for complaint in both.complaints] == [None, IpType.TRADEMARK]
