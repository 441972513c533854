"""Servers that cannot prove who they are hear no credentials, and the operator reads what is wrong and the cure."""

import base64
from pathlib import Path

import pytest
from tests.faults.extent import LONG, SEED
from tests.faults.ledger import Ledger
from tests.faults.tls import PASSWORD, USER, credentials_in, experiment

from noticed.adapters.server import Server
from noticed.adapters.smtp import SmtpSubmission
from noticed.ports import Permanent


def test_no_server_without_proof_hears_credentials() -> None:
    ledger = Ledger("tls", SEED)
    experiment(ledger, 20 if LONG else 1)
    print(ledger)
    assert not ledger.violations


def test_credentials_would_be_found_in_what_a_server_heard() -> None:
    for said in (PASSWORD.encode(), b"AUTH PLAIN AGE=", base64.b64encode(f"\0{USER}\0{PASSWORD}".encode())):
        assert credentials_in(b"EHLO x\r\n" + said)
    assert not credentials_in(b"EHLO [127.0.0.1]\r\nSTARTTLS\r\n\x16\x03\x01")


def test_a_ca_file_does_not_make_a_plain_connection_to_elsewhere(tmp_path: Path) -> None:
    server = Server(host="mail.example", port=25, tls="none", username=USER, secret=lambda: PASSWORD)
    with pytest.raises(Permanent, match="this machine alone"), SmtpSubmission(server).connect():
        pass
