"""Delivery reports: who did not get the letter, for good or for now, and which letter it was."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.read_corpus import dialects

from noticed.core.mail.dsn import read_bounce
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Bounce


def _report(fields: str, returned: str = "Message-ID: <N-7K3F.1.abc@seller.example>\n") -> bytes:
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.seller.example (Mail Delivery System)
To: shop@seller.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.seller.example

{fields}
--b
Content-Type: text/rfc822-headers

{returned}X-Noticed-Letter: N-7K3F.1.abc
Subject: Amazon complaint 10987654321: which right do you mean? [N-7K3F]
--b--
""".encode()


def _bounce(raw: bytes) -> Bounce:
    found = read_bounce(read_message(raw), dialects())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "permanent"),
    [
        ("failed", "5.1.1", "smtp; 550 5.1.1 User unknown", True),
        ("failed", "5.1.10", "smtp; 550 5.1.10 RecipientNotFound", True),
        ("failed", "5.0.0", "smtp; 550 rejected", True),
        ("failed", "5.2.2", "smtp; 552 5.2.2 over quota", False),
        ("failed", "4.2.2", "smtp; 452 Mailbox full", False),
        ("delayed", "4.4.1", "smtp; timed out", False),
        ("delayed", "5.4.1", "smtp; timed out", False),
    ],
)
def test_a_report_says_who_failed_and_whether_for_good(
    action: str, status: str, diagnostic: str, permanent: bool
) -> None:
    fields = f"Final-Recipient: rfc822; Ana@Brand.example\nAction: {action}\nStatus: {status}\n"
    fields += f"Diagnostic-Code: {diagnostic}\n"
    found = _bounce(_report(fields))
    assert [(r.address, r.permanent, r.status) for r in found.recipients] == [("ana@brand.example", permanent, status)]
    assert found.message_ids == ("<N-7K3F.1.abc@seller.example>", "N-7K3F.1.abc")
    assert found.references == ("N-7K3F",)


def test_the_address_we_wrote_to_counts_not_the_one_it_was_forwarded_to() -> None:
    fields = (
        "Original-Recipient: rfc822;ana@brand.example\nFinal-Recipient: rfc822;x9@backend.example\n"
        "Action: failed\nStatus: 5.1.1\n"
    )
    assert _bounce(_report(fields)).recipients[0].address == "ana@brand.example"


def test_a_report_of_success_names_nobody() -> None:
    fields = "Final-Recipient: rfc822; ana@brand.example\nAction: delivered\nStatus: 2.0.0\n"
    assert _bounce(_report(fields)).recipients == ()


def test_several_recipients_are_told_apart() -> None:
    fields = (
        "Final-Recipient: rfc822; a@brand.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; b@brand.example\nAction: delayed\nStatus: 4.2.0\n"
    )
    assert [(r.address, r.permanent) for r in _bounce(_report(fields)).recipients] == [
        ("a@brand.example", True),
        ("b@brand.example", False),
    ]


NETEASE = """\
From: Postmaster@163.com
To: shop@163.com
Subject: 系统退信/The email is returned
Content-Type: text/plain; charset=gbk

抱歉，您的邮件被退回来了……
原邮件信息：
时 间：2026-11-24 10:00:00
主 题：Amazon complaint 10987654321: which right do you mean? [N-7K3F]
收件人：ana@brand.example
退信原因：
收件人不存在
英文说明:SMTP error, RCPT TO: 550 5.1.1 User unknown
""".encode("gbk")

QMAIL = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.brand.example
To: shop@seller.example
Subject: failure notice

Hi. This is the qmail-send program at mx.brand.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ana@brand.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <shop@seller.example>
Message-ID: <N-7K3F.1.abc@seller.example>
X-Noticed-Letter: N-7K3F.1.abc
To: ana@brand.example
Cc: notice-dispute@amazon.com

Reference N-7K3F
"""

EXIM = b"""\
From: Mail Delivery System <Mailer-Daemon@mx.seller.example>
To: shop@seller.example
X-Failed-Recipients: ana@brand.example
Subject: Mail delivery failed: returning message to sender

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ana@brand.example
    host mx.brand.example [203.0.113.9]: 550 no such user

------ This is a copy of the message, including all the headers. ------

Message-Id: <N-7K3F.1.abc@seller.example>
"""

DELAY = b"""\
From: mailer-daemon@mail.seller.example
To: shop@seller.example
Subject: Mail Delivery Status Notification (Delay)

THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.

----- The following addresses had errors -----
[Status: Error, Address: <ana@brand.example>, ResponseCode 421, Host not reachable.]

Message will be retried for 4 more day(s)
N-7K3F
"""


@pytest.mark.parametrize(
    ("raw", "permanent"),
    [(NETEASE, True), (QMAIL, True), (EXIM, True), (DELAY, False)],
    ids=["163", "qmail", "exim", "delay"],
)
def test_a_report_in_plain_words_is_read_too(raw: bytes, permanent: bool) -> None:
    found = _bounce(raw)
    assert [(r.address, r.permanent) for r in found.recipients] == [("ana@brand.example", permanent)]
    assert found.references == ("N-7K3F",)


def test_the_letter_is_known_from_its_copy() -> None:
    assert _bounce(QMAIL).message_ids == ("<N-7K3F.1.abc@seller.example>", "N-7K3F.1.abc")


@pytest.mark.parametrize(
    "raw",
    [
        b"From: Ana <ana@brand.example>\nSubject: Undeliverable goods\n\nWe never delivered your message.",
        b"Return-Path: <>\nFrom: Ana <ana@brand.example>\nSubject: Automatic reply: complaint\n\nI am away.",
        b"From: postmaster@brand.example\nSubject: New password policy\n\nHello",
        b"From: a@b.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b--",
    ],
)
def test_what_is_no_report_is_none(raw: bytes) -> None:
    assert read_bounce(read_message(raw), dialects()) is None


@given(st.binary(max_size=1500))
def test_any_report_is_read_without_complaint(junk: bytes) -> None:
    read_bounce(
        read_message(b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + junk), dialects()
    )
    read_bounce(read_message(_report("").replace(b"Reporting-MTA", junk + b"\nReporting-MTA")), dialects())


@pytest.mark.parametrize(
    ("sender", "subject", "text", "kind"),
    [
        pytest.param(*row, id=f"{language}-{number}")
        for language, said in tomllib.loads((Path(__file__).parent / "bounces.toml").read_text("utf-8")).items()
        for number, row in enumerate(said["rows"])
    ],
)
def test_a_server_s_own_words_say_who_failed(sender: str, subject: str, text: str, kind: str) -> None:
    head = f"From: {sender}\nTo: shop@seller.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n"
    found = read_bounce(read_message(f"{head}\n{text}".encode()), dialects())
    failed = [(r.address, r.permanent) for r in found.recipients] if found else []
    assert failed == ([("ana@brand.example", kind == "hard")] if kind else [])
