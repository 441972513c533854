"""Mail as the stories need it: a pretended Amazon's notices, a complainant's answers, delivery reports."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from tests.signing import sign

SELLER = "shop@seller.example"
COMPLAINANT = "ip@brand.example"
AMAZON = "notice-dispute@amazon.com"
_serial = itertools.count(1)


def notice(  # a notice has that many parts
    *,
    date: datetime,
    to: str = SELLER,
    complaint: str = "10987654321",
    asins: Sequence[str] = ("B0C1234567",),
    complainant: str = COMPLAINANT,
    owner: str = "BrandCo S.r.l.",
    kind: str = "Trademark",
    number: str | None = None,
    dispute: str | None = AMAZON,
    deadline: int | None = None,
    sender: str = "notice@amazon.com",
) -> bytes:
    """An unsigned notice of the record form."""
    lines = ["Hello,", "", "We removed some of your listings because a rights owner reported that they infringe.", ""]
    lines += [f"ASIN: {', '.join(asins)}", f"Infringement type: {kind}"]
    lines += [f"IP asserted: {number}"] if number else []
    lines += [f"Complaint ID: {complaint}"] if complaint else []
    lines += [f"Rights owner name: {owner}"] if owner else []
    lines += [f"Rights owner email: {complainant}"] if complainant else []
    lines += ["", f"If you think this is a mistake, write to {dispute} with proof."] if dispute else []
    lines += ["", f"Please send us this information within {deadline} days."] if deadline else []
    lines += ["", "Sincerely,", "Seller Performance Team", "Amazon.com"]
    return _amazon(date, to, "Notice: Policy Warning", "\n".join(lines), sender)


def suspicion(*, date: datetime, asin: str, to: str = SELLER, dispute: str = AMAZON) -> bytes:
    """Amazon's own finding: nobody has complained."""
    text = (
        f"Hello,\n\nOur automated checks found that {asin} may infringe a trademark. "
        "No rights owner has complained.\n\n"
        f"ASIN: {asin}\n\nIf you think this is a mistake, write to {dispute}.\n\n"
        "Sincerely,\nSeller Performance Team\nAmazon.com"
    )
    return _amazon(date, to, "Suspected intellectual property violation", text, "notice@amazon.com")


BACK = "Your listing has been reinstated"


def clearance(
    *,
    date: datetime,
    complaint: str = "10987654321",
    asin: str = "B0C1234567",
    to: str = SELLER,
    subject: str = BACK,
    said: str = f"The rights owner retracted the complaint below. {BACK}.",
) -> bytes:
    """Amazon says that the rights owner withdrew the complaint."""
    text = (
        f"Hello,\n\n{said}\n\n"
        f"ASIN: {asin}\nComplaint ID: {complaint}\n\nSincerely,\nSeller Performance Team\nAmazon.com"
    )
    return _amazon(date, to, subject, text, "notice@amazon.com")


def signed(raw: bytes, domain: str = "amazon.com") -> bytes:
    """As Amazon signs."""
    return sign(raw, domain)


def answer(
    letter: EmailMessage | None,
    *,
    date: datetime,
    text: str = "It is trademark 7311902. Please take the listing down.",
    sender: str = COMPLAINANT,
    to: str = SELLER,
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Somebody answers a letter of ours, or writes without one."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<answer-{next(_serial)}@brand.example>"
    message["Subject"] = f"Re: {letter['Subject']}" if letter else "Hello"
    if letter:
        message["In-Reply-To"] = letter["Message-ID"]
        message["References"] = letter["Message-ID"]
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def bounce(letter: EmailMessage, address: str, *, date: datetime, status: str = "5.1.1", to: str = SELLER) -> bytes:
    """A delivery report of a mail server (RFC 3464) about one recipient of a letter."""
    boundary = "report"
    return "\r\n".join(
        [
            "Return-Path: <>",
            "From: MAILER-DAEMON@mx.elsewhere.example",
            f"To: {to}",
            f"Date: {format_datetime(date)}",
            f"Message-ID: <bounce-{next(_serial)}@mx.elsewhere.example>",
            "Subject: Undelivered Mail Returned to Sender",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
            "",
            f"--{boundary}",
            "Content-Type: text/plain",
            "",
            f"<{address}>: user unknown",
            f"--{boundary}",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.elsewhere.example",
            "",
            f"Final-Recipient: rfc822; {address}",
            f"Action: {'failed' if status.startswith('5') else 'delayed'}",
            f"Status: {status}",
            f"Diagnostic-Code: smtp; {'550' if status.startswith('5') else '451'} {status} user unknown",
            f"--{boundary}",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {letter['Message-ID']}",
            f"Subject: {letter['Subject']}",
            f"X-Noticed-Letter: {letter['X-Noticed-Letter']}",
            f"--{boundary}--",
            "",
        ]
    ).encode()


def _amazon(date: datetime, to: str, subject: str, text: str, sender: str) -> bytes:
    message = EmailMessage()
    message["Date"] = format_datetime(date.astimezone(UTC))
    message["From"] = f"Amazon <{sender}>"
    message["To"] = to
    message["Message-ID"] = f"<0100{next(_serial):08d}-{date:%Y%m%d%H%M%S}@email.amazonses.com>"
    message["Subject"] = subject
    message.set_content(text)
    return message.as_bytes()
