"""Our own DKIM check (RFC 6376): ``verify`` does the arithmetic, the rules around it are here.

dkimpy alone accepts ``l=``, test keys and unsigned subjects, takes minutes for a body of blanks, reads the clock, and
lets any exception escape. Keys come in as values. Promises never to raise and to say why a signature does not count.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from dkim.util import InvalidTagValueList, parse_tag_value

from noticed.core.mail.headers import Field
from noticed.core.mail.model import Key, KeyStatus
from noticed.core.mail.verify import decoded, verifies
from noticed.core.values import Value, kept

MAX_SIGNATURES = 5
"""Signatures of one message that are looked at."""
MAX_BLANKS = 1_000
"""Longest run of blanks a relaxed body may have: dkimpy is quadratic in it."""
SLACK = timedelta(hours=2)
"""How far a stranger's clock may run ahead."""

_ALWAYS_SIGNED = ("from", "to", "subject", "date", "message-id")
"""Named by every signature that counts: what is neither there nor named can be put there."""
_SIGNED_IF_THERE = ("mime-version", "content-type")
_ALGORITHMS = frozenset({b"rsa-sha256", b"ed25519-sha256"})
_SELECTOR = re.compile(rb"\A(?=.{1,200}$)[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
_DOMAIN = re.compile(rb"\A(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


class Outcome(StrEnum):
    """How a check ended, best first."""

    PASS = "pass"  # noqa: S105  # the word of RFC 8601
    TEMPERROR = "temperror"
    TAMPERED = "tampered"
    """It verifies, or would, but leaves a door open: l=, a test key, an unsigned Subject."""
    FAIL = "fail"
    UNALIGNED = "unaligned"
    """Signed by others alone."""
    NONE = "none"


_ORDER = tuple(Outcome)


class Check(Value):
    """The result of checking a message's signatures."""

    outcome: Outcome
    why: str
    """A few words for the operator."""
    signed: bytes | None = None
    """Signed headers and body, when it passed."""
    signature: str | None = None
    """sha256 of the b= value that passed."""
    signed_at: datetime | None = None


class Signature(Value):
    """One DKIM-Signature header, taken apart."""

    field: Field
    tags: dict[bytes, bytes]

    @property
    def domain(self) -> str:
        return self.tags[b"d"].decode("ascii").lower()

    @property
    def key_name(self) -> str:
        return f"{self.tags[b's'].decode('ascii').lower()}._domainkey.{self.domain}"

    @kept
    def headers(self) -> list[bytes]:
        return [name.strip().lower() for name in self.tags[b"h"].split(b":")]


def read_signatures(fields: Sequence[Field]) -> tuple[Signature, ...]:
    """The well-formed signatures of a message, top first."""
    return tuple(filter(None, (_signature(field) for field in fields if field.name == "dkim-signature")))


def aligned(signatures: Sequence[Signature], domain: str, allowed: frozenset[str]) -> tuple[Signature, ...]:
    """Those whose ``d`` is ``domain`` or a parent of it, and allowed; at most five."""
    fitting = (s for s in signatures if s.domain in allowed and (s.domain == domain or domain.endswith(f".{s.domain}")))
    return tuple(fitting)[:MAX_SIGNATURES]


def check(
    fields: Sequence[Field], body: bytes, signatures: Sequence[Signature], keys: Mapping[str, Key], now: datetime
) -> Check:
    """The best result any of ``signatures`` gives."""
    results = [_check_one(fields, body, signature, keys, now) for signature in signatures]
    none = Check(outcome=Outcome.NONE, why="no signature of this domain")
    return min(results, key=lambda result: _ORDER.index(result.outcome), default=none)


def _signature(field: Field) -> Signature | None:
    try:
        tags = parse_tag_value(field.value)  # type: ignore[no-untyped-call]
    except InvalidTagValueList:
        return None
    well_formed = (
        {b"v", b"a", b"b", b"bh", b"d", b"h", b"s"} <= tags.keys()
        and tags[b"v"] == b"1"
        and _DOMAIN.fullmatch(tags[b"d"])
        and _SELECTOR.fullmatch(tags[b"s"])
    )
    return Signature(field=field, tags=tags) if well_formed else None


def _check_one(
    fields: Sequence[Field], body: bytes, signature: Signature, keys: Mapping[str, Key], now: datetime
) -> Check:
    key = keys.get(signature.key_name)
    if key is None or key.status is KeyStatus.MISSING:
        return Check(outcome=Outcome.FAIL, why="no key to check the signature with")
    if key.status is KeyStatus.ERROR:
        return Check(outcome=Outcome.TEMPERROR, why="the key of the signature could not be fetched")
    if reason := _broken(signature, body, now):
        return Check(outcome=Outcome.FAIL, why=reason)
    if not verifies(fields, body, signature.field, signature.tags, signature.headers, key.text):
        return Check(outcome=Outcome.FAIL, why="the signature does not fit the message")
    if reason := _open_door(fields, signature, key):
        return Check(outcome=Outcome.TAMPERED, why=reason)
    return Check(
        outcome=Outcome.PASS,
        why=f"signed by {signature.domain}",
        signed=_signed(fields, body, signature),
        signature=sha256(b64encode(decoded(signature.tags[b"b"]))).hexdigest(),  # base64 has many spellings
        signed_at=_time(signature, b"t"),
    )


def _broken(signature: Signature, body: bytes, now: datetime) -> str | None:
    """Why a signature is not worth checking, or None."""
    tags = signature.tags
    if tags[b"a"] not in _ALGORITHMS:
        return "an algorithm that proves nothing"
    if b"x" in tags and ((expires := _time(signature, b"x")) is None or expires < now):
        return "the signature has expired"
    if b"t" in tags and ((made := _time(signature, b"t")) is None or made > now + SLACK):
        return "the signature was made in the future"
    blanks = b"  " in body or b"\t" in body
    if blanks and tags.get(b"c", b"simple").endswith(b"/relaxed") and re.search(rb"[\t ]{%d}" % MAX_BLANKS, body):
        return "a body of blanks, made to be slow"
    return None


def _time(signature: Signature, tag: bytes) -> datetime | None:
    text = signature.tags.get(tag, b"")
    return datetime.fromtimestamp(int(text), UTC) if re.fullmatch(rb"[0-9]{1,10}", text) else None


def _open_door(fields: Sequence[Field], signature: Signature, key: Key) -> str | None:
    """Why a signature that verifies is not enough, or None."""
    if b"l" in signature.tags:
        return "only a part of the body is signed (l=)"
    if reason := _open_key(key.text):
        return reason
    there = {field.name for field in fields}
    present = [name for name in _SIGNED_IF_THERE if name in there]
    unsigned = [name for name in (*_ALWAYS_SIGNED, *present) if name.encode() not in signature.headers]
    return f"{unsigned[0]} is not signed" if unsigned else None


@lru_cache(maxsize=64)
def _open_key(text: str) -> str | None:
    """Why a key record that verifies proves nothing, or None."""
    try:
        record = parse_tag_value(text.encode("ascii", "replace"))  # type: ignore[no-untyped-call]
    except InvalidTagValueList:
        return "a key record that cannot be read"
    if b"y" in [flag.strip() for flag in record.get(b"t", b"").split(b":")]:
        return "the key is for testing (t=y)"
    if b"sha256" not in [name.strip() for name in record.get(b"h", b"sha256").split(b":")]:
        return "the key is not for this algorithm"
    return None


def _signed(fields: Sequence[Field], body: bytes, signature: Signature) -> bytes:
    """The message with only its signed headers, the lowest of each name (RFC 6376 section 5.4.2).

    The transfer encoding is kept although Amazon does not sign it: without it nothing could be read;
    ``readings`` gives what else the body could mean.
    """
    named = {name.decode("latin-1") for name in signature.headers} | {"content-transfer-encoding"}
    kept = {field.name: field for field in fields if field.name in named}
    return b"".join(b"%s:%s\r\n" % (field.label, field.raw) for field in kept.values()) + b"\r\n" + body
