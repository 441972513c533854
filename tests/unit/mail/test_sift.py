"""At intake nothing that may concern us is dropped, and what surely does not is not kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.adapters.packaged import dialects, senders
from noticed.core.mail.senders import parse_senders
from noticed.core.mail.sift import Known, Sifted, sift_body, sift_header
from noticed.core.notice.brand import brand_of

DIALECTS = dialects(None)
SENDERS, BRAND = senders(), brand_of(DIALECTS)
KNOWN = Known(
    addresses=frozenset({"shop@seller.example"}),
    operators=frozenset({"boss@seller.example"}),
    complainants=frozenset({"ana@brand.example", "owner@gmail.com"}),
    domains=frozenset({"brand.example"}),
    store_names=("Acme Home Goods",),
    references=frozenset({"N-7K3F"}),
)


@pytest.mark.parametrize(
    "header",
    [
        "From: Amazon <notice@amazon.com>",
        "From: Amazon <benachrichtigung@amazon.de>\nSubject: Mitteilung",
        "From: seller-notification@amazon.co.jp",
        "From: x@amazon.com\nSubject: Policy&nbsp;Warning",
        "From: Amazon <notice@amazon-notice.example>\nSubject: Policy Warning",
        "From: Ana <ana@brand.example>",
        "From: counsel@brand.example",
        "From: x@y.example\nReply-To: ana@brand.example",
        "From: x@y.example\nSubject: Re: your letter [N-7K3F]",
        "From: x@y.example\nIn-Reply-To: <N-ABCD.1.abc@seller.example>",
        "From: boss@seller.example\nReferences: <D-2026-11-24.abc@seller.example>",
        "From: shop@seller.example\nX-Noticed-Letter: N-7K3F.1.abc",
        "From: shop@seller.example\nTo: ana@brand.example\nSubject: hello",
        "From: MAILER-DAEMON@mx.example\nSubject: failure notice",
        "Return-Path: <>\nFrom: x@y.example",
        "From: x@y.example\nSubject: Fwd: Notice: Policy Warning",
        "From: x@y.example\nSubject: =?gb18030?B?16q3oqO6x9bIqM221t8=?=",
        "From: x@y.example\nSubject: Amazon infringement",
    ],
)
def test_what_concerns_us_is_kept_by_its_header(header: str) -> None:
    assert sift_header(header.encode(), KNOWN, SENDERS, BRAND) is Sifted.KEEP


@pytest.mark.parametrize(
    "header",
    [
        "From: order-update@amazon.com\nSubject: Your order",
        "From: Buyer <x7@marketplace.amazon.de>\nSubject: Where is my parcel?",
        "From: shop@seller.example\nTo: supplier@factory.example\nSubject: next delivery",
    ],
)
def test_what_surely_is_something_else_is_dropped(header: str) -> None:
    assert sift_header(header.encode(), KNOWN, SENDERS, BRAND) is Sifted.DROP


@pytest.mark.parametrize(
    "header",
    [
        "From: x@y.example\nSubject: hello",
        "From: someone@gmail.com\nSubject: hello",
        "From: new-sender@amazon.com\nSubject: hello",
        "From: order-update@amazon.com\nSubject: Your listing: infringement",
        "From: Buyer <x7@marketplace.amazon.de>\nSubject: you use our trademark",
        "From: shop@seller.example\nTo: shop@seller.example\nSubject: Fwd: look at this",
        "Subject: no sender",
        "",
    ],
)
def test_where_the_header_does_not_say_the_body_is_looked_at(header: str) -> None:
    assert sift_header(header.encode(), KNOWN, SENDERS, BRAND) is Sifted.LOOK


@pytest.mark.parametrize(
    "text",
    [
        "see below\n\nFrom: Amazon <notice@amazon.com>\nSubject: Policy Warning\n\nComplaint ID: 10987654321",
        "Sehr geehrte Damen und Herren, Acme Home Goods verletzt die Marke unserer Mandantin.",
        "Acme Home Goods sells counterfeit lamps.",
        "您在亚马逊的商品涉嫌侵权",
        "A temporary restraining order was entered.",
        "I got your letter. Which one? Reference N-7K3F",
    ],
)
def test_a_body_about_rights_is_kept(text: str) -> None:
    raw = f"From: x@y.example\nSubject: hello\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode()
    assert sift_body(raw, KNOWN, DIALECTS)


@pytest.mark.parametrize(
    "text",
    ["Your Amazon order has shipped.", "Our new trademark class starts on Monday.", "Lunch at 12?", ""],
)
def test_a_body_about_something_else_is_not(text: str) -> None:
    assert not sift_body(f"From: x@y.example\nSubject: hello\n\n{text}".encode(), KNOWN, DIALECTS)


def test_an_attached_notice_is_seen() -> None:
    raw = (
        b"From: x@y.example\nSubject: hi\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        b"Content-Type: message/rfc822\n\n"
        b"From: notice@amazon.com\nSubject: Policy Warning\n\nA rights owner reported you.\n--b--\n"
    )
    assert sift_body(raw, KNOWN, DIALECTS)


def test_a_delivery_report_counts_when_it_is_about_a_letter_or_a_complainant() -> None:
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n"
    assert sift_body(f"{head}<ana@brand.example>: 550 no\n".encode(), KNOWN, DIALECTS)
    assert sift_body(f"{head}<x@z.example>: 550 no\n\nMessage-ID: <N-7K3F.1.abc@s.example>".encode(), KNOWN, DIALECTS)
    assert not sift_body(f"{head}<x@z.example>: 550 no\n".encode(), KNOWN, DIALECTS)


def test_a_wrong_senders_file_is_named() -> None:
    with pytest.raises(ValueError, match="notice"):
        parse_senders({"notice": "notice"})
    with pytest.raises(ValueError, match="notise"):
        parse_senders({"notise": []})


@given(st.binary(max_size=1500))
def test_any_bytes_are_sifted(raw: bytes) -> None:
    assert sift_header(raw, KNOWN, SENDERS, BRAND) in Sifted
    assert sift_body(raw, KNOWN, DIALECTS) in {True, False}
