"""Mail made to break readers: what costs the standard library, or a careless pattern, minutes or gigabytes.

Each is (name, octets); the numbers are those of the traps that are known. ``bombs`` makes them one by one, as some
are large.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from tests.mails import SELLER, notice
from tests.signing import sign

_TOP = b"From: Notice <notice@amazon.com>\r\nTo: " + SELLER.encode() + b"\r\nSubject: Notice: Policy Warning\r\n"
MB = 1024 * 1024


def _multipart(boundary: bytes, *parts: bytes) -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        _TOP + b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n' + body + b"--" + boundary + b"--"
    )


def _nested(depth: int) -> bytes:
    heads = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return _TOP + b"".join(heads) + b"\r\nhello\r\n"


def _signed_blanks(run: int, size: int) -> bytes:
    """A body of blanks under a relaxed signature: dkimpy is quadratic in a run of them."""
    raw = notice(date=datetime.now(UTC)).replace(b"\n", b"\r\n")
    head, _, body = raw.partition(b"\r\n\r\n")
    return sign(head + b"\r\n\r\n" + body, canonical="relaxed/relaxed") + (b" " * run + b"x\r\n") * (size // run)


def _zip(*, of_zeros: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as file:
        for _ in range(of_zeros // MB):
            file.write(bytes(MB))
    return packed.getvalue()


def _attached_zip() -> bytes:
    head = b"Content-Type: application/zip; name=a.zip\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\n"
    return _multipart(b"x", b"Content-Type: text/plain\r\n\r\nsee attached", head + _zip(of_zeros=300 * MB))


def _html(piece: bytes, size: int) -> bytes:
    return _TOP + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + piece * (size // len(piece))


BOMBS: dict[str, Callable[[], bytes]] = {
    "1,000 nested multiparts": lambda: _nested(1_000),
    "20,000 nested multiparts": lambda: _nested(20_000),
    "1,000 nested messages": lambda: _TOP + b"Content-Type: message/rfc822\r\n\r\n" * 1_000,
    "100,000 empty parts": lambda: _multipart(b"x", *[b""] * 100_000),
    "multipart without end": lambda: _TOP + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 400_000,
    "parts that are multiparts of the same boundary": lambda: (
        _TOP + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 5_000
    ),
    "256 kB of encoded words in the Subject": lambda: (
        b"Subject: " + b"=?utf-8?Q?a?= " * (256 * 1024 // 14) + b"\r\n" + _TOP + b"\r\nhello"
    ),
    "60 kB of folded encoded words": lambda: b"Subject: " + b"=?utf-8?B?YQ==?=\r\n " * 3_000 + b"x\r\n\r\nhello",
    "16 kB of 8-bit in the Subject": lambda: b"Subject: " + b"\xc4\xe3\xff" * 5_400 + b"\r\n" + _TOP + b"\r\nhello",
    "1 MB plain Subject": lambda: b"Subject: " + b"a" * MB + b"\r\n" + _TOP + b"\r\nhello",
    "dots in From": lambda: b"From: " + b"." * 16_000 + b"\r\nTo: x@y.example\r\n\r\nhello",
    "commas in To": lambda: b"From: a@b.example\r\nTo: " + b"," * 16_000 + b"\r\n\r\nhello",
    "2 kB of parentheses in To": lambda: b"From: a@b.example\r\nTo: " + b"(" * 2_000 + b"\r\n\r\nhello",
    "10,000 addresses": lambda: b"From: a@b.example\r\nTo: " + b"x@y.example,\r\n " * 10_000 + b"z@y.example\r\n\r\nhi",
    "parameters of a Content-Type": lambda: _TOP + b"Content-Type: text/plain" + b"; a=b" * 50_000 + b"\r\n\r\nhello",
    "continued parameters": lambda: (
        _TOP + b"Content-Type: text/plain" + b"".join(b"; a*%d*=x" % n for n in range(20_000)) + b"\r\n\r\nhello"
    ),
    "100,000 headers": lambda: _TOP + b"X-A: b\r\n" * 100_000 + b"\r\nhello",
    "100,000 Received": lambda: b"Received: from a by b; now\r\n" * 100_000 + _TOP + b"\r\nhello",
    "300 signatures": lambda: (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=amazon.com; s=test; h=from:to; bh=AAAA; b=AAAA\r\n" * 300
        + _TOP
        + b"\r\nhi"
    ),
    "80,000 blanks under a relaxed signature": lambda: _signed_blanks(80_000, 80_000),
    "30 MB of short runs of blanks under a relaxed signature": lambda: _signed_blanks(990, 29 * MB),
    "30 MB of text": lambda: _TOP + b"\r\n" + b"Complaint ID: 10987654321 ASIN: B0C1234567 a@b.example\r\n" * 540_000,
    "30 MB in one line": lambda: _TOP + b"\r\n" + b"a" * (30 * MB - 400),
    "31 MB": lambda: _TOP + b"\r\n" + b"a" * (31 * MB),
    "20 MB of base64": lambda: _TOP + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"YWFhYWFh\r\n" * (2 * MB),
    "20 MB of padded base64": lambda: _TOP + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"YQ==" * (5 * MB),
    "20 MB of quoted-printable": lambda: (
        _TOP + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=61=\r\n" * (3 * MB)
    ),
    "20 MB of uuencode": lambda: (
        _TOP + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\n" + b'"86%A\n' * (3 * MB)
    ),
    "5 MB of open divs": lambda: _html(b"<div>", 5 * MB),
    "5 MB of tables in tables": lambda: _html(b"<table><tr><td>", 5 * MB),
    "5 MB of links": lambda: _html(b'<a href="https://x.example/">a@b.example</a>', 5 * MB),
    "5 MB of entities": lambda: _html(b"&amp;&#x41;", 5 * MB),
    "2 MB of quote marks": lambda: _TOP + b"\r\n" + b"> " * MB,
    "2 MB of quoted lines": lambda: _TOP + b"\r\n" + b"On Mon, A wrote:\r\n> x\r\n" * 90_000,
    "200 kB of at signs": lambda: _TOP + b"\r\n" + b"@" * 200_000,
    "200 kB of a": lambda: _TOP + b"\r\n" + b"a" * 200_000,
    "200 kB of a.": lambda: _TOP + b"\r\n" + b"a." * 100_000,
    "200 kB of blanks": lambda: _TOP + b"\r\n" + b" " * 200_000,
    "200 kB of line ends": lambda: _TOP + b"\r\n" + b"\r\n" * 100_000,
    "a zip of 300 MB": _attached_zip,
    "60 kB of NUL": lambda: _TOP + b"\r\n" + bytes(60_000),
    "bare CR all over": lambda: b"a: b\rFrom: c@d.example\r" * 20_000,
    "nothing": lambda: b"",
    "one line end": lambda: b"\r\n",
    "only a header name": lambda: b"Subject",
}


def bombs() -> Iterator[tuple[str, bytes]]:
    """Every bomb, made when it is its turn."""
    for name, make in BOMBS.items():
        yield name, make()
