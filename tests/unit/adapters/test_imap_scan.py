"""The two fields of every message, read instead of searched for."""

import pytest

from noticed.adapters.imap_scan import CUT, Scan

SCAN = Scan([("SUBJECT", "policy warning")])


@pytest.mark.parametrize(
    "subject",
    [
        b"Policy Warning",
        b"POLICY  warning",
        b"Policy\tWarning",
        b"Policy \r\n Warning",
        b"Policy\r\n \r\n Warning",
        "Über: Policy  Warning".encode(),
        b"=?utf-8?q?Policy_Warning?=",
        b"x" * CUT,
    ],
)
def test_however_its_blanks_are_written_a_word_is_found_and_what_was_cut_off_is_looked_at(subject: bytes) -> None:
    block = b"From: a@b.example\r\nSubject: " + subject + b"\r\n\r\n"
    assert SCAN.found({7: block[:CUT], 8: b"From: a@b.example\r\nSubject: Policy\r\n\r\n"}) == {7}


def test_a_word_with_digits_is_found_among_messages_that_differ_in_theirs() -> None:
    scan = Scan([("SUBJECT", "form 17b"), ("SUBJECT", "24"), ("FROM", "desk7@amazon")])
    subjects = {1: b"Form 18b", 2: b"the FORM 17B of 2026", 3: b"1 2 4", 4: b"Order 1240", 5: b"form b"}
    blocks = {uid: b"From: a@b.example\r\nSubject: %s\r\n\r\n" % text for uid, text in subjects.items()}
    blocks |= {6: b"From: desk7@amazon.de\r\nSubject: x\r\n\r\n", 7: b"From: desk8@amazon.de\r\nSubject: x\r\n\r\n"}
    assert scan.found(blocks) == {2, 4, 6}
