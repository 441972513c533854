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
