"""What the operator supplies for a letter: what still lacks, what shows it, and what contradicts itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from noticed.core.case.slots import Slot, Unfit, attested, check, day, missing, rows, statements

TODAY = date(2026, 11, 24)
PLAIN = Slot(name="cause", required=True)
OPTIONAL = Slot(name="more")
CLAIM = Slot(name="own_number", required=True, claim=True)
FILE = Slot(name="analysis", required=True, or_file=True)
WHY = Slot(name="why", reason=True)
DAY = Slot(name="since", claim=True, day=True)
OATH = Slot(name="attest", required=True, attests=True)
OFFERED = Slot(name="attest", attests=True)
CHART = Slot(name="chart", columns=("claim", "element", "present"))
GOODS = Slot(name="goods", columns=("supplier",))


@pytest.mark.parametrize(
    ("slots", "supplied", "files", "lacks"),
    [
        ((PLAIN, OPTIONAL), {}, (), "cause"),
        ((PLAIN,), {"cause": "  "}, (), "cause"),
        ((PLAIN,), {"cause": "a mix-up"}, (), ""),
        ((PLAIN,), {"more": "x"}, ("a.pdf",), "cause"),
        # a file stands for it with the attestation; or a reason does
        ((FILE,), {}, (), "analysis"),
        ((FILE,), {}, ("a.pdf",), "analysis"),
        ((FILE,), {"attest": "yes"}, (), "analysis"),
        ((FILE,), {"attest": "yes"}, ("a.pdf",), ""),
        ((FILE,), {"attest": "no"}, ("a.pdf",), "analysis"),
        ((FILE, OFFERED), {}, ("a.pdf",), "analysis"),
        ((FILE, PLAIN), {"cause": "x"}, ("a.pdf",), "analysis"),
        ((FILE, WHY), {"why": "expired in 2020"}, (), ""),
        ((FILE, WHY), {}, (), "analysis"),
        ((FILE, PLAIN), {"cause": "x"}, (), "analysis"),
        ((PLAIN, WHY), {"why": "expired in 2020"}, (), "cause"),
        ((FILE,), {"analysis": "see below"}, (), ""),
        # the letter asks for the attestation itself: it is what lacks, the file stands
        ((FILE, OATH), {}, ("a.pdf",), "attest"),
        ((OATH,), {"attest": "maybe"}, (), "attest"),
        ((OATH,), {"attest": " YES "}, (), ""),
    ],
)
def test_what_lacks_is_named(
    slots: tuple[Slot, ...], supplied: dict[str, str], files: Sequence[str], lacks: str
) -> None:
    assert missing(slots, supplied, files) == tuple(lacks.split())


def test_a_file_that_has_expired_fills_nothing() -> None:
    attest = {"attest": "yes"}
    assert missing((FILE,), attest, ("old.pdf",), ("old.pdf",)) == ("analysis",)
    assert missing((FILE,), attest, ("old.pdf", "new.pdf"), ("old.pdf",)) == ()
    assert not attested({})


@pytest.mark.parametrize(
    ("slot", "supplied", "files", "expired", "proof"),
    [
        (PLAIN, {"cause": "US1"}, ("a.png",), (), ""),
        (CLAIM, {"own_number": "US1"}, ("a.png",), (), "a.png"),
        (CLAIM, {"own_number": "US1", "own_number.proof": "b.png"}, ("a.png", "b.png"), (), "b.png"),
        (CLAIM, {"own_number": "US1"}, ("a.png", "b.png"), (), ""),
        (CLAIM, {"own_number": "US1", "attest": "yes"}, ("a.png", "b.png"), (), "attested"),
        (CLAIM, {"own_number": "US1", "attest": "yes"}, (), (), "attested"),
        (CLAIM, {"own_number": "US1", "attest": "yes"}, ("a.png",), (), "a.png"),
        (CLAIM, {"own_number": "US1"}, ("a.png", "b.png"), ("b.png",), "a.png"),
        (CLAIM, {"own_number": "US1"}, ("a.png",), ("a.png",), ""),
        (DAY, {"since": "2021-05-03"}, ("a.png",), ("a.png",), "a.png"),
    ],
)
def test_a_statement_rests_on_its_file_the_only_file_or_the_operators_word(
    slot: Slot, supplied: dict[str, str], files: Sequence[str], expired: Sequence[str], proof: str
) -> None:
    (said,) = statements((OATH, slot, OPTIONAL), supplied, files, expired)
    assert (said.slot, said.text, said.proof) == (slot.name, supplied[slot.name], proof)


GOOD = "1 | a lid | yes; 1 | a hinge | no"


@pytest.mark.parametrize(
    ("supplied", "files", "problem"),
    [
        ({}, (), ""),
        ({"cause": "x"}, (), ""),
        ({"attest": "yes"}, (), ""),
        ({"attest": "no"}, (), 'attest: only "yes"'),
        ({"own_number": "US1", "own_number.proof": "a.png"}, ("a.png",), ""),
        ({"own_number": "US1", "own_number.proof": "a.png"}, (), "own_number.proof: a.png is not attached"),
        ({"own_number.proof": "a.png"}, ("a.png",), "own_number.proof: there is no own_number"),
        ({"own_number": "US1"}, (), "own_number needs proof"),
        ({"own_number": "US1", "attest": "yes"}, (), ""),
        ({"own_number": "US1", "own_number.proof": " ", "attest": "yes"}, (), ""),
        ({"own_number": "US1", "own_number.proof": "old.png"}, ("old.png",), "old.png has expired"),
        ({"own_number": "US1"}, ("old.png",), "own_number needs proof"),
        ({"since": "2021-05-03", "since.proof": "old.png"}, ("old.png",), ""),
        ({"since": "long ago"}, ("a.png",), "since: write the day"),
        ({"since": "2026-11-24"}, ("a.png",), ""),
        ({"since": "2026-11-25"}, ("a.png",), "since: 2026-11-25 has not come yet"),
        ({"chart": GOOD}, (), ""),
        ({"chart": GOOD.replace("no", "No")}, (), ""),
        ({"chart": GOOD.replace("no", "yes")}, (), "of claim 1 every element is present"),
        ({"chart": GOOD + "; 2 | a knob | yes"}, (), "of claim 2 every element is present"),
        ({"chart": "1 | a hinge | no; 1 | a lid | yes"}, (), ""),
        ({"chart": GOOD.replace("no", "perhaps")}, (), 'present is yes or no, not "perhaps"'),
        ({"chart": "1"}, (), 'chart: "1" is no row of claim | element | present'),
        ({"chart": "1" * 99}, (), f'chart: "{"1" * 60}" is no row'),
        ({"chart": f"1 | a lid | {'x' * 99}"}, (), f'not "{"x" * 40}"'),
        ({"chart": f"{'1' * 99} | a lid | yes"}, (), f"of claim {'1' * 20} every"),
        ({"goods": "Factory Ltd"}, (), ""),
    ],
)
def test_what_contradicts_itself_or_lacks_its_proof_is_said(
    supplied: dict[str, str], files: Sequence[str], problem: str
) -> None:
    slots = (PLAIN, CLAIM, DAY, OATH, CHART, GOODS)
    if not problem:
        check(slots, supplied, files, TODAY, ("old.png",))
        return
    with pytest.raises(Unfit) as said:
        check(slots, supplied, files, TODAY, ("old.png",))
    assert problem in str(said.value)


def test_a_table_is_a_line_a_row() -> None:
    found = rows(CHART, "| 1 | a lid | yes |\n\n1|a hinge；2 | a knob")
    assert [tuple(row.values()) for row in found] == [("1", "a lid", "yes"), ("1", "a hinge", ""), ("2", "a knob", "")]
    assert set(found[0]) == {"claim", "element", "present"}
    assert [dict(row) for row in rows(GOODS, "Factory Ltd; Mill Ltd")] == [
        {"supplier": "Factory Ltd"},
        {"supplier": "Mill Ltd"},
    ]
    four = replace(CHART, columns=("claim", "element", "why", "present"))
    assert [tuple(row.values()) for row in rows(four, "1 | a lid | | no")] == [("1", "a lid", "", "no")]
    for bad in ("1", "1 | a | yes | more", "1 | | yes", "| | a lid | yes"):
        with pytest.raises(Unfit, match="is no row of"):
            rows(CHART, bad)


@pytest.mark.parametrize(
    "text",
    ["2021-05-03", "3 May 2021", "03 may 2021", "2021/05/03", "2021.05.03", "3.5.2021", "2021年5月3日", " 2021-05-03 "],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day(text) == date(2021, 5, 3)


def test_a_long_month_is_read_and_what_is_no_day_is_none() -> None:
    assert day("3 September 2021") == day("3 Sep 2021") == date(2021, 9, 3)
    assert [day(text) for text in ("", "soon", "2021-02-30")] == [None] * 3
