"""A pretended Amazon: a key of its own, made anew each time, and mail signed with it as amazon.com signs its own.

The public half is what ``records`` gives to the DNS. Nothing is raised.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage

import dkim
from dkim.canonicalization import CanonicalizationPolicy

from noticed.core.values import Value

DOMAIN = "amazon.com"
_SELECTOR = "demo"
_SIGNED = (b"date", b"from", b"to", b"message-id", b"subject", b"mime-version", b"content-type")
_EXPONENT = 65537
_PRIME_BITS = 512
"""Two of them make 1,024 bits: the shortest key that counts (RFC 8301 section 3.2), and quickly made."""
_ROUNDS = 24


class SigningKey(Value):
    """An RSA key pair, good for one telling of the story."""

    p: int
    q: int

    def private(self) -> dict[str, int]:
        """As dkimpy takes it (RFC 8017 section 3.2)."""
        secret = pow(_EXPONENT, -1, (self.p - 1) * (self.q - 1))
        return {
            "modulus": self.p * self.q,
            "publicExponent": _EXPONENT,
            "privateExponent": secret,
            "prime1": self.p,
            "prime2": self.q,
            "exponent1": secret % (self.p - 1),
            "exponent2": secret % (self.q - 1),
            "coefficient": pow(self.q, -1, self.p),
        }

    def records(self) -> Mapping[str, str]:
        """The DNS record of the public half (RFC 6376 section 3.6.1)."""
        public = _der(0x30, _integer(self.p * self.q) + _integer(_EXPONENT))
        return {f"{_SELECTOR}._domainkey.{DOMAIN}": f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"}


def make_key() -> SigningKey:
    """A new key."""
    return SigningKey(p=_prime(), q=_prime())


def sign(message: EmailMessage, key: SigningKey, at: datetime) -> bytes:
    """``message`` as bytes with CRLF, signed at that time (RFC 6376 section 3.5)."""
    signer = dkim.DKIM(message.as_bytes())  # type: ignore[no-untyped-call]
    policy = CanonicalizationPolicy.from_c_value(b"relaxed/simple")  # type: ignore[no-untyped-call]
    signer.hasher = hashlib.sha256
    body_hash = base64.b64encode(hashlib.sha256(policy.canonicalize_body(signer.body)).digest())
    fields = [
        (b"v", b"1"),
        (b"a", b"rsa-sha256"),
        (b"c", b"relaxed/simple"),
        (b"d", DOMAIN.encode()),
        (b"s", _SELECTOR.encode()),
        (b"t", str(int(at.timestamp())).encode()),
        (b"h", b":".join(_SIGNED)),
        (b"bh", body_hash),
        (b"b", b"0" * 60),  # the fold before the signature's own field
    ]
    header = signer.gen_header(fields, list(_SIGNED), policy, b"DKIM-Signature", key.private())  # type: ignore[no-untyped-call]
    return bytes(b"DKIM-Signature: " + header + message.as_bytes())


def _prime() -> int:
    while True:
        # The two highest bits are set, so that the product of two has all its bits.
        candidate = secrets.randbits(_PRIME_BITS) | 3 << (_PRIME_BITS - 2) | 1
        if candidate % _EXPONENT != 1 and _is_prime(candidate):
            return candidate


def _is_prime(number: int) -> bool:
    """Miller and Rabin's test: wrong less often than once in 2^48."""
    if any(number % small == 0 for small in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)):
        return False
    twos = ((number - 1) & -(number - 1)).bit_length() - 1
    odd = (number - 1) >> twos
    return all(_passes(number, secrets.randbelow(number - 3) + 2, odd, twos) for _ in range(_ROUNDS))


def _passes(number: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, number)
    if power in {1, number - 1}:
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def _der(tag: int, content: bytes) -> bytes:
    """One value in DER (ITU-T X.690 section 8.1)."""
    size = len(content)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    return bytes([tag, size]) + content if size < 128 else bytes([tag, 0x80 | len(length)]) + length + content


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
