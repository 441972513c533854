"""Signs test messages the way Amazon signs its own. The keys are for tests only and protect nothing."""

import base64
import re
from collections.abc import Mapping, Sequence

import dkim
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import HASH_ALGORITHMS, parse_pem_private_key
from nacl.encoding import Base64Encoder
from nacl.signing import SigningKey

from noticed.core.mail.model import Key, KeyStatus

AMAZON_DOMAINS = frozenset(
    f"amazon.{tld}"
    for tld in "com co.uk de fr it es nl co.jp ca com.au com.mx com.br se pl sa".split()  # noqa: SIM905
)
SIGNED_HEADERS = ("Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type")
"""What Amazon signs: never the transfer encoding, Reply-To only where there is one."""
SELECTOR = "test"

PRIVATE_KEY = b"""\
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAmPjjBk/JnAAIF1obRVasPAlGkUvJLlEl1kmgHv64fgJIL8HP
9TPPHcEMkImyq3P6JANMgF5H4V0NUJx4gCSFMaBusKbj6aQCwxl+SWViZjkHW6xH
pHx3r1dTY/x354tRpX4Iq0N/Nv7uzHPoCiizyM1v13k9QPOQ30yzW9TfooJKMWrL
L/xmBwVc+9Qefi6K0MSuHkKigLEWc8wFRh3oFBMEoI8QY8SvqNNUCPRuk74/fx6H
omxI7ART6/D2wrBFpeVzo9h9LkZZa3exP9PtaRNZqde72d9gbMlkITmmwc7kHvPW
Vsycc5A+ffzD0mlFct3jlc536cRIO/HGibFCAwIDAQABAoIBAAPkscKDXVo/FfWi
MXd+UTvl8InaJ/Cp2BCwJwci7Icof7XXdPeErgzP0QYMuyNp/D/WZagOvj2aJLCc
iuSYCVvN/YM5fCuCJR/aEkDD99EqOmm25Mvm7xTjYBf3YQXfoeBYaNgTC7XWnzVM
7eb0Sj8eG26cg1aX3GQSi64WqOp15GA/DgujpNo+jAqE7x6uezmGG1ZpK6dPoxpv
OI0CMMylgAF/iAInuVD9J//XWeMyAe1GNDvrY6nr4a49XhaJyrVxFcMFThZUmxed
l8sCWXuiHTPUpzoaHV/IefEDOPR/FVeK+GrHfzLENciIjwu6TwiF9zge2e914+1x
aRF1JwECgYEAzs/bsYoxF9SnOoMUl06S/vavYQktpbdhEJmzbe2P+kMjyrSmre3+
ssc9ek01eiKzuG8pwEaWASgJ4qq1J+I0xYbd/PyiL2dBL34C1FQgG6AdZHM6m7/V
tfN26dq83rUlH+zF2sLDJeWtFAkwec7BwEXBVvHWn9EWOt7AIzYoHuECgYEAvVrk
shjzIlHE66uNjMUn1r97E+jNdQnhwztZ0j72oUGKcfDj2yQqItWKpgMPHJGYKxYT
PiGS0HdPORBEWj+oH9rqu2UNnaQ6WwGcPnCXgQ8CG5dTmdjB60HJT6/mr4lH32s5
pzRHxz4rhdCGXjqywr8Rid1bmIJMiNyufXAMcWMCgYBJXnBgMdhszeJt3abmbtez
YCyjzi/FhKMI0p5XN1pGvJ7sAN7JAY/EOO7UfqOkKr97hORY9DGvQ1cOdOVDuvph
wRDr+WxISOdVQ+0ZCqdBZbJHuqFmM85LeI4NNK6gi78Z7lPa4hF9Vlfqrb/m1rTh
011dzPoJRJIQXInpdAMTwQKBgGFwMFblN9flM+wB72kM2x9KkU8BcRhU6XPJSsNB
2y/HxjIzv0y5I2WhdSNQV6pf0Wn6hhRmumHDw2Sd1k6Kiz05LakYqxT/uXezMG+B
CLVEv9Tq3f5A6CjjRXBYF+EkR3PUfWppILaKa2MEluBOXEaSg7fpzISCKFgVF0U9
L2n5AoGBAJI3NZ63qC5FLGXFzVpMvys2Hj+YaMTQsHNKNjfANmE8AKd2rq+Uq/6w
/eFvORAigF1RkZcDUkeobO6SvwPv7g8lW5KLCOop9de06r6dyyRRO1M046ke5YX+
Dsv5fhqTVdhJbf9Ni9IHSGlLHhtT6faqtYqvzwR/C/cmt6EVT3vT
-----END RSA PRIVATE KEY-----
"""
OTHER_KEY = b"""\
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEA320liTMkUhgDSomSt1VHwO5s+xOqsa/B8JFeQDF1DBWgzwZW
Wjt2/AJCgsnuDYyiCWvz0+TlrTH1y+9hsPKXIiyiUgl6+IX1fcqorApdb+RGC1W9
wriQh1UolCtfbMt2i1uRV/8zOT5lkP/6+ilcR0874Z5MuCbt3BfBCXORIjPhVYoT
UFdcIdwb+3uAPTBICRa4dFAvAAKEDmj//wQm1LwxBwy3JqhjNMnDTbB3vC6iuIbq
Dw6oUqMAIBUtqs+IIAY0Rcmt+A/kOj2nVl2nPwctEDeqtDSjzOl4veZojI6JyIOo
3UJEv8Qk1W4VuYcPiUV0Dck1VxTOLwBW7OXpDQIDAQABAoIBAAY8Zc2jA51WSz04
2Bii2jUB0paIEX29HJTKJznJHO216tOXEduZ3kkhXQQz05+a2xOX6OnIm+UjcwCl
UUeJiyX/3etGlXaQnUNMtTwmsT3uvp+8CGcCFL1E517fU7NV0xyySme3g+anSFlt
iO6ThJ5UO/p2RcjmrpaJLoZE10+qL/8k9EdEWzjzqFetmkS47eSJoOW5uwPtyCAt
JGKtsmZGevBKXcRaW/OvLr1gSP3sOPWpWhEM4oDm6IamBXxlCdxqXoD7Ws7bmRiB
9xX75Uw2kbsFLhuoSWW4bfHyurVwLsBxDlTpHPCJC59nr/XOPeilpU2dVyZNPJUF
8SzftgECgYEA+tVQ6lvWJJUrhjB4qK7NNw3uDIBR9F8Wx4I2sK98JY5F2ybB4S7I
3KbYvDi3BsKdTfp3360lvmD/dHjKAmJ40hJUdVRdlxZIJPmdmS1JZtPIc0c80dAC
56TUC76kItHNsN/FVAipv/rAGV4YD+PCE5vo4ansXhTtkVfbUpd9qA0CgYEA5AdP
PKhfvvt7AukV7hETpj9EXlJ3vujutu6X+mIoMfu4Vzbnn5auMhX7Uy+D/cleuwrB
wPd7NJHISyxWRtGVfdhK9etan94bogiogmxOdOL4qb9tx02eNyD+W1VUa9IAPk/k
u+NkXCOCrnM17A+ivDeBqq6x4m9T7Dau9f2gBQECgYAupdUygHnGu+coQYNu+3M2
teR7drHHHJgD6nd5TGluIpNjOkX8NtMsFetgtbt0CmVuxxHcCztluGxJoN0QrHeD
udzzJQlyu7YXCkUA46cu9Fvm9GyfKGwh4El/Fak4wIPcTQFJq4LGLT/kd9dJvTWu
p+Qbc5p9tK6pxQkIxxubUQKBgQCSrVD+x5+vDby2xo/grwNgsNmdgpacKuFCsn74
BCOu4yhUkXC0awxqE1Gy1KGmod1ZmzW+lnKeAhhAoqhsrWvnozW0skt9AjXsKH2c
R2bAMS+aoRRQW1EmTQbQYTcIk/CsJGARq9dmnUD2Tg2lZvla8KlrzSuHZ+0nyJUK
jrZcAQKBgDBUzBsjwAUwo8Ai+rg2/1K71Ux7KxbmuvjjWeyz804VDnvJno0KVcQN
eOTiFaGyi4zN3fu1zDQG3z0t6uZrh3N1Cx1QthFRWsh4bxrNa7xpqUscqa59mZjA
dI+2GwxF7oRSfwnIzm6FfoZNnIw5ZHOIGdiAWWoXEMisHnbTgFo3
-----END RSA PRIVATE KEY-----
"""
SHORT_KEY = b"""\
-----BEGIN RSA PRIVATE KEY-----
MIIBzAIBAAJhAN+ZMylrcne6/SUvpihSGDfsAk9Fmc4hTdql6NjLXzzDkVNqMqcG
ivRIKTWZI/lL5PD7gG4sJZxMhXiL0Yh6U+mZCj9B2PmZr1flcfTNKaBpXLqAkPrt
K3AKjUVbJwq58wIDAQABAmEAq/mC1iqkAd658S3y2DQ8GFbXd+0KXPZUkQTmUEgr
Wer5DXUyvDBWE4ik2WqNtqJdZcp+1xzMMbq9i8vpOYDDbsxSKTEq1j2BBcpAtH2a
C1T5oC+H4PQp65xhv+fyuOrRAjEA8DQtM2bZqI6zbtd/tVIKTpbW2FuoOKgZVV66
rdJsrbNHodwaMiGyuVqsmGxMAHZnAjEA7k145+MczvI6DvAxakfxmlwZooHF5kqK
BHW4SgujMawsiK8mPi9gYJm6Moa6SbCVAjEAiVztNGXutuvURODL0X83EbZE6rmP
u8a1phJkIx8gszzBDBj4ig6nTERES24zEFilAjEA4JoCT8SeHWruT7ARUxO14n/V
5XWc2Z39kZCGfruTN7kITFeQmuG6W7HobcDQCa41AjA0xKc5dfLcvf9dBSQXjo30
gS8NZVRcw/2je8DZ2CYxOPBKEEt4kh5vsij3IaScmZM=
-----END RSA PRIVATE KEY-----
"""
ED25519_KEY = b"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
"""The pair of RFC 8463 appendix A."""
ED25519_RECORD = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

_RECORD = (
    "v=DKIM1; k=rsa; p="
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmPjjBk/JnAAIF1obRVasPAlGkUvJLlEl1kmgHv64fgJIL8HP9TPPHcEM"
    "kImyq3P6JANMgF5H4V0NUJx4gCSFMaBusKbj6aQCwxl+SWViZjkHW6xHpHx3r1dTY/x354tRpX4Iq0N/Nv7uzHPoCiizyM1v13k9"
    "QPOQ30yzW9TfooJKMWrLL/xmBwVc+9Qefi6K0MSuHkKigLEWc8wFRh3oFBMEoI8QY8SvqNNUCPRuk74/fx6HomxI7ART6/D2wrBF"
    "peVzo9h9LkZZa3exP9PtaRNZqde72d9gbMlkITmmwc7kHvPWVsycc5A+ffzD0mlFct3jlc536cRIO/HGibFCAwIDAQAB"
)
SHORT_RECORD = (
    "v=DKIM1; k=rsa; p="
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAN+ZMylrcne6/SUvpihSGDfsAk9Fmc4hTdql6NjLXzzDkVNqMqcGivRIKTWZI/lL5PD7"
    "gG4sJZxMhXiL0Yh6U+mZCj9B2PmZr1flcfTNKaBpXLqAkPrtK3AKjUVbJwq58wIDAQAB"
)


def key(domain: str, text: str = _RECORD, status: KeyStatus = KeyStatus.FOUND) -> Key:
    """The record under which ``domain`` publishes the public half of ``PRIVATE_KEY``."""
    return Key(name=f"{SELECTOR}._domainkey.{domain}", status=status, text=text)


def keys(*domains: str) -> dict[str, Key]:
    """The records of these domains by name."""
    return {record.name: record for record in map(key, domains)}


RECORD = _RECORD
KEYS: Mapping[str, Key] = keys(*AMAZON_DOMAINS, "amazonses.com", "forwarder.example", "seller.example")
"""Keys under which everything ``sign`` signs by default verifies."""


def sign(
    raw: bytes,
    domain: str = "amazon.com",
    selector: str = SELECTOR,
    private_key: bytes = PRIVATE_KEY,
    *,
    headers: Sequence[str] = SIGNED_HEADERS,
    tags: Mapping[str, str] | None = None,
    canonical: str = "relaxed/simple",
) -> bytes:
    """``raw`` with a DKIM-Signature on top; ``tags`` adds or overrides (t, x, l …). Line ends become CRLF.

    Signatures and Authentication-Results that are there already stay below: take them out with ``strip`` first.
    """
    raw = re.sub(rb"\r?\n", b"\r\n", raw)
    signer = dkim.DKIM(raw)  # type: ignore[no-untyped-call]
    present = {name.lower() for name, _ in signer.headers}
    signed = tuple(name.lower().encode() for name in headers if name.lower().encode() in present)
    policy = CanonicalizationPolicy.from_c_value(canonical.encode())  # type: ignore[no-untyped-call]
    body = policy.canonicalize_body(signer.body)
    if tags and "l" in tags:
        body = body[: int(tags["l"])]
    signer.hasher = HASH_ALGORITHMS[b"rsa-sha256"]
    if private_key == ED25519_KEY:
        signer.signature_algorithm = b"ed25519-sha256"
    fields = {
        "v": "1",
        "a": signer.signature_algorithm.decode(),
        "c": canonical,
        "d": domain,
        "s": selector,
        "h": ":".join(name.decode() for name in signed),
        "bh": base64.b64encode(signer.hasher(body).digest()).decode(),
        **(tags or {}),
        "b": "0" * 60,
    }
    pairs = [(name.encode(), value.encode()) for name, value in fields.items()]
    value = signer.gen_header(  # type: ignore[no-untyped-call]
        pairs, list(signed), policy, b"DKIM-Signature", _private(private_key)
    )
    return bytes(b"DKIM-Signature: " + value + raw)


def _private(key_: bytes) -> object:
    return SigningKey(key_, Base64Encoder) if key_ == ED25519_KEY else parse_pem_private_key(key_)  # type: ignore[no-untyped-call]


def strip(raw: bytes) -> bytes:
    """``raw`` without signatures and without what a provider found."""
    block, separator, body = re.sub(rb"\r?\n", b"\r\n", raw).partition(b"\r\n\r\n")
    fields = re.split(rb"\r\n(?![ \t])", block)
    kept = [field for field in fields if not re.match(rb"(?i)(dkim-signature|authentication-results|arc-)", field)]
    return b"\r\n".join(kept) + separator + body
