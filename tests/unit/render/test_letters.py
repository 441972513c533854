"""Every letter, read against every sort of case: no hole, no threat, no word the case does not carry."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.render.samples import (
    ATTEMPTS,
    BARE,
    CASES,
    FULL,
    MANY,
    NOW,
    SLOTS,
    UK,
    case,
    complaint,
    letter_facts,
    templates,
)

from noticed.core.case.model import (
    AMAZON_LETTERS,
    CADENCE_LETTERS,
    DRAFTS,
    OPERATOR_LETTERS,
    AsinStatus,
    CaseAsin,
    LetterKind,
)
from noticed.core.mail.compose import Outgoing, compose
from noticed.core.notice.model import IpType
from noticed.render.letters import Draft, Missing, Unfit, needs, render, takes

KINDS = sorted(set(LetterKind) - OPERATOR_LETTERS)
TEMPLATES = templates()

VARIANTS: dict[str, dict[str, Any]] = {
    "bare": {"marketplace": None, "amazon_copied": False},
    "full": {"identity": FULL, "attempts": ATTEMPTS, "files": ("analysis page 1.png",), "marketplace": UK},
    "second": {"attempts": ATTEMPTS[:1]},
}

NEVER = re.compile(
    r"sorry|apolog|regret|infringed by us|we infringed|lawsuit|damages|legal action|court|attorney|lawyer|sue\b|"
    r"malicious|\bfalse|bad faith|immediately|deadline|liab|compensat|\bfail|demand|penalt",
    re.IGNORECASE,
)
HOLE = re.compile(r"None|\(\)|\[\]|\{|\}|''|\"\"|  \S|\n\n\n| ,| \.(?!\.)|,,|\.\.(?!\.)|: *,|about ,|[Uu]ndefined| \n")


def write(kind: LetterKind, of: str, variant: str, **more: Any) -> Draft:
    return render(kind, "en", TEMPLATES, letter_facts(CASES[of], **(VARIANTS[variant] | more)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_reads_well_for_every_case(kind: LetterKind) -> None:
    for of, variant in product(CASES, VARIANTS):
        draft = write(kind, of, variant)
        text = f"{draft.subject}\n\n{draft.body}"
        hole = HOLE.search(text.replace("   ", ""))  # the numbered lists are set in
        assert not hole, (of, variant, hole)
        harsh = None if draft.draft_only else NEVER.search(text)
        assert not harsh, (of, variant, harsh)
        assert draft.subject.endswith("[N-7K3F]")
        assert len(draft.subject) < 140
        assert draft.body.endswith("\nReference N-7K3F\n")
        assert all(wanted in text for wanted in CASES[of].complaint_ids + CASES[of].asins)
        assert all(wanted in draft.subject for wanted in CASES[of].complaint_ids[:1])


@pytest.mark.parametrize(
    ("kind", "most"), [(LetterKind.INQUIRY, 110), (LetterKind.FOLLOW_UP, 85), (LetterKind.FINAL_NOTICE, 70)]
)
def test_letters_to_complainants_are_short(kind: LetterKind, most: int) -> None:
    for of in CASES:
        words = write(kind, of, "second").body.partition(BARE.store_name + "\n")[0].split()
        assert len(words) <= most, of


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_out_of_the_notice_stands_only_in_the_printed_block(kind: LetterKind) -> None:
    for each in CASES.values():
        named = replace(each, rights_owner_name="Zyx GmbH")
        draft = render(kind, "en", TEMPLATES, letter_facts(named, **VARIANTS["full"]))
        assert "Zyx" not in draft.subject
        lines = [line for line in draft.body.split("\n") if "Zyx" in line]
        assert all("·" in line or line == '"Zyx GmbH"' for line in lines)


def test_a_hostile_name_is_cut_and_tamed() -> None:
    body = write(LetterKind.INQUIRY, "a hostile name", "bare").body
    assert "evil" not in body
    assert "@y" not in body
    quoted = re.search(r'"(Pay now.*)"', body)
    assert quoted is not None
    assert len(quoted[1]) <= 60


def test_a_letter_says_that_amazon_is_copied_only_where_it_is() -> None:
    for kind in KINDS:
        for of in CASES:
            assert "copy to amazon" not in write(kind, of, "bare").body.casefold()
    for kind in CADENCE_LETTERS:
        assert "Copy to Amazon for its file." in write(kind, "one complaint", "full").body


def test_the_inquiry_without_a_reason_is_the_one_agreed_on() -> None:
    draft = write(LetterKind.INQUIRY, "one complaint", "second")
    assert draft.subject == "Amazon complaint 10987654321, B0C1234567: which right do you mean? [N-7K3F]"
    assert draft.body == (
        "Hello,\n\n"
        "we are Acme Home Goods, a store on Amazon.com. Amazon says you reported B0C1234567 and has removed the "
        "listing. Its notice to us does not say which right is concerned, so we cannot look into it.\n\n"
        "One line is enough, for example:\n"
        "A. It is this patent / design / trademark / copyright: ____ (number or link)\n"
        "B. The report was not meant for this product or for us\n"
        "C. Please write to this person instead: ____\n\n"
        "We would like to settle this directly with you. This is a question only; neither side's rights are "
        "affected.\n\n"
        "Acme Home Goods\n"
        "shop@qq.example\n\n"
        "As printed in Amazon's notice:\n"
        'Complaint 10987654321 · ASIN B0C1234567 · "BrandCo S.r.l."\n'
        "Copy to Amazon for its file.\n"
        "Reference N-7K3F\n"
    )


def test_with_a_reason_given_the_inquiry_asks_for_what_is_still_missing() -> None:
    asked = {
        IpType.DESIGN_PATENT: "names design patent D1,034,512. Which part of the product do you mean?",
        IpType.UTILITY_PATENT: "Which claim, and which part of the product, do you mean?",
        IpType.TRADEMARK: "Where do you see the mark",
        IpType.COPYRIGHT: "Which picture or text on the page do you mean",
        IpType.COUNTERFEIT: "Which unit or order do you mean",
    }
    for right, sentence in asked.items():
        assert sentence in write(LetterKind.INQUIRY, f"{right}, numbered", "full").body
        assert "One line is enough" in write(LetterKind.INQUIRY, f"{right}, numbered", "full").body


def test_follow_ups_stay_in_the_thread_and_name_the_days() -> None:
    first = write(LetterKind.INQUIRY, "one complaint", "bare")
    for kind in (LetterKind.FOLLOW_UP, LetterKind.FINAL_NOTICE):
        draft = write(kind, "one complaint", "full")
        assert draft.subject == f"Re: {first.subject}"
        assert "24 Nov, 1 Dec and 6 Dec" in draft.body
    assert "last reminder" in write(LetterKind.FINAL_NOTICE, "one complaint", "full").body


def test_days_are_those_of_the_sellers_zone_and_say_the_year_when_it_is_another() -> None:
    late = replace(ATTEMPTS[0], at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert "on 24 Nov and have" in write(LetterKind.FOLLOW_UP, "one complaint", "bare", attempts=(late,)).body
    draft = write(LetterKind.FOLLOW_UP, "one complaint", "bare", attempts=(late,), now=datetime(2027, 1, 4, tzinfo=UTC))
    assert "24 Nov 2026" in draft.body


def test_what_amazon_has_cleared_is_no_longer_spoken_of() -> None:
    cleared = complaint("10987654399", asins=(CaseAsin(asin="B0CLEARED0", status=AsinStatus.CLEARED),))
    draft = render(LetterKind.INQUIRY, "en", TEMPLATES, letter_facts(case(complaints=(complaint(), cleared))))
    assert "B0CLEARED0" not in draft.body
    assert "10987654399" not in draft.body + draft.subject


def test_many_listings_are_counted_in_the_subject_and_all_named_below() -> None:
    draft = write(LetterKind.INQUIRY, "many listings", "bare")
    assert "B0C0000000 and 23 more" in draft.subject
    assert all(asin.asin in draft.body for asin in MANY)


def test_letters_to_amazon_go_to_amazon_alone_and_never_by_themselves() -> None:
    for kind in AMAZON_LETTERS:
        draft = write(kind, "one complaint", "full")
        assert (draft.to_role, draft.cc_role, draft.automatic, draft.draft_only) == ("amazon", None, False, False)
    for kind in CADENCE_LETTERS:
        draft = write(kind, "one complaint", "full")
        assert (draft.to_role, draft.cc_role, draft.automatic) == ("complainant", "amazon", True)
    for kind in DRAFTS:
        draft = write(kind, "one complaint", "full")
        assert (draft.cc_role, draft.automatic, draft.draft_only) == (None, False, True)


def test_the_letter_to_amazon_lists_every_attempt() -> None:
    body = write(LetterKind.AMAZON_REASON_UNKNOWN, "one complaint", "full").body
    assert "1. 24 Nov 2026 17:00 (UTC+08:00), first letter, to legal@brandco.example: no answer found" in body
    assert "\n3. 6 Dec 2026" in body
    assert "We make no statement about the right itself" in body


def test_what_the_operator_must_supply_is_asked_for() -> None:
    assert needs(LetterKind.AMAZON_REASON_UNKNOWN, TEMPLATES) == ()
    assert needs(LetterKind.PLAN_OF_ACTION, TEMPLATES) == ("root_cause", "actions_taken", "prevention")
    assert needs(LetterKind.NON_INFRINGEMENT, TEMPLATES) == ("analysis", "attest")
    assert needs(LetterKind.OWN_RIGHTS, TEMPLATES) == ("own_number",)
    assert needs(LetterKind.NEVER_LISTED, TEMPLATES) == ("attest",)
    assert needs(LetterKind.FIXED, TEMPLATES) == ("edits",)
    assert "own_office" in takes(LetterKind.OWN_RIGHTS, TEMPLATES)
    for kind in KINDS:
        assert len(needs(kind, TEMPLATES)) <= 3
        if wanted := needs(kind, TEMPLATES):
            with pytest.raises(Missing) as caught:
                write(kind, "one complaint", "bare", slots={})
            assert caught.value.slots == wanted
            assert len(str(caught.value).splitlines()) == 1


def test_an_attached_analysis_stands_for_a_written_one_but_only_yes_attests() -> None:
    attached = {"files": ("analysis.png",), "slots": {"attest": "Yes"}}
    body = write(LetterKind.NON_INFRINGEMENT, "design_patent, numbered", "bare", **attached).body
    assert "Attached: analysis.png" in body
    with pytest.raises(Unfit, match='only "yes" attests'):
        write(LetterKind.NON_INFRINGEMENT, "one complaint", "bare", slots=dict(SLOTS) | {"attest": "no"})


def test_what_the_operator_writes_is_no_template() -> None:
    slots = dict(SLOTS) | {"root_cause": "{{ ref }} {% for x in y %}"}
    assert "{{ ref }} {% for x in y %}" in write(LetterKind.PLAN_OF_ACTION, "one complaint", "bare", slots=slots).body


anything = st.text(max_size=60)


def test_a_letter_asked_for_again_has_the_words_of_what_changed_since() -> None:
    before = letter_facts(case(complaints=(complaint("10987654321"),)))
    first = render(LetterKind.INQUIRY, "en", TEMPLATES, before)
    same = letter_facts(case(complaints=(complaint("10987654321"),)), now=NOW + timedelta(minutes=1))
    assert render(LetterKind.INQUIRY, "en", TEMPLATES, same) is first  # not written twice
    for changed in (
        letter_facts(case(complaints=(complaint("10987654321"), complaint("10987654322")))),
        letter_facts(case(complaints=(complaint("10987654321"),)), identity=replace(FULL, store_name="Another Store")),
        letter_facts(case(complaints=(complaint("10987654321"),)), amazon_copied=not before.amazon_copied),
    ):
        assert render(LetterKind.INQUIRY, "en", TEMPLATES, changed).body != first.body


def test_a_letter_asked_for_in_the_next_year_names_the_year_of_what_was_before() -> None:
    facts = letter_facts(case(), attempts=ATTEMPTS)
    later = letter_facts(case(), attempts=ATTEMPTS, now=NOW + timedelta(days=366))
    kinds = [kind for kind in KINDS if kind in CADENCE_LETTERS]
    one, other = ([render(kind, "en", TEMPLATES, each).body for kind in kinds] for each in (facts, later))
    assert one != other
    assert str(NOW.year) in "".join(other)


@settings(max_examples=60, deadline=None)
@given(owner=anything, number=anything, asin=anything, right=anything, store=anything, slot=anything)
def test_whatever_stands_in_a_notice_the_letter_keeps_its_headers(
    owner: str, number: str, asin: str, right: str, store: str, slot: str
) -> None:
    said = complaint(number, asins=(CaseAsin(asin=asin),), ip_type=IpType.PATENT, ip_numbers=(right,), owner=owner)
    identity = replace(FULL, store_name=store)
    facts = letter_facts(case(complaints=(said,)), identity=identity, slots={"analysis": slot + "x", "attest": "yes"})
    for kind in (LetterKind.INQUIRY, LetterKind.NON_INFRINGEMENT):
        draft = render(kind, "en", TEMPLATES, facts)
        assert len(draft.subject.splitlines()) == 1
        assert draft.subject.endswith("[N-7K3F]")
        outgoing = Outgoing(
            sender="shop@qq.example",
            sender_name=store,
            to=("legal@brandco.example",),
            subject=draft.subject,
            body=draft.body,
            message_id="<n-7k3f.1@qq.example>",
            letter_key="N-7K3F.1",
            date=NOW,
        )
        try:
            raw = compose(outgoing)
        except ValueError:
            continue
        head = raw.partition(b"\r\n\r\n")[0].decode()
        names = [line.partition(":")[0] for line in head.split("\r\n") if line[0] not in " \t"]
        expected = ["Date", "From", "To", "Subject", "Message-ID", "X-Noticed-Letter"]
        assert names[:6] == expected
        assert set(names[6:]) == {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
