"""Whether a DKIM signature fits a message (RFC 6376 section 6.1.3), with nothing done twice.

dkimpy reads the key record and makes header and body canonical, ``cryptography`` (OpenSSL) checks the signature:
dkimpy's own arithmetic, in Python, takes longer than all the rest. Keys are kept ready: Amazon
signs with a few of them for months. Which signatures count at all is said in ``dkim_rules``. Promises never to raise.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

import dkim
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from dkim.canonicalization import CanonicalizationPolicy, Relaxed, Simple

from noticed.core.mail.headers import Field

MIN_BITS = 1024
"""Shorter RSA keys prove nothing (RFC 8301 section 3.2)."""

_LINE_END = re.compile(rb"\r?\n")
_BLANKS = (b"\t", b"  ", b" \r\n")
_IN_LINE = (b"\t", b"  ", b"\n")
_VALUE = re.compile(rb"([;\s]b\s*=)(?:\s*[A-Za-z0-9+/=]+)+")
"""What is no part of what was signed: dkimpy takes it out too, sign by sign."""
Check = Callable[[bytes, bytes], object]
"""Of a signature and the digest it should be of; raises where it is not."""


def verifies(
    fields: Sequence[Field], body: bytes, field: Field, tags: Mapping[bytes, bytes], headers: Sequence[bytes], key: str
) -> bool:
    """Whether the signature in ``field`` (its ``tags``, the ``headers`` it names) is that of a message under ``key``,
    the text of a key record."""
    try:
        check = _checker(key)
        policy = CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple"))  # type: ignore[no-untyped-call]
        content = _canonical(policy, _lines(body))
        if b"l" in tags:
            content = content[: int(tags[b"l"])]
        if sha256(content).digest() != decoded(tags[b"bh"]):
            return False
        # One From more than is named, so that none can be added (as dkimpy does).
        named = [*headers, b"from"] if b"from" in headers else list(headers)
        wanted = frozenset(name.decode("latin-1") for name in named)
        signed = [(each.label, _lines(each.raw) + b"\r\n") for each in fields if each.name in wanted]
        digest = sha256()
        own = (field.label, _VALUE.sub(rb"\1", _lines(field.raw)) + b"\r\n")
        dkim.hash_headers(digest, policy, _headers(policy, signed), named, own, tags)  # type: ignore[no-untyped-call]
        check(decoded(tags[b"b"]), digest.digest())
    except Exception:  # noqa: BLE001  # whatever it trips over, it did not verify
        return False
    return True


def _headers(policy: CanonicalizationPolicy, fields: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What dkimpy makes of ``fields``; where no blanks are to be made one, "relaxed" only drops those around one."""
    if policy.header_algorithm is not Relaxed:
        return policy.canonicalize_headers(fields)  # type: ignore[no-any-return, no-untyped-call]
    found: list[tuple[bytes, bytes]] = []
    for label, line in fields:
        value = line.strip()
        if any(map(value.__contains__, _IN_LINE)):
            found += policy.canonicalize_headers([(label, line)])  # type: ignore[no-untyped-call]
        else:
            found.append((label.lower().rstrip(), value + b"\r\n"))
    return found


def _canonical(policy: CanonicalizationPolicy, body: bytes) -> bytes:
    """What dkimpy makes of ``body``; where no blanks are to be made one, "relaxed" only differs in an empty one."""
    relaxed = policy.body_algorithm is Relaxed
    if not relaxed or any(map(body.__contains__, _BLANKS)):
        return policy.canonicalize_body(body)  # type: ignore[no-any-return, no-untyped-call]
    content: bytes = Simple.canonicalize_body(body)  # type: ignore[no-untyped-call]
    return b"" if content == b"\r\n" else content


def _lines(octets: bytes) -> bytes:
    """``octets`` with CRLF at every line end."""
    if octets.count(b"\n") == octets.count(b"\r\n"):
        return octets
    return _LINE_END.sub(b"\r\n", octets)


def decoded(value: bytes) -> bytes:
    """The octets a ``b=`` or ``bh=`` stands for."""
    return b64decode(value)  # which passes over blanks


@lru_cache(maxsize=64)
def _checker(record: str) -> Check:
    """What checks signatures under a key record; raises where the record has no key that counts for mail."""
    key, bits, kind, is_for_reports = dkim.evaluate_pk("key", record.encode("ascii", "replace"))  # type: ignore[no-untyped-call]
    if is_for_reports:
        raise ValueError("a key for reports about TLS alone")
    if kind == b"ed25519":
        return lambda signature, digest: key.verify(digest, signature)
    if bits < MIN_BITS:
        raise ValueError("a key too short to prove anything")
    public = RSAPublicNumbers(key["publicExponent"], key["modulus"]).public_key()
    return lambda signature, digest: public.verify(signature, digest, PKCS1v15(), Prehashed(SHA256()))
