"""At intake: does a message concern us? First by its header, then, where that does not say, by its words.

A missed notice is the worst error, so the rules only drop what surely is something else; what is kept and turns out
to be nothing costs one row. Never raises.
"""

import re
from collections.abc import Container, Sequence
from enum import StrEnum

from noticed.core.case.identity import REFERENCE
from noticed.core.commands import CODE
from noticed.core.mail.claim import Claim, claim_of
from noticed.core.mail.classify import may_be_machine_mail
from noticed.core.mail.dsn import read_bounce
from noticed.core.mail.match import LETTER_HEADER, MatchKeys, match_keys, sender_digest
from noticed.core.mail.message import read_message
from noticed.core.mail.model import Message
from noticed.core.mail.recipients import registrable_domain
from noticed.core.mail.senders import Senders
from noticed.core.mail.trust import AmazonTrust
from noticed.core.notice.brand import Brand, brand_of
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.fold import fold, printed
from noticed.core.values import Value


class Known(Value):
    """What an account's mail is compared with. Addresses in lower case."""

    addresses: frozenset[str] = frozenset()
    """Ours."""
    operators: frozenset[str] = frozenset()
    complainants: Container[str] = frozenset()
    """Of every case."""
    domains: Container[str] = frozenset()
    """Registrable domains of theirs."""
    store_names: tuple[str, ...] = ()
    references: Container[str] = frozenset()
    """Of every case: N-7K3F."""
    named: frozenset[str] = frozenset()
    """Complaint ids and ASINs of open cases."""
    attached: frozenset[str] = frozenset()
    """Digests (``sender_digest``) of senders the operator attached to a case."""


class Sifted(StrEnum):
    """What to do with a message of which only the header is known."""

    KEEP = "keep"
    DROP = "drop"
    LOOK = "look"
    """Fetch the body and ask ``sift_body``."""


_OUR_ID = re.compile(r"^<(?:N-[A-Z2-7]{4,8}|[AD]-[\w-]{1,40})\.")
"""Message-IDs of our letters, alerts and digests."""
_AMAZON_HOST = re.compile(r"(?:^|\.)amazon\.[a-z]{2,3}(?:\.[a-z]{2})?$")
_MAIL_SERVER = re.compile(r"^(?:mailer-?daemon|mail-?daemon|postmaster|microsoftexchange[0-9a-f]+|bounces?)@")
_TEXT = 100_000


def sift_header(header: bytes, known: Known, senders: Senders, brand: Brand) -> Sifted:
    """What to do with a message, by its header block alone."""
    message = read_message(header + b"\r\n\r\n")
    if _is_of_a_case(message, known) or _is_delivery_report(message):
        return Sifted.KEEP
    subject = message.subject.lower()
    speaks = any(word in subject for word in senders.subjects)
    claims = [claim_of(sender, _trust(senders, sender.domain), brand) for sender in message.from_]
    if Claim.NOTICE_SENDER in claims:
        return Sifted.KEEP
    if Claim.UNKNOWN_SENDER in claims or Claim.LOOKALIKE in claims:
        return Sifted.KEEP if speaks else Sifted.LOOK
    if Claim.OTHER_SENDER in claims:
        return Sifted.LOOK if speaks else Sifted.DROP
    if any(sender.spec in known.addresses for sender in message.from_) and not (speaks or brand.is_forwarded(subject)):
        return Sifted.DROP
    if speaks and (brand.is_named(subject) or brand.is_forwarded(subject)):
        return Sifted.KEEP
    return Sifted.LOOK


def sift_body(raw: bytes, known: Known, dialects: Sequence[Dialect]) -> bool:
    """Whether a message reads like mail about rights: a notice, however wrapped, a threat, a report about a letter."""
    message = read_message(raw)
    if _is_of_a_case(message, known) or _names_a_letter(match_keys(message), known):
        return True
    if any(sender.spec in known.operators for sender in message.from_) and CODE.search(message.text[:_TEXT]):
        return True
    report = read_bounce(message, dialects)
    if report is not None:
        return any(recipient.address in known.complainants for recipient in report.recipients)
    if not may_be_machine_mail(message) and _names_a_matter(message, known):
        return True
    return any(_is_about_rights(part, known, dialects) for part in (message, *map(read_message, message.attached[:5])))


def _is_of_a_case(message: Message, known: Known) -> bool:
    """By our header, our Message-IDs, our reference, or a complainant on either side."""
    if (
        message.header(LETTER_HEADER)
        or CODE.search(message.subject)
        or any(_OUR_ID.match(name) for name in message.references)
    ):
        return True
    if any(reference in known.references for reference in REFERENCE.findall(message.subject)):
        return True
    people = [*message.from_, *message.reply_to]
    if known.attached and any(sender_digest(person.spec) in known.attached for person in people):
        return True
    if any(sender.spec in known.addresses for sender in message.from_):
        people += [*message.to, *message.cc]
    return any(
        p.spec in known.complainants or ((domain := registrable_domain(p.spec)) and domain in known.domains)
        for p in people
    )


def _names_a_matter(message: Message, known: Known) -> bool:
    text = f"{message.subject}\n{message.text[:_TEXT]}"
    return any(name in text for name in known.named)


def _names_a_letter(keys: MatchKeys, known: Known) -> bool:
    ours = any(_OUR_ID.match(name) for name in keys.message_ids)
    return ours or bool(keys.letter_keys) or any(reference in known.references for reference in keys.references)


def _is_delivery_report(message: Message) -> bool:
    content_type = (message.header("content-type") or "").lower()
    if content_type.startswith("multipart/report") and "delivery-status" in content_type:
        return True
    return any(_MAIL_SERVER.match(sender.spec) for sender in message.from_) or message.return_path == ""


def _trust(senders: Senders, domain: str) -> AmazonTrust:
    """Every host of amazon.anything counts here: whether it is really Amazon's is asked later."""
    found = _AMAZON_HOST.search(domain)
    ours = frozenset(senders.domains) | ({found[0].lstrip(".")} if found else set())
    return AmazonTrust(domains=ours, notice_senders=senders.notice, other_senders=senders.other)


def _is_about_rights(message: Message, known: Known, dialects: Sequence[Dialect]) -> bool:
    text = fold(printed(f"{message.subject}\n{message.text[:_TEXT]}\n{message.html_text[:_TEXT]}"))
    if any(d.court.signs.search(text) for d in dialects):
        return True
    named = any(fold(name) in text for name in known.store_names if len(name) > 3)
    brand = brand_of(dialects)
    if not named and not brand.is_named(text) and not any(brand.is_named(a.spec) for a in message.from_):
        return False
    return any(fold(word) in text for d in dialects for word in (*d.search.roots, *d.search.subjects))
