"""A machine's mail is known by its header."""

import pytest
from tests.corpus.read_corpus import dialects

from noticed.core.mail.classify import is_machine_mail, machine_sign, may_be_machine_mail
from noticed.core.mail.message import read_message


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Replied (vacation)",
        "X-Amazon-Auto-Reply: true",
        "X-Autoreply: yes",
        "X-Autorespond:",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "X-MS-Exchange-Inbox-Rules-Loop: a@b.example",
        "From: MAILER-DAEMON@b.example",
        "Subject: Automatic reply: Amazon complaint",
        "Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiBDb21wbGFpbnQ=?=",
        "Subject: Réponse automatique : réclamation",
    ],
)
def test_a_machine_is_known_by_one_strong_sign(header: str) -> None:
    assert is_machine_mail(read_message(f"{header}\n\nhello".encode()), dialects())


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Subject: Re: automatic reply devices",
        "From: Ana <ana@brand.example>",
        "Return-Path: <ana@brand.example>",
        "X-Autoreply: no",
    ],
)
def test_a_person_is_no_machine(header: str) -> None:
    message = read_message(f"{header}\n\nhello".encode())
    assert not is_machine_mail(message, dialects())
    assert not may_be_machine_mail(message)


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <x.example>"])
def test_a_ticket_system_s_header_proves_nothing_alone(header: str) -> None:
    message = read_message(f"{header}\n\nWe retract the complaint.".encode())
    assert may_be_machine_mail(message)
    assert not is_machine_mail(message, dialects())


def test_the_sign_is_told() -> None:
    message = read_message(b"Auto-Submitted: auto-replied\n\nx")
    assert machine_sign(message, dialects()) == "Auto-Submitted (RFC 3834)"
