"""Mail under Amazon's name to be judged: every row of the matrix, and how it is tampered with."""

from datetime import UTC, datetime, timedelta

from tests.signing import (
    AMAZON_DOMAINS,
    KEYS,
    OTHER_KEY,
    SIGNED_HEADERS,
    sign,
)

from noticed.adapters.packaged import dialects
from noticed.core.mail.authenticity import assess
from noticed.core.mail.model import Assessment, Authenticity, Key, Trust
from noticed.core.mail.trust import AmazonTrust
from noticed.core.notice.brand import brand_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AGE = timedelta(days=14)
BRAND = brand_of(dialects(None))
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
PASS = (
    b"Authentication-Results: mx.seller.example; dkim=pass header.d=amazon.com;"
    b" spf=pass; dmarc=pass (p=quarantine) header.from=amazon.com\r\n"
)
FAIL = (
    b"Authentication-Results: mx.seller.example; dkim=fail header.d=amazon.com; dmarc=fail header.from=amazon.com\r\n"
)
ARC = b"Authentication-Results: mx.seller.example; arc=pass; dkim=fail header.d=amazon.com; dmarc=fail\r\n"
FOREIGN = PASS.replace(b"mx.seller", b"mx.evil")


SPF_ONLY = b"Authentication-Results: mx.seller.example; spf=pass smtp.mailfrom=bounces.amazon.com\r\n"
CHAIN = (
    b"ARC-Seal: i=1; a=rsa-sha256; t=1795000000; cv=none; d=google.com; s=arc-20240605; b=abc\r\n"
    b"ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@amazon.com;\r\n"
    b" dmarc=pass (p=QUARANTINE dis=NONE) header.from=amazon.com\r\n"
)
NO = Authenticity.UNVERIFIED


def judge(raw: bytes, *, trust: AmazonTrust = TRUST, keys: dict[str, Key] | None = None) -> Assessment:
    return assess(raw, dict(KEYS) if keys is None else keys, trust, BRAND, now=NOW, notice_age=AGE)


def with_(header: bytes, value: bytes) -> bytes:
    lines = [header + b": " + value if line.startswith(header + b":") else line for line in NOTICE.split(b"\r\n")]
    return b"\r\n".join(lines)


def without(header: bytes) -> bytes:
    return b"\r\n".join(line for line in NOTICE.split(b"\r\n") if not line.startswith(header + b":"))


BROKEN = sign(NOTICE).replace(b"rights@brand", b"rights@evil")

ORDERS = with_(b"From", b"<order-update@amazon.com>")
UNKNOWN = with_(b"From", b"Amazon <new-notices@amazon.com>")
SECOND = CHAIN.replace(b"i=1;", b"i=2;")

MATRIX = [
    ("row 1", PASS + sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 2", sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 2", FOREIGN + sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 2", b"Authentication-Results: spf=pass (sender IP)\r\n" + sign(NOTICE), Trust.AUTO, Authenticity.VERIFIED),
    ("row 3", FAIL + sign(NOTICE), Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 3", FOREIGN + b"X-Y: z\r\n" + FAIL + sign(NOTICE), Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 3", ARC + sign(NOTICE), Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 6", PASS + BROKEN, Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 6", PASS + NOTICE, Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 7", NOTICE, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", FOREIGN + NOTICE, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", FAIL + NOTICE, Trust.QUARANTINE, Authenticity.FORGED),
    ("row 7", sign(NOTICE, private_key=OTHER_KEY), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", SPF_ONLY + NOTICE, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", sign(NOTICE, domain="amazonses.com"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", PASS + sign(NOTICE, domain="amazonses.com"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", sign(NOTICE, domain="amazon.de"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("rows 8 and 9", sign(NOTICE, domain="evil.example"), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", sign(NOTICE, tags={"x": "1700000000"}), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", sign(NOTICE, tags={"t": "1900000000"}), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 10", with_(b"From", b"Amazon <notice@amazon-notice.example>"), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", with_(b"From", "<notice@аmazon.com>".encode()), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", with_(b"From", b'"notice@amazon.com" <x@evil.example>'), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", with_(b"From", b"Seller Central <team@notices.example>"), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 10", with_(b"From", b"<seller-performance@notices.example>"), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", sign(NOTICE, tags={"l": "20"}), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(NOTICE, headers=("From", "To", "Date")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", b"Subject: other\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"To: victim@x.example\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"From: x@evil.example\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", sign(NOTICE, headers=[h for h in SIGNED_HEADERS if h != "Content-Type"]), Trust.QUARANTINE, NO),
    ("row 11", sign(NOTICE, headers=[h for h in SIGNED_HEADERS if h != "MIME-Version"]), Trust.QUARANTINE, NO),
    ("row 11", sign(without(b"Subject")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(without(b"Message-ID")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(without(b"Date")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", sign(without(b"To")), Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 11", b"X-Foo: a\0b\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"Content-Transfer-Encoding: base64\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"Content-Type: text/html\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"X-Foo: a\rReply-To: x@evil.example\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 12", sign(with_(b"To", b"other@seller.example")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 13", sign(with_(b"Date", b"Mon, 2 Nov 2026 10:00:00 +0000")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 13", sign(with_(b"Date", b"Wed, 25 Nov 2026 10:00:00 +0000")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 13", sign(NOTICE, tags={"t": "1790000000"}), Trust.HOLD, Authenticity.VERIFIED),
    ("row 17", ARC + CHAIN + BROKEN, Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 17", ARC + CHAIN.replace(b"google", b"evil") + BROKEN, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 17", ARC + CHAIN.replace(b"dmarc=pass", b"dmarc=fail") + BROKEN, Trust.QUARANTINE, NO),
    ("row 17", ARC + CHAIN.replace(b"=amazon.com", b"=evil.example") + BROKEN, Trust.QUARANTINE, NO),
    ("row 17", ARC + CHAIN + CHAIN + BROKEN, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 17", ARC + BROKEN, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", CHAIN + BROKEN, Trust.QUARANTINE, Authenticity.UNVERIFIED),
    ("row 7", FAIL + CHAIN + BROKEN, Trust.QUARANTINE, Authenticity.FORGED),
    ("row 19", sign(ORDERS), Trust.IGNORE, Authenticity.VERIFIED),
    ("row 19", sign(with_(b"From", b"B <x7@marketplace.amazon.com>")), Trust.IGNORE, Authenticity.VERIFIED),
    ("row 19", ORDERS, Trust.IGNORE, Authenticity.UNVERIFIED),
    ("row 19", FAIL + ORDERS, Trust.IGNORE, Authenticity.FORGED),
    ("row 19", FAIL + sign(ORDERS), Trust.IGNORE, Authenticity.UNVERIFIED),
    ("row 19", PASS + ORDERS, Trust.IGNORE, Authenticity.UNVERIFIED),
    ("row 11", b"X-Foo: a\0b\r\n" + ORDERS, Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b": unnamed\r\nX-Foo: a\0b\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", b"From: nobody at all\r\n" + sign(NOTICE), Trust.QUARANTINE, Authenticity.FORGED),
    ("row 11", with_(b"From", b"notice@amazon.com, notice@amazon.de"), Trust.QUARANTINE, Authenticity.FORGED),
    ("not Amazon's", with_(b"From", b"nobody at all"), Trust.IGNORE, Authenticity.UNVERIFIED),
    ("row 12", PASS + sign(with_(b"To", b"other@seller.example")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 2", sign(with_(b"To", b"other@seller.example, Shop@Seller.example")), Trust.AUTO, Authenticity.VERIFIED),
    ("row 2", sign(with_(b"To", b"x@y.example\r\nCc: shop@seller.example")), Trust.AUTO, Authenticity.VERIFIED),
    ("row 12", sign(with_(b"To", b"x@y.example\r\nX-To: shop@seller.example")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 12", sign(UNKNOWN.replace(b"<shop@", b"<other@")), Trust.HOLD, Authenticity.VERIFIED),
    ("row 17", ARC + CHAIN + SECOND + BROKEN, Trust.HOLD, Authenticity.UNVERIFIED),
    ("row 17", ARC + CHAIN + SECOND.replace(b"dmarc=pass", b"dmarc=fail") + BROKEN, Trust.HOLD, NO),
    ("row 17", ARC + CHAIN.replace(b"dmarc=pass", b"dmarc=none") + SECOND + BROKEN, Trust.QUARANTINE, NO),
    ("row 17", ARC + CHAIN + SECOND.replace(b"google", b"evil") + BROKEN, Trust.QUARANTINE, NO),
    ("row 17", ARC + CHAIN + b"ARC-Seal: i=2; a=rsa-sha256\r\n" + BROKEN, Trust.QUARANTINE, NO),
    ("row 17", ARC + CHAIN.partition(b"\r\n")[2] + BROKEN, Trust.QUARANTINE, NO),
    ("row 17", ARC + CHAIN.partition(b"\r\n")[0] + b"\r\n" + BROKEN, Trust.QUARANTINE, NO),
    ("sender unknown", PASS + sign(UNKNOWN), Trust.HOLD, Authenticity.VERIFIED),
    ("sender unknown", sign(UNKNOWN), Trust.HOLD, Authenticity.VERIFIED),
    ("not Amazon's", with_(b"From", b"Ana <rights@brand.example>"), Trust.IGNORE, Authenticity.UNVERIFIED),
]  # fmt: skip


def forward(sender: bytes, *inner: bytes) -> bytes:
    parts = b"".join(b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + part + b"\r\n" for part in inner)
    head = b"From: %s\r\nTo: shop@seller.example\r\nDate: Tue, 24 Nov 2026 11:00:00 +0000\r\nSubject: Fwd\r\n" % sender
    return head + b"Message-ID: <f@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"
