"""Notices that somebody forwards: what still acts, what waits for a person, what stays forged."""

from dataclasses import replace

import pytest
from tests.signing import key, sign
from tests.unit.mail.judged import BRAND, BROKEN, NOTICE, TRUST, forward, judge, with_

from noticed.core.mail.authenticity import key_names
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Authenticity, KeyStatus, Trust


def test_an_attached_notice_acts_only_when_a_known_forwarder_signed() -> None:
    raw = sign(forward(b"ops@forwarder.example", sign(NOTICE)), "forwarder.example")
    known = replace(TRUST, forwarders=("ops@forwarder.example",))
    assert set(key_names(raw, known, BRAND)) == {"test._domainkey.forwarder.example", "test._domainkey.amazon.com"}
    assessment = judge(raw, trust=known)
    assert (assessment.rule, assessment.trust) == ("row 16", Trust.AUTO)
    assert read_message(assessment.signed).subject == "Notice: Policy Warning"
    for raw_, trust in [
        (raw, TRUST),
        (forward(b"ops@forwarder.example", sign(NOTICE)), known),
        (sign(forward(b"boss@forwarder.example", sign(NOTICE)), "forwarder.example"), known),
        (sign(forward(b"ops@forwarder.example", BROKEN), "forwarder.example"), known),
    ]:
        assert judge(raw_, trust=trust).trust is Trust.HOLD


def test_a_forged_notice_stays_forged_when_it_is_forwarded() -> None:
    fake = with_(b"From", b"Amazon <notice@amazon-notice.example>")
    assert judge(forward(b"ops@seller.example", fake)).authenticity is Authenticity.FORGED
    text = b"From: Ana <ana@seller.example>\r\n\r\nreal?\r\n\r\nFrom: Amazon <x@amazn-support.example>\r\nhello"
    assert judge(text).rule == "row 10"


def test_an_attached_notice_whose_header_has_two_meanings_is_forged_and_one_without_its_key_is_tried_again() -> None:
    forged = judge(forward(b"ops@seller.example", b"Subject: another\r\n" + sign(NOTICE)))
    assert (forged.rule, forged.trust) == ("row 11", Trust.QUARANTINE)
    later = {"amazon": key("amazon.com", status=KeyStatus.ERROR)}
    keys = {record.name: record for record in later.values()}
    assessment = judge(forward(b"ops@seller.example", sign(NOTICE)), keys=keys)
    assert (assessment.rule, assessment.trust) == ("row 5", Trust.RETRY)


def test_several_attached_notices_wait_for_a_person() -> None:
    unknown = with_(b"From", b"Amazon <new-notices@amazon.com>")
    assert judge(forward(b"ops@seller.example", unknown, unknown)).rule == "row 15"
    orders = with_(b"From", b"Amazon <order-update@amazon.com>")
    assert judge(forward(b"ops@seller.example", orders, orders)).rule == "not Amazon's"
    stranger = with_(b"From", b"Ana <rights@brand.example>")
    assert judge(forward(b"ops@seller.example", stranger)).rule == "not Amazon's"
    assert judge(forward(b"ops@seller.example", stranger, sign(NOTICE))).rule == "row 16", "one notice among other mail"
    assessment = judge(forward(b"ops@seller.example", sign(NOTICE), NOTICE))
    assert (assessment.rule, assessment.trust) == ("row 15", Trust.HOLD)
    assert len(read_message(assessment.signed).attached) == 2


@pytest.mark.parametrize(
    ("quoted", "rule"),
    [
        ("From: Amazon <notice@amazon.com>", "row 15"),
        ("> *From:* Amazon <notice@amazon.de>", "row 15"),
        ("发件人： Amazon", "row 15"),
        ("Von: notice@amazon.de [mailto:notice@amazon.de]", "row 15"),
        ("From: Acme Amazon Store <shop@seller.example>", "not Amazon's"),
        ("From: order-update@amazon.com", "not Amazon's"),
        ("I heard it from: Amazon is angry", "not Amazon's"),
        ("From: the marketing department", "not Amazon's"),
        ("From: Ana <ana@x.example>\r\n" * 19 + "From: Amazon <notice@amazon.com>", "row 15"),
        ("From: Ana <ana@x.example>\r\n" * 20 + "From: Amazon <notice@amazon.com>", "not Amazon's"),
    ],
)
def test_a_notice_forwarded_in_the_text_waits_for_a_person(quoted: str, rule: str) -> None:
    head = "From: Ana <ana@seller.example>\r\nSubject: Fwd: Policy Warning\r\n"
    body = f"Content-Type: text/plain; charset=utf-8\r\n\r\nsee below\r\n\r\n{quoted}\r\nSubject: Policy Warning\r\n"
    assessment = judge(f"{head}{body}".encode())
    assert assessment.rule == rule
    assert assessment.trust is (Trust.HOLD if rule == "row 15" else Trust.IGNORE)
    assert judge(f"{head}In-Reply-To: <N-7K3F.1.abc@seller.example>\r\n{body}".encode()).trust is Trust.IGNORE


def test_an_answer_that_attaches_amazons_mail_is_still_an_answer() -> None:
    raw = b"In-Reply-To: <N-7K3F.1.abc@seller.example>\r\n" + forward(b"ana@brand.example", sign(NOTICE))
    assert judge(raw).rule == "not Amazon's"


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        ("Subject: Re: Amazon complaint [N-7K3F]", "not Amazon's"),
        ("Subject: Re: Amazon complaint [N-7K3]", "row 15"),
        ("Subject: Fwd: a notice\r\nX-Ticket: N-7K3F", "row 15"),
        ("Subject: Re: a complaint\r\nIn-Reply-To: <N-7K3F.1.abc@seller.example>", "not Amazon's"),
        ("Subject: Re: a complaint\r\nReferences: <a@x> <N-7K3F.1.abc@seller.example>", "not Amazon's"),
        ("Subject: Re: a complaint\r\nIn-Reply-To: <M-7K3F.1.abc@seller.example>", "row 15"),
        ("Subject: Re: a complaint\r\nMessage-ID: <N-7K3F.1.abc@seller.example>", "row 15"),
    ],
)
def test_only_what_stands_in_a_letters_thread_is_an_answer_and_no_forward(header: str, rule: str) -> None:
    body = (
        "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nsee\r\n\r\nFrom: Amazon <notice@amazon.com>\r\nhello\r\n"
    )
    assert judge(f"From: Ana <ana@brand.example>\r\n{header}\r\n{body}".encode()).rule == rule


def test_a_mail_auto_forwarded_whole_is_as_good_as_direct() -> None:
    """The signature survives; SPF fails, which nobody asks about."""
    spf = b"Authentication-Results: mx.seller.example; spf=softfail; dkim=pass header.d=amazon.com\r\n"
    assert judge(spf + b"Received: by mx.other.example\r\n" + sign(NOTICE)).trust is Trust.AUTO
