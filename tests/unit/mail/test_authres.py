"""What a provider says it found, in all the shapes providers write it, and never what a sender pretends it found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticed.core.mail.authres import (
    Verdict,
    Written,
    is_denied,
    provider_verdict,
    read_results,
    top_results,
    written,
)
from noticed.core.mail.headers import read_fields


def _verdict(header: str, *ids: str, domain: str = "amazon.com") -> Verdict:
    fields, _ = read_fields(header.replace("A-R:", "Authentication-Results:").encode())
    return provider_verdict(fields, domain, ids)


GMAIL = (
    "A-R: mx.google.com; dkim=pass header.i=@amazon.com header.s=x header.b=y; dkim=pass header.i=@amazonses.com;\n"
    " spf=pass (google.com: domain of a@bounces.amazon.com designates 1.2.3.4) smtp.mailfrom=a@bounces.amazon.com;\n"
    " dmarc=pass (p=QUARANTINE sp=QUARANTINE dis=NONE) header.from=amazon.com\n"
)
OUTLOOK = (
    "A-R: spf=pass (sender IP is 54.240.1.1) smtp.mailfrom=bounces.amazon.com; dkim=pass (signature was verified)\n"
    " header.d=amazon.com;dmarc=pass action=none header.from=amazon.com;compauth=pass reason=100\n"
)
FASTMAIL = (
    "A-R: mx5.messagingengine.com; arc=none (no signatures found)\n"
    "A-R: mx5.messagingengine.com; dkim=pass header.d=amazon.com\n"
    "A-R: mx5.messagingengine.com; dmarc=pass policy.published-domain-policy=quarantine header.from=amazon.com\n"
)
ICLOUD = "A-R: bimi.icloud.com; bimi=none\nA-R: dmarc.icloud.com; dmarc=pass header.from=amazon.com\n"
QQ = (
    "Received: by x\nX-QQ-mid: 1\nA-R: mx.qq.com; spf=pass smtp.mailfrom=<a@b.example>; dkim=fail header.d=amazon.com\n"
)


@pytest.mark.parametrize(
    ("header", "ids", "verdict"),
    [
        (GMAIL, ["mx.google.com"], Verdict.PASS),
        (OUTLOOK, [""], Verdict.PASS),
        (FASTMAIL, ["mx*.messagingengine.com"], Verdict.PASS),
        (ICLOUD, ["bimi.icloud.com", "dmarc.icloud.com"], Verdict.PASS),
        (QQ, ["mx.qq.com"], Verdict.FAIL),
        (GMAIL, ["mx.seller.example"], Verdict.NONE),
        (GMAIL, [], Verdict.NONE),
        (GMAIL.replace("dmarc=pass", "dmarc=fail"), [], Verdict.FAIL),
        (GMAIL.replace("header.from=amazon.com", "header.from=evil.example"), ["mx.google.com"], Verdict.NONE),
        (GMAIL + "Received: x\n" + GMAIL, ["mx.google.com"], Verdict.NONE),
        (
            GMAIL + "Received: x\n" + GMAIL.replace("mx.google.com;", "mx.evil.example;"),
            ["mx.google.com"],
            Verdict.PASS,
        ),
        ("Received: x\n", ["mx.google.com"], Verdict.NONE),
        ("A-R: mx.google.com 1; none\n", ["mx.google.com"], Verdict.NONE),
        ('A-R: "mx.google.com"; dmarc=pass header.from=amazon.com\n', ["mx.google.com"], Verdict.PASS),
        (
            "A-R: seller.example; dkim=none (message not signed) header.d=none;seller.example; dmarc=none\n",
            [],
            Verdict.NONE,
        ),
        (GMAIL.replace("header.from=amazon.com", "header.from=notice@amazon.com"), ["mx.google.com"], Verdict.PASS),
        (GMAIL.replace("spf=pass (", "dmarc=none; spf=pass ("), ["mx.google.com"], Verdict.NONE),
        ("A-R: x; dkim=fail header.d=amazon.com; dkim=pass header.d=amazon.com\n", [], Verdict.NONE),
        ("A-R: x; dkim=fail header.d=amazonses.com; dkim=pass header.d=amazon.com\n", [], Verdict.NONE),
        ("A-R: x; dkim=temperror header.d=amazon.com; dmarc=none\n", [], Verdict.NONE),
        ("A-R: x; arc=pass (i=1); dkim=fail header.d=amazon.com; dmarc=fail\n", [], Verdict.SEALED_FAIL),
        (GMAIL + "A-R: mx.evil.example; dmarc=fail\n", ["mx.google.com"], Verdict.PASS),
        ("A-R: x; arc=none; dkim=fail header.d=amazon.com; dmarc=fail\n", [], Verdict.FAIL),
        ("A-R: x; spf=pass; arc=fail; dmarc=fail\n", [], Verdict.FAIL),
        ("A-R: x; dmarc=none (dmarc=fail); spf=fail\n", [], Verdict.NONE),
        ('A-R: x; dmarc=none reason="; dmarc=fail"\n', [], Verdict.NONE),
    ],
)
def test_only_the_provider_s_own_top_block_counts(header: str, ids: list[str], verdict: Verdict) -> None:
    assert _verdict(header, *ids) is verdict


def test_a_provider_s_headers_are_counted() -> None:
    """A forger's own header may follow directly below the provider's."""
    quiet = "A-R: mx.google.com; spf=none smtp.mailfrom=evil.example\n"
    fields, _ = read_fields((quiet + GMAIL).replace("A-R:", "Authentication-Results:").encode())
    assert provider_verdict(fields, "amazon.com", ["mx.google.com"], 1) is Verdict.NONE
    fields, _ = read_fields(GMAIL.replace("A-R:", "Authentication-Results:").encode())
    assert provider_verdict(fields, "amazon.com", ["mx.google.com"], 1) is Verdict.PASS
    assert provider_verdict(fields, "amazon.com", ["mx.google.com"], 4) is Verdict.NONE


TWO = (
    "A-R: One.example; spf=fail; dkim=pass\nA-R: two.example; dkim=fail; dmarc=none\n"
    "X-Y: z\nA-R: three.example; arc=pass\n"
)


def test_what_a_provider_writes_is_told_by_its_top_block() -> None:
    fields, _ = read_fields(("Received: x\n" + TWO).replace("A-R:", "Authentication-Results:").encode())
    found = written(fields)
    assert (found.authserv_id, found.headers, found.methods) == ("one.example", 2, ("spf", "dkim", "dmarc"))
    assert [found.is_of(ids) for ids in (["one.example"], ["*.EXAMPLE"], ["two.example"], [])] == [
        True,
        True,
        False,
        False,
    ]
    assert top_results(fields) == {"spf": "fail", "dkim": "pass", "dmarc": "none"}
    none, _ = read_fields(b"Received: x\n")
    assert (written(none), top_results(none)) == (Written(), {})


@pytest.mark.parametrize(
    ("header", "ids", "denied"),
    [
        ("A-R: x; dmarc=fail\n", ["x"], True),
        ("A-R: x; dmarc=fail\n", ["y"], False),
        ("A-R: x; dmarc=fail\n", [], True),
        ("A-R: y; dmarc=pass\nReceived: z\nA-R: x; dmarc=fail\n", ["x"], True),
        ("X-A-R: x; dmarc=fail\n", [], False),
        ("A-R: x; dkim=fail header.d=amazon.com\n", ["x"], True),
        ("A-R: x; dkim=fail header.d=com\n", ["x"], True),
        ("A-R: x; dkim=fail header.d=mazon.com\n", ["x"], False),
        ("A-R: x; dkim=fail header.i=@amazon.com\n", ["x"], True),
        ("A-R: x; dkim=fail header.i=@brand.example\n", ["x"], False),
        ("A-R: x; dkim=fail header.d=brand.example header.i=@amazon.com\n", ["x"], False),
        ("A-R: x; dkim=fail\n", ["x"], True),
        ("A-R: x; dkim=fail; dkim=pass header.d=amazon.com\n", ["x"], False),
        ("A-R: x; dkim=fail; dkim=pass header.d=brand.example\n", ["x"], True),
        ("A-R: x; spf=fail; dkim=none\n", ["x"], False),
    ],
)
def test_a_denial_counts_wherever_it_stands(header: str, ids: list[str], denied: bool) -> None:
    fields, _ = read_fields(header.replace("A-R:", "Authentication-Results:").encode())
    assert is_denied(fields, "amazon.com", ids) is denied


def test_comments_are_left_out_however_they_are_nested() -> None:
    results = read_results("mx.x (a (b; dmarc=pass) c; arc=pass) ; (dkim=pass) spf=fail (x) smtp.mailfrom=a@b.example")
    assert results.authserv_id == "mx.x"
    assert [(r.method, r.result, r.property("smtp.mailfrom")) for r in results.results] == [
        ("spf", "fail", "a@b.example")
    ]


def test_a_parenthesis_that_closes_nothing_opens_nothing() -> None:
    assert [r.method for r in read_results("mx.x; spf=none ) ) ; dmarc=fail (; arc=pass) ; dkim=none").results] == [
        "spf",
        "dmarc",
        "dkim",
    ]


def test_a_header_is_read_so_far_and_no_further() -> None:
    for blanks, found in ((16_370, ["fail"]), (16_371, ["fai"])):
        text = "mx; " + " " * blanks + "dmarc=fail"
        assert [r.result for r in read_results(text).results] == found


@given(st.text(max_size=300))
def test_any_header_is_read(text: str) -> None:
    read_results(text)
    read_results(f"mx.google.com; dmarc=pass {text}")
