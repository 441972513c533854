"""Whether to believe a message that bears Amazon's name, and what it may cause.

Collects the evidence for the table in ``matrix``: our own DKIM check is the gate, the provider's result can veto.
Promises never to raise: what cannot be settled is not believed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from noticed.core.case.identity import REFERENCE
from noticed.core.mail.addresses import read_addresses
from noticed.core.mail.arc import vouched_for
from noticed.core.mail.authres import Verdict, is_denied, provider_verdict
from noticed.core.mail.claim import Claim, forwarded_claim, read_claim
from noticed.core.mail.dkim_rules import SLACK, Check, Outcome, aligned, check, read_signatures
from noticed.core.mail.headers import Field, read_fields, split_message
from noticed.core.mail.matrix import Evidence, Row, decide
from noticed.core.mail.message import MAX_SIZE, read_message
from noticed.core.mail.model import Assessment, Authenticity, Key, Trust
from noticed.core.mail.recipients import registrable_domain
from noticed.core.mail.stdlib import read_date
from noticed.core.mail.trust import AmazonTrust
from noticed.core.notice.brand import Brand
from noticed.core.values import Value

__all__ = ["AmazonTrust", "Weighed", "assess", "key_names", "own_word", "readings", "weigh"]

_ONCE = ("from", "to", "cc", "subject", "date", "message-id", "reply-to", "sender", "content-type", "mime-version")
_ONLY_ONCE = frozenset((*_ONCE, "content-transfer-encoding"))
"""Fields a message has at most once (RFC 5322 section 3.6, RFC 2045)."""
_OUR_ID = re.compile(rb"<N-[A-Z2-7]{4,8}\.")
"""Message-IDs of our letters."""
_AMAZONS = frozenset({Claim.NOTICE_SENDER, Claim.UNKNOWN_SENDER})
_ENCODINGS = (b"7bit", b"quoted-printable", b"base64")


def key_names(raw: bytes, trust: AmazonTrust, brand: Brand) -> tuple[str, ...]:
    """The DKIM key records needed to assess a message: of aligned signatures by allowed domains, at most five.

    Of an attached notice too, and of its forwarder, where forwarding is allowed: five more. Of an operator who may
    decide by mail as well.
    """
    names: list[str] = []
    outer, _, _ = _read(raw)
    for part in (raw, *_forwarded(raw, outer, read_claim(outer, trust, brand), trust, brand)):
        fields, _, _ = _read(part)
        domain = _from_domain(fields)
        allowed = trust.domains | {forwarder.rpartition("@")[2] for forwarder in trust.forwarders}
        allowed |= _signers(trust.operators)
        names += [signature.key_name for signature in aligned(read_signatures(fields), domain, allowed)]
    return tuple(dict.fromkeys(names))


def assess(
    raw: bytes, keys: Mapping[str, Key], trust: AmazonTrust, brand: Brand, *, now: datetime, notice_age: timedelta
) -> Assessment:
    """Believe a message or not, with the keys fetched at receipt. ``notice_age`` zero: no age is too old."""
    fields, body, defects = _read(raw)
    claim, domain = read_claim(fields, trust, brand), _from_domain(fields)
    inner = _forwarded(raw, fields, claim, trust, brand)
    if inner:
        found = assess(inner[0], keys, trust, brand, now=now, notice_age=notice_age)
        return _assess_forwarded(fields, body, found, keys, trust, now)
    own = _own_check(fields, body, keys, trust.domains, now)
    evidence = Evidence(
        claim=_claim(raw, fields, claim, trust, brand),
        broken=_has_two_meanings(fields, defects),
        own=own,
        provider=_provider(fields, domain, trust),
        denied=is_denied(fields, domain, trust.authserv_ids),
        counts=trust.provider_counts,
        bound=_is_bound(fields, trust),
        fresh=_is_fresh(fields, own, now, notice_age),
    )
    row = decide(evidence)
    return Assessment(
        authenticity=row.authenticity,
        trust=row.trust,
        rule=row.row,
        why=row.why or own.why,
        signed=_seen(raw, fields, body, row, own),
        signature=own.signature,
    )


def own_word(raw: bytes, keys: Mapping[str, Key], people: frozenset[str], now: datetime) -> Check:
    """Whether one of ``people``, alone in From, wrote this: signed for the address's domain, every field once.

    What may be read of it is ``signed`` of a check that passed, and nothing else.
    """
    fields, body, defects = _read(raw)
    senders = [address.spec for field in fields if field.name == "from" for address in read_addresses(field.value)]
    if len(senders) != 1 or senders[0] not in people:
        return Check(outcome=Outcome.NONE, why="it is not from an operator's address")
    if _has_two_meanings(fields, defects):
        return Check(outcome=Outcome.FAIL, why="its header has two meanings")
    return _own_check(fields, body, keys, _signers(people), now)


def _signers(people: frozenset[str]) -> frozenset[str]:
    """Domains that may sign for these addresses: the address's own, and the one it is registered under."""
    registered = {domain for person in people if (domain := registrable_domain(person))}
    return frozenset({person.rpartition("@")[2] for person in people} | registered)


class Weighed(Value):
    """What a message under Amazon's name shows, without a decision: for ``noticed check``."""

    outcome: Outcome
    why: str
    vouched: bool
    """Whether the provider's results say pass, pinned or not."""


def weigh(raw: bytes, keys: Mapping[str, Key], trust: AmazonTrust, *, now: datetime) -> Weighed:
    """Our own check, and beside it the provider's word."""
    fields, body, _ = _read(raw)
    own = _own_check(fields, body, keys, trust.domains, now)
    vouched = provider_verdict(fields, _from_domain(fields), trust.authserv_ids or ("*",)) is Verdict.PASS
    return Weighed(outcome=own.outcome, why=own.why, vouched=vouched)


def readings(raw: bytes) -> tuple[bytes, ...]:
    """The message under every other transfer encoding, when it is of one part.

    Amazon does not sign Content-Transfer-Encoding: whoever replays a notice may change it, and with it what the
    body says. A multipart's encodings stand in its signed body.
    """
    block, body = split_message(raw)
    fields, _ = read_fields(block)
    content_type = next((field.value.lower() for field in fields if field.name == "content-type"), b"")
    if content_type.startswith((b"multipart/", b"message/")):
        return ()
    declared = next((field.value for field in fields if field.name == "content-transfer-encoding"), b"7bit")
    current = declared.lower().replace(b"8bit", b"7bit").replace(b"binary", b"7bit")
    kept = [b"%s:%s\r\n" % (f.label, f.raw) for f in fields if f.name != "content-transfer-encoding"]
    return tuple(
        b"".join([*kept, b"Content-Transfer-Encoding: %s\r\n\r\n" % encoding, body])
        for encoding in _ENCODINGS
        if encoding != current
    )


def _read(raw: bytes) -> tuple[tuple[Field, ...], bytes, tuple[str, ...]]:
    """Fields, body, and what is wrong with the header."""
    block, body = split_message(raw[:MAX_SIZE])
    fields, defects = read_fields(block)
    return fields, body, defects


def _claim(raw: bytes, fields: Sequence[Field], claim: Claim, trust: AmazonTrust, brand: Brand) -> Claim:
    """``claim``, or what it claims in whose name it forwards something."""
    if claim is not Claim.NOBODY or _answers_us(fields):
        return claim
    message = read_message(raw)
    attached = {read_claim(_read(part)[0], trust, brand) for part in message.attached}
    if Claim.LOOKALIKE in attached:
        return Claim.FORWARDED_LOOKALIKE
    found = forwarded_claim(message.text, trust, brand)
    return Claim.FORWARDED if found is Claim.NOBODY and attached & _AMAZONS else found


def _answers_us(fields: Sequence[Field]) -> bool:
    """Whether a message is in the thread of a letter of ours: what it quotes or attaches is not a forward then."""
    thread = b" ".join(field.value for field in fields if field.name in {"in-reply-to", "references"})
    named = any(REFERENCE.search(field.text) for field in fields if field.name == "subject")
    return named or _OUR_ID.search(thread) is not None


def _provider(fields: Sequence[Field], domain: str, trust: AmazonTrust) -> Verdict:
    found = provider_verdict(fields, domain, trust.authserv_ids, trust.authserv_headers)
    if found is Verdict.SEALED_FAIL and not trust.veto_only and vouched_for(fields, domain):
        return Verdict.SEALED_PASS
    return Verdict.NONE if found is Verdict.PASS and trust.veto_only else found


def _own_check(
    fields: Sequence[Field], body: bytes, keys: Mapping[str, Key], allowed: frozenset[str], now: datetime
) -> Check:
    signatures = read_signatures(fields)
    fitting = aligned(signatures, _from_domain(fields), allowed)
    if signatures and not fitting:
        signers = ", ".join(dict.fromkeys(signature.domain for signature in signatures[:3]))
        return Check(outcome=Outcome.UNALIGNED, why=f"signed only by {signers}, which proves nothing about Amazon")
    return check(fields, body, fitting, keys, now)


def _seen(raw: bytes, fields: Sequence[Field], body: bytes, row: Row, own: Check) -> bytes:
    """What the reader may see."""
    if own.signed is not None and row.trust is not Trust.IGNORE:
        return own.signed
    if row.trust is Trust.AUTO:
        kept = (field for field in fields if field.name in _ONLY_ONCE - {"reply-to", "sender"})
        return b"".join(b"%s:%s\r\n" % (field.label, field.raw) for field in kept) + b"\r\n" + body
    return raw


def _from_domain(fields: Sequence[Field]) -> str:
    """The domain in From, "" unless there is exactly one address in ASCII."""
    froms = [field for field in fields if field.name == "from"]
    senders = [address for field in froms for address in read_addresses(field.value)]
    return senders[0].domain if len(senders) == 1 and len(froms) == 1 and froms[0].raw.isascii() else ""


def _has_two_meanings(fields: Sequence[Field], defects: Sequence[str]) -> bool:
    """Whether readers may differ about the header: a bare CR or NUL in it, or twice what stands once."""
    if any("bare CR" in defect or "NUL" in defect for defect in defects):
        return True
    names = [field.name for field in fields if field.name in _ONLY_ONCE]
    senders = [address for field in fields if field.name == "from" for address in read_addresses(field.value)]
    return len(names) > len(set(names)) or len(senders) > 1


def _is_bound(fields: Sequence[Field], trust: AmazonTrust) -> bool:
    return any(
        address.spec in trust.addresses
        for field in fields
        if field.name in {"to", "cc"}
        for address in read_addresses(field.value)
    )


def _is_fresh(fields: Sequence[Field], own: Check, now: datetime, notice_age: timedelta) -> bool:
    date = next((read_date(field.text) for field in fields if field.name == "date"), None)
    times = [date] if own.signed_at is None else [date, own.signed_at]
    return all(
        time is not None and time <= now + SLACK and (not notice_age or now - notice_age <= time) for time in times
    )


def _forwarded(
    raw: bytes, fields: Sequence[Field], claim: Claim, trust: AmazonTrust, brand: Brand
) -> tuple[bytes, ...]:
    """The one notice attached to somebody's message, if there is exactly one."""
    if claim is not Claim.NOBODY or _answers_us(fields):
        return ()
    if not re.search(rb"(?i)message/(?:rfc822|global)|\.eml", raw):
        return ()
    attached = [part for part in read_message(raw).attached if read_claim(_read(part)[0], trust, brand) in _AMAZONS]
    return (attached[0],) if len(attached) == 1 else ()


def _assess_forwarded(
    fields: Sequence[Field],
    body: bytes,
    found: Assessment,
    keys: Mapping[str, Key],
    trust: AmazonTrust,
    now: datetime,
) -> Assessment:
    """A notice attached to somebody's message: acts by itself only when a known forwarder signed the outer one."""
    if found.authenticity is Authenticity.FORGED or found.trust is Trust.RETRY:
        return found
    senders = {address.spec for field in fields if field.name == "from" for address in read_addresses(field.value)}
    allowed = frozenset(forwarder.rpartition("@")[2] for forwarder in trust.forwarders)
    known = bool(senders) and senders <= set(trust.forwarders)
    if found.trust is Trust.AUTO and known and _own_check(fields, body, keys, allowed, now).outcome is Outcome.PASS:
        return Assessment(**{**vars(found), "rule": "row 16", "why": f"{found.why}, forwarded by a known forwarder"})
    return Assessment(**{**vars(found), "trust": Trust.HOLD, "rule": "row 16", "why": "forwarded as an attachment"})
