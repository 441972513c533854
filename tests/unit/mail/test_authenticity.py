"""Which mail under Amazon's name is believed, and which is not, whatever a stranger does to it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.signing import (
    AMAZON_DOMAINS,
    ED25519_KEY,
    ED25519_RECORD,
    KEYS,
    OTHER_KEY,
    RECORD,
    SHORT_KEY,
    SHORT_RECORD,
    SIGNED_HEADERS,
    key,
    sign,
)

from noticed.core.mail.authenticity import AmazonTrust, assess, key_names, readings
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Assessment, Authenticity, Key, KeyStatus, Trust

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AGE = timedelta(days=14)
TRUST = AmazonTrust(
    domains=AMAZON_DOMAINS,
    notice_senders=("notice", "notice-dispute", "seller-notification"),
    other_senders=("order-update", "@marketplace."),
    addresses=frozenset({"shop@seller.example"}),
    authserv_ids=("mx.seller.example",),
)
NOTICE = b"""\
From: Amazon <notice@amazon.com>\r
To: Shop <shop@seller.example>\r
Date: Tue, 24 Nov 2026 10:00:00 +0000\r
Message-ID: <0100@email.amazonses.com>\r
Subject: Notice: Policy Warning\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 7bit\r
\r
Complaint ID: 10987654321\r
Rights owner email: rights@brand.example\r
"""
_PASS = (
    b"Authentication-Results: mx.seller.example; dkim=pass header.d=amazon.com;"
    b" spf=pass; dmarc=pass (p=quarantine) header.from=amazon.com\r\n"
)
_FAIL = (
    b"Authentication-Results: mx.seller.example; dkim=fail header.d=amazon.com; dmarc=fail header.from=amazon.com\r\n"
)
_ARC = b"Authentication-Results: mx.seller.example; arc=pass; dkim=fail header.d=amazon.com; dmarc=fail\r\n"
_FOREIGN = _PASS.replace(b"mx.seller", b"mx.evil")


_SPF_ONLY = b"Authentication-Results: mx.seller.example; spf=pass smtp.mailfrom=bounces.amazon.com\r\n"
_CHAIN = (
    b"ARC-Seal: i=1; a=rsa-sha256; t=1795000000; cv=none; d=google.com; s=arc-20240605; b=abc\r\n"
    b"ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@amazon.com;\r\n"
    b" dmarc=pass (p=QUARANTINE dis=NONE) header.from=amazon.com\r\n"
)
_NO = Authenticity.UNVERIFIED


def _assess(raw: bytes, *, trust: AmazonTrust = TRUST, keys: dict[str, Key] | None = None) -> Assessment:
    return assess(raw, dict(KEYS) if keys is None else keys, trust, now=NOW, notice_age=AGE)


def _with(header: bytes, value: bytes) -> bytes:
    lines = [header + b": " + value if line.startswith(header + b":") else line for line in NOTICE.split(b"\r\n")]
    return b"\r\n".join(lines)


def _without(header: bytes) -> bytes:
    return b"\r\n".join(line for line in NOTICE.split(b"\r\n") if not line.startswith(header + b":"))


_BROKEN = sign(NOTICE).replace(b"rights@brand", b"rights@evil")

MATRIX = [
    ("row 1", _PASS + sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 2", sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 2", _FOREIGN + sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 2", b"Authentication-Results: spf=pass (sender IP)\r\n" + sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 3", _FAIL + sign(NOTICE), Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 3", _FOREIGN + b"X-Y: z\r\n" + _FAIL + sign(NOTICE), Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 3", _ARC + sign(NOTICE), Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 6", _PASS + _BROKEN, Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 6", _PASS + NOTICE, Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 7", NOTICE, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", _FOREIGN + NOTICE, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", _FAIL + NOTICE, Trust.QUARANTINE, Authenticity.FORGED),
    ("row 7", sign(NOTICE, private_key=OTHER_KEY), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", _SPF_ONLY + NOTICE, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", sign(NOTICE, domain="amazonses.com"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", _PASS + sign(NOTICE, domain="amazonses.com"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", sign(NOTICE, domain="amazon.de"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", sign(NOTICE, domain="evil.example"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", sign(NOTICE, tags={"x": "1700000000"}), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", sign(NOTICE, tags={"t": "1900000000"}), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 10", _with(b"From", b"Amazon <notice@amazon-notice.example>"), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", _with(b"From", "<notice@аmazon.com>".encode()), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", _with(b"From", b'"notice@amazon.com" <x@evil.example>'), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", _with(b"From", b"Seller Central <team@notices.example>"), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", _with(b"From", b"<seller-performance@notices.example>"), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", sign(NOTICE, tags={"l": "20"}), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(NOTICE, headers=("From", "To", "Date")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", b"Subject: other\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"To: victim@x.example\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"From: x@evil.example\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", sign(NOTICE, headers=[h for h in SIGNED_HEADERS if h != "Content-Type"]), Trust.QUARANTINE, _NO),
    ("row 11", sign(NOTICE, headers=[h for h in SIGNED_HEADERS if h != "MIME-Version"]), Trust.QUARANTINE, _NO),
    ("row 11", sign(_without(b"Subject")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(_without(b"Message-ID")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(_without(b"Date")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(_without(b"To")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", b"X-Foo: a\0b\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"Content-Transfer-Encoding: base64\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"Content-Type: text/html\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"X-Foo: a\rReply-To: x@evil.example\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 12", sign(_with(b"To", b"other@seller.example")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 13", sign(_with(b"Date", b"Mon, 2 Nov 2026 10:00:00 +0000")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 13", sign(_with(b"Date", b"Wed, 25 Nov 2026 10:00:00 +0000")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 13", sign(NOTICE, tags={"t": "1790000000"}), Trust.HOLD, Authenticity.VERIFIED),
    ("row 17", _ARC + _CHAIN + _BROKEN, Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 17", _ARC + _CHAIN.replace(b"google", b"evil") + _BROKEN, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 17", _ARC + _CHAIN.replace(b"dmarc=pass", b"dmarc=fail") + _BROKEN, Trust.QUARANTINE, _NO),
    ("row 17", _ARC + _CHAIN.replace(b"=amazon.com", b"=evil.example") + _BROKEN, Trust.QUARANTINE, _NO),
    ("row 17", _ARC + _CHAIN + _CHAIN + _BROKEN, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 17", _ARC + _BROKEN, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 19", sign(_with(b"From", b"<order-update@amazon.com>")), Trust.IGNORE, Authenticity.VERIFIED),
    ("row 19", sign(_with(b"From", b"B <x7@marketplace.amazon.com>")), Trust.IGNORE, Authenticity.VERIFIED),
    ("sender unknown", sign(_with(b"From", b"Amazon <new-notices@amazon.com>")), Trust.HOLD, Authenticity.VERIFIED),
    ("not Amazon's", _with(b"From", b"Ana <rights@brand.example>"), Trust.IGNORE, Authenticity.UNVERIFIED),
]  # fmt: skip


@pytest.mark.parametrize(("row", "raw", "trust", "authenticity"), MATRIX, ids=range(len(MATRIX)))
def test_the_matrix_decides(row: str, raw: bytes, trust: Trust, authenticity: Authenticity) -> None:
    assessment = _assess(raw)
    assert (assessment.rule, assessment.trust, assessment.authenticity) == (row, trust, authenticity)


def test_a_key_that_could_not_be_fetched_is_tried_again() -> None:
    assessment = _assess(sign(NOTICE), keys={"k": key("amazon.com")} | _only(key("amazon.com", status=KeyStatus.ERROR)))
    assert (assessment.rule, assessment.trust) == ("row 5", Trust.RETRY)


@pytest.mark.parametrize(
    ("record", "raw"),
    [
        (key("amazon.com", status=KeyStatus.MISSING, text=""), sign(NOTICE)),
        (key("amazon.com", f"t=y; {RECORD}"), sign(NOTICE)),
        (key("amazon.com", RECORD.replace("k=rsa", "k=rsa; h=sha1")), sign(NOTICE)),
        (key("amazon.com", "v=DKIM1; p="), sign(NOTICE)),
        (key("amazon.com", "garbage"), sign(NOTICE)),
        (key("amazon.com", SHORT_RECORD), sign(NOTICE, private_key=SHORT_KEY)),
    ],
)
def test_a_key_that_proves_nothing_is_not_believed(record: Key, raw: bytes) -> None:
    assessment = _assess(raw, keys=_only(record))
    assert assessment.trust is Trust.QUARANTINE
    assert assessment.signature is None


def test_an_ed25519_signature_counts_like_an_rsa_one() -> None:
    """RFC 8463."""
    record, raw = key("amazon.com", ED25519_RECORD), sign(NOTICE, private_key=ED25519_KEY)
    assert _assess(raw, keys=_only(record)).trust is Trust.AUTO
    assert _assess(raw.replace(b"rights@", b"wrong@"), keys=_only(record)).trust is Trust.QUARANTINE
    assert _assess(raw, keys=_only(key("amazon.com"))).trust is Trust.QUARANTINE


def _only(record: Key) -> dict[str, Key]:
    return {record.name: record}


def test_without_keys_a_notice_is_unverified() -> None:
    assert _assess(sign(NOTICE), keys={}).authenticity is Authenticity.UNVERIFIED


def test_only_keys_of_amazons_aligned_domains_are_asked_for() -> None:
    raw = sign(sign(sign(NOTICE, "amazonses.com"), "evil.example"), "amazon.com")
    assert key_names(raw, TRUST) == ("test._domainkey.amazon.com",)
    assert key_names(_with(b"From", b"x@evil.example"), TRUST) == ()


def test_the_reader_sees_only_what_is_signed() -> None:
    raw = b"Reply-To: x@evil.example\r\nList-Id: <x>\r\n" + sign(NOTICE)
    assessment = _assess(raw)
    assert assessment.trust is Trust.AUTO
    message = read_message(assessment.signed)
    assert message.reply_to == ()
    assert message.subject == "Notice: Policy Warning"
    assert {name for name, _ in message.headers} == {
        "from", "to", "date", "message-id", "subject", "mime-version", "content-type", "content-transfer-encoding"
    }  # fmt: skip


def test_the_same_signature_has_the_same_name() -> None:
    assert _assess(sign(NOTICE)).signature == _assess(b"Received: by x\r\n" + sign(NOTICE)).signature


def test_a_pinned_provider_vouches_only_where_the_settings_say_so() -> None:
    counts = replace(TRUST, provider_counts=True)
    assert _assess(_PASS + _BROKEN, trust=counts).rule == "row 4"
    assert _assess(_PASS + _BROKEN, trust=counts).trust is Trust.AUTO
    assert _assess(_FOREIGN + _BROKEN, trust=counts).trust is Trust.QUARANTINE
    below = _PASS + b"Received: by mx.seller.example\r\n" + _PASS + _BROKEN
    assert _assess(below, trust=counts).trust is Trust.QUARANTINE
    comment = _PASS.replace(b"dmarc=pass", b"dmarc=none (dmarc=pass header.from=amazon.com)")
    assert _assess(comment + _BROKEN, trust=counts).trust is Trust.QUARANTINE
    twice = _PASS.replace(b"spf=pass", b"dmarc=none header.from=amazon.com")
    assert _assess(twice + _BROKEN, trust=counts).trust is Trust.QUARANTINE


def test_a_provider_under_whose_name_anybody_writes_never_vouches() -> None:
    open_door = replace(TRUST, veto_only=True)
    assert _assess(_PASS + _BROKEN, trust=open_door).rule == "row 7"
    assert _assess(_PASS + sign(NOTICE), trust=open_door).rule == "row 2"
    assert _assess(_ARC + _CHAIN + _BROKEN, trust=open_door).trust is Trust.QUARANTINE
    assert _assess(_FAIL + sign(NOTICE), trust=open_door).rule == "row 3"


def _forward(sender: bytes, *inner: bytes) -> bytes:
    parts = b"".join(b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + part + b"\r\n" for part in inner)
    head = b"From: %s\r\nTo: shop@seller.example\r\nDate: Tue, 24 Nov 2026 11:00:00 +0000\r\nSubject: Fwd\r\n" % sender
    return head + b"Message-ID: <f@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"


def test_an_attached_notice_acts_only_when_a_known_forwarder_signed() -> None:
    raw = sign(_forward(b"ops@forwarder.example", sign(NOTICE)), "forwarder.example")
    known = replace(TRUST, forwarders=("ops@forwarder.example",))
    assert set(key_names(raw, known)) == {"test._domainkey.forwarder.example", "test._domainkey.amazon.com"}
    assessment = _assess(raw, trust=known)
    assert (assessment.rule, assessment.trust) == ("row 16", Trust.AUTO)
    assert read_message(assessment.signed).subject == "Notice: Policy Warning"
    for raw_, trust in [
        (raw, TRUST),
        (_forward(b"ops@forwarder.example", sign(NOTICE)), known),
        (sign(_forward(b"boss@forwarder.example", sign(NOTICE)), "forwarder.example"), known),
        (sign(_forward(b"ops@forwarder.example", _BROKEN), "forwarder.example"), known),
    ]:
        assert _assess(raw_, trust=trust).trust is Trust.HOLD


def test_a_forged_notice_stays_forged_when_it_is_forwarded() -> None:
    fake = _with(b"From", b"Amazon <notice@amazon-notice.example>")
    assert _assess(_forward(b"ops@seller.example", fake)).authenticity is Authenticity.FORGED
    text = b"From: Ana <ana@seller.example>\r\n\r\nreal?\r\n\r\nFrom: Amazon <x@amazn-support.example>\r\nhello"
    assert _assess(text).rule == "row 10"


def test_several_attached_notices_wait_for_a_person() -> None:
    assessment = _assess(_forward(b"ops@seller.example", sign(NOTICE), NOTICE))
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
    ],
)
def test_a_notice_forwarded_in_the_text_waits_for_a_person(quoted: str, rule: str) -> None:
    head = "From: Ana <ana@seller.example>\r\nSubject: Fwd: Policy Warning\r\n"
    body = f"Content-Type: text/plain; charset=utf-8\r\n\r\nsee below\r\n\r\n{quoted}\r\nSubject: Policy Warning\r\n"
    assessment = _assess(f"{head}{body}".encode())
    assert assessment.rule == rule
    assert assessment.trust is (Trust.HOLD if rule == "row 15" else Trust.IGNORE)
    assert _assess(f"{head}In-Reply-To: <N-7K3F.1.abc@seller.example>\r\n{body}".encode()).trust is Trust.IGNORE


def test_an_answer_that_attaches_amazons_mail_is_still_an_answer() -> None:
    raw = b"In-Reply-To: <N-7K3F.1.abc@seller.example>\r\n" + _forward(b"ana@brand.example", sign(NOTICE))
    assert _assess(raw).rule == "not Amazon's"


def test_a_mail_auto_forwarded_whole_is_as_good_as_direct() -> None:
    """The signature survives; SPF fails, which nobody asks about."""
    spf = b"Authentication-Results: mx.seller.example; spf=softfail; dkim=pass header.d=amazon.com\r\n"
    assert _assess(spf + b"Received: by mx.other.example\r\n" + sign(NOTICE)).trust is Trust.AUTO


@pytest.mark.timeout(10)
def test_a_body_of_blanks_costs_no_time() -> None:
    raw = sign(NOTICE + b" " * 20, canonical="relaxed/relaxed").replace(b" " * 20, b" " * 500_000)
    assert _assess(raw).trust is Trust.QUARANTINE


def test_a_changed_transfer_encoding_gives_other_readings() -> None:
    body = b"Rights owner email: rights@brand.example=\r\n.org\r\n"
    raw = NOTICE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    texts = {read_message(reading).text for reading in readings(raw)}
    assert any("brand.example.org" in text for text in texts)
    assert len(texts) == 2
    assert readings(_forward(b"a@b.example", NOTICE)) == ()


_RISE = [Trust.IGNORE, Trust.QUARANTINE, Trust.RETRY, Trust.HOLD, Trust.AUTO]
_LINES = st.lists(
    st.sampled_from(
        (
            *(_PASS, _FAIL, _FOREIGN, _ARC, _CHAIN, _SPF_ONLY, b"Received: by x\r\n", b"X: a\rTo: b\r\n", b"X: y\r\n"),
            *(b"From: notice@amazon.com\r\n", b"To: shop@seller.example\r\n", b"Cc: shop@seller.example\r\n"),
            *(b"Subject: x\r\n", b"Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n", b"Message-ID: <y@x>\r\n"),
            *(b"Content-Type: text/plain\r\n", b"Content-Transfer-Encoding: base64\r\n", b"MIME-Version: 1.0\r\n"),
            *(b"Reply-To: a@b\r\n", b"Sender: notice@amazon.com\r\n", b"List-Id: <x>\r\n"),
            b"DKIM-Signature: v=1; a=x; d=amazon.com\r\n",
        )
    ),
    max_size=3,
)
"""Headers that nobody signed."""


@given(st.sampled_from([raw for _, raw, _, _ in MATRIX]), _LINES)
def test_no_header_makes_a_message_act(raw: bytes, lines: list[bytes]) -> None:
    """I10: whatever is added, above or below, what did not act before does not act now."""
    before = _assess(raw).trust
    for added in (b"".join(lines) + raw, raw.replace(b"\r\n\r\n", b"\r\n" + b"".join(lines) + b"\r\n", 1)):
        assert before is Trust.AUTO or _assess(added).trust is not Trust.AUTO


@given(st.sampled_from([raw for _, raw, _, _ in MATRIX]), _LINES, st.booleans())
def test_what_a_sender_writes_below_the_provider_s_word_raises_nothing(
    raw: bytes, lines: list[bytes], counts: bool
) -> None:
    """I10: the provider writes above what a stranger sent; where it says nothing, nobody speaks for it."""
    trust = replace(TRUST, provider_counts=counts)
    provider, sent = _parted(raw)
    added = provider + (b"Received: by mx.seller.example\r\n" if provider else b"") + b"".join(lines) + sent
    trust = trust if provider else replace(trust, veto_only=True, provider_counts=False)
    before, after = _assess(raw, trust=trust).trust, _assess(added, trust=trust).trust
    assert _RISE.index(after) <= max(_RISE.index(before), _RISE.index(Trust.QUARANTINE))


@given(st.sampled_from([raw for _, raw, _, _ in MATRIX]), st.data())
def test_no_header_taken_away_makes_a_message_act(raw: bytes, data: st.DataObject) -> None:
    """I10: less evidence is never more. (What the provider said against a mail is no evidence for it.)"""
    block, _, body = raw.partition(b"\r\n\r\n")
    lines = re.split(rb"\r\n(?![ \t])", block)
    which = data.draw(st.integers(0, len(lines) - 1))
    denial = lines[which].startswith(b"Authentication-Results: mx.seller.example")
    raised = lines[which].startswith((b"Content-Type", b"MIME-Version", b"X-Foo"))
    left = b"\r\n".join([*lines[:which], *lines[which + 1 :]]) + b"\r\n\r\n" + body
    doubled = any(lines[which].split(b":")[0] == line.split(b":")[0] for line in lines if line is not lines[which])
    if not (denial or raised or doubled) and _assess(raw).trust is not Trust.AUTO:
        assert _assess(left).trust is not Trust.AUTO


@given(st.sets(st.sampled_from(sorted(KEYS))), st.sampled_from([raw for _, raw, _, _ in MATRIX]))
def test_a_key_that_is_gone_makes_no_message_act(gone: set[str], raw: bytes) -> None:
    """I10."""
    less = _assess(raw, keys={name: key for name, key in KEYS.items() if name not in gone})
    assert less.trust is not Trust.AUTO or _assess(raw).trust is Trust.AUTO


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    """(what the provider wrote on top, what was sent)."""
    found = re.match(rb"(?:Authentication-Results:.*\r\n(?:[ \t].*\r\n)*)*", raw)
    end = found.end() if found and b"mx.seller.example" in found[0] else 0
    return raw[:end], raw[end:]


@given(st.binary(max_size=300), st.integers(0, 1200))
def test_nothing_put_into_a_notice_makes_it_more_believed(junk: bytes, at: int) -> None:
    genuine = sign(NOTICE)
    assessment = _assess(genuine[:at] + junk + genuine[at:])
    if assessment.trust is Trust.AUTO:
        assert b"rights@brand.example" in assessment.signed
        assert read_message(assessment.signed).text.count("@") == 1


@given(st.binary(max_size=2000))
def test_any_bytes_are_assessed(raw: bytes) -> None:
    assert _assess(raw).trust is not Trust.AUTO
    assert _assess(b"From: notice@amazon.com\r\n" + raw).trust is not Trust.AUTO
    assert isinstance(key_names(raw, TRUST), tuple)
    assert isinstance(readings(raw), tuple)
