"""The numbers of a notice: shapes, checks, and where a person can look them up."""

import pytest

from noticed.core.notice.fields import is_asin, is_complaint_id, isbn10, numbers_in


def test_a_book_is_an_asin_when_its_check_digit_holds() -> None:
    assert isbn10("0306406152")
    assert isbn10("080442957X")
    assert not isbn10("6400123451")
    assert is_asin("B0C1234567")
    assert not is_asin("B1C1234567")


@pytest.mark.parametrize(
    ("text", "holds"), [("1763664551", True), ("１８７０２９３８４５６", True), ("123456", False), ("12a4567", False)]
)
def test_a_complaint_id_is_seven_to_thirteen_digits_of_any_script(text: str, holds: bool) -> None:
    assert is_complaint_id(text) is holds


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("US 9,214,775", ["US 9,214,775"]),
        ("US 10,847,213 B2 and more", ["US 10,847,213 B2"]),
        ("D 876,910", ["D 876,910"]),
        ("EUTM 018847362", ["018847362"]),
        ("RCD 004561237-0002", ["004561237-0002"]),
        ("DE 30 2019 118 427", ["DE 30 2019 118 427"]),
        ("FR 3 087 654 B1", ["FR 3 087 654 B1"]),
        ("登録第5432109号", ["登録第5432109号"]),
        ("実用新案登録第3212345号", ["実用新案登録第3212345号"]),
        ("5204118 4512087", ["5204118", "4512087"]),
        ("Application No. 16/883,402", ["16/883,402"]),
        ("order 114-5538201-9944723 on 2025-03-03, tel. +44 20 7946 0991", []),
        ("40202207719R", ["40202207719R"]),
        ("BR 30 2022 001234 5", ["BR 30 2022 001234 5"]),
        ("UE 018 123 456", ["UE 018 123 456"]),
        ("TR 2020 004321 Y", ["TR 2020 004321 Y"]),
        ("NZ 430123 and PT 117890 B", ["NZ 430123", "PT 117890 B"]),
    ],
)
def test_numbers_are_taken_as_printed(text: str, numbers: list[str]) -> None:
    assert [number for _, number in numbers_in(text)] == numbers
