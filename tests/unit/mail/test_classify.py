"""A machine's mail is known by its header; our own and Amazon's keep their place."""

import pytest

from noticed.core.mail.classify import categorise, is_machine_mail, is_own_letter, may_be_machine_mail
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Assessment, Authenticity, Category, Trust
from noticed.core.notice.model import NoticeKind


def _assessment(authenticity: Authenticity = Authenticity.VERIFIED) -> Assessment:
    return Assessment(authenticity=authenticity, trust=Trust.AUTO, rule="row 2", why="", signed=b"")


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
    assert is_machine_mail(read_message(f"{header}\n\nhello".encode()))


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
    assert not is_machine_mail(message)
    assert not may_be_machine_mail(message)


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <x.example>"])
def test_a_ticket_system_s_header_proves_nothing_alone(header: str) -> None:
    message = read_message(f"{header}\n\nWe retract the complaint.".encode())
    assert may_be_machine_mail(message)
    assert not is_machine_mail(message)


def test_a_notice_stays_a_notice_whatever_its_header_says() -> None:
    message = read_message(b"From: notice@amazon.com\nAuto-Submitted: auto-replied\nPrecedence: bulk\n\nx")
    category = categorise(message, _assessment(), NoticeKind.COMPLAINT, own_letter=False, answers_us=False)
    assert category is Category.NOTICE


def test_every_category_has_its_sign() -> None:
    person = read_message(b"From: ana@brand.example\n\nhello")
    machine = read_message(b"From: ana@brand.example\nAuto-Submitted: auto-replied\n\naway")
    returned = read_message(
        b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n<a@b.example>: 550"
    )
    fake = _assessment(Authenticity.FORGED)
    assert categorise(person, _assessment(), None, own_letter=True, answers_us=True) is Category.OWN_COPY
    assert categorise(person, _assessment(), None, own_letter=False, answers_us=True) is Category.REPLY
    assert categorise(person, _assessment(), None, own_letter=False, answers_us=False) is Category.OTHER
    assert categorise(machine, _assessment(), None, own_letter=False, answers_us=True) is Category.AUTO_REPLY
    assert categorise(returned, _assessment(), None, own_letter=False, answers_us=False) is Category.BOUNCE
    assert categorise(person, fake, NoticeKind.COMPLAINT, own_letter=False, answers_us=False) is Category.OTHER


def test_our_own_letter_bears_our_header() -> None:
    assert is_own_letter(read_message(b"X-Noticed-Letter: N-7K3F.1.abc\n\nx"))
    assert not is_own_letter(read_message(b"Subject: x\n\nX-Noticed-Letter: N-7K3F.1.abc"))
