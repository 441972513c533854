"""What reading a notice costs, against the least that anybody pays who checks a signature.

    python -m tests.bench.reading

Prints, for the corpus signed anew and for signed HTML mails of 8 kB, the CPU time of reading one (parse, DKIM with the
key at hand, classify, extract), that of the standard library's compat32 parser and one dkimpy verification of the same
bytes, and the ratio: the median of five rounds in one run; how much of the ratio is spent before a word is read, on
signature, parts and charsets; and how many functions are called for one, which no other load of the machine changes.
"""

import email
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

import dkim
from tests.signing import AMAZON_DOMAINS, KEYS, sign, strip

from noticed.adapters import packaged
from noticed.core.mail.authenticity import assess
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message
from noticed.core.mail.trust import AmazonTrust
from noticed.core.notice.brand import brand_of
from noticed.core.values import Value
from noticed.service.reading import Read, Reader, read

NOTICES = Path(__file__).parents[1] / "corpus" / "notices"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ROUNDS = 5
HTML_SIZE = 8_000
STYLE = (
    "margin:0;padding:4px 8px 4px 0;font-family:'Amazon Ember',Arial,Helvetica,sans-serif;font-size:14px;"
    "line-height:20px;color:#0f1111;text-align:left;vertical-align:top;word-break:break-word;border-collapse:collapse"
)
"""What mail programs want on every element: most of such a mail is markup."""


class Cost(Value):
    """Milliseconds of CPU for one mail."""

    reading: float
    least: float
    ratio: float
    opened: float
    """The part of ``ratio`` that is spent before a word is read."""


def reader() -> Reader:
    """What the command ``noticed read`` reads with."""
    senders = packaged.senders()
    return Reader(
        dialects=packaged.dialects(None),
        marketplaces=packaged.marketplaces(),
        trust=AmazonTrust(
            domains=AMAZON_DOMAINS, notice_senders=senders.notice, other_senders=senders.other, addresses=frozenset()
        ),
    )


def corpus() -> list[bytes]:
    """The notices under tests/corpus, each signed for the domain it names as its sender."""
    return [_signed(file.read_bytes()) for file in sorted(NOTICES.glob("*.eml"))]


def html_mails() -> list[bytes]:
    """Twenty notices in a table between sentences, 8 kB each."""
    return [_signed(_html(number)) for number in range(20)]


def cost(mails: Sequence[bytes]) -> Cost:
    """The medians over ``mails``, after one round for what is compiled when it is first met."""
    with_words = reader()
    records = {name.encode(): key.text.encode() for name, key in KEYS.items()}

    def whole(raw: bytes) -> Read:
        return read(raw, with_words, KEYS, now=NOW, as_reply=False)

    def least(raw: bytes) -> bool:
        email.message_from_bytes(raw)
        return bool(dkim.verify(raw, dnsfunc=lambda name, **_: records.get(name.rstrip(b"."))))  # type: ignore[no-untyped-call]

    def opened(raw: bytes) -> Message:
        brand = brand_of(with_words.dialects)
        return read_message(assess(raw, KEYS, with_words.trust, brand, now=NOW, notice_age=timedelta()).signed)

    works: tuple[Callable[[bytes], object], ...] = (whole, least, opened)
    for work in works:
        _round(work, mails)
    rounds = [[_round(work, mails) for work in works] for _ in range(ROUNDS)]
    return Cost(
        reading=statistics.median(each for each, _, _ in rounds),
        least=statistics.median(each for _, each, _ in rounds),
        ratio=statistics.median(each / at_least for each, at_least, _ in rounds),
        opened=statistics.median(each / at_least for _, at_least, each in rounds),
    )


def calls(mails: Sequence[bytes]) -> float:
    """Functions called for one mail, Python's own among them, after one round for what is compiled when first met."""
    with_words = reader()
    count = 0

    def seen(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    for raw in mails:
        read(raw, with_words, KEYS, now=NOW, as_reply=False)
    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        for raw in mails:
            read(raw, with_words, KEYS, now=NOW, as_reply=False)
    finally:
        sys.setprofile(before)
    return count / len(mails)


def _round(work: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    """CPU time of this process for one mail, in milliseconds."""
    start = time.process_time()
    for raw in mails:
        work(raw)
    return (time.process_time() - start) * 1_000 / len(mails)


def _signed(raw: bytes) -> bytes:
    found = re.search(rb"(?im)^from:.*?@(?:[\w-]+\.)*?(amazon\.[a-z.]{2,6})", raw)
    domain = found[1].decode().lower() if found else "amazon.com"
    return sign(strip(raw), domain if domain in AMAZON_DOMAINS else "amazon.com")


def _html(number: int) -> bytes:
    asin, complaint = f"B0C{number:03}4567", f"109876543{number:02}"
    row = f'<tr><td style="{STYLE}">{{}}</td><td style="{STYLE}">{{}}</td></tr>'
    table = "".join(
        row.format(label, value)
        for label, value in (
            ("ASIN", asin),
            ("Infringement type", "Design patent"),
            ("Patent number", f"D1,034,5{number:02}"),
            ("Rights owner name", "Oak and Elm Holdings Ltd"),
            ("Rights owner email", "ip@oak.example"),
            ("Complaint ID", complaint),
        )
    )
    said = (
        "<p>Hello Acme Home Goods,</p><p>We removed some of your listings because we received a report from a rights "
        f"owner that they infringe its rights.</p><table>{table}</table><p>If you believe that the report is an error, "
        "please contact the rights owner and ask for a retraction, or send us proof within 30 days.</p>"
    )
    advice = (
        f'<div style="{STYLE}"><span style="{STYLE}">Listing number {{}} of your account is shown in '
        "Seller Central. Keep invoices and letters of authorization of your suppliers for a year; "
        "your buyers may ask.</span></div>"
    )
    body, line = said, 0
    while len(body) < HTML_SIZE:
        line += 1
        body += advice.format(line)
    head = (
        "From: Amazon <notice@amazon.com>\r\nTo: shop@seller.example\r\nSubject: Notice: Policy Warning\r\n"
        f"Date: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <{number}@amazon.com>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/html; charset=UTF-8\r\n\r\n"
    )
    lines = re.sub(r"(.{1,200}>)", r"\1\r\n", f"<html><body>{body}</body></html>")
    return f"{head}{lines}".encode()


SETS: Mapping[str, Callable[[], list[bytes]]] = {"corpus": corpus, "html, 8 kB": html_mails}


def main() -> None:
    """Measure and print."""
    for name, mails in SETS.items():
        signed = mails()
        found = cost(signed)
        line = f"{name:<12} {found.reading:6.2f} ms, at least {found.least:5.2f} ms, ratio {found.ratio:4.2f}"
        line += f" ({found.opened:4.2f} before a word is read), {calls(signed):,.0f} calls"
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
