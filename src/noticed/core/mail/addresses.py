"""Address lists as strangers write them (RFC 5322 section 3.4), read in linear time.

Promises never to raise. Quoted names, comments, groups, semicolons between addresses (Outlook, QQ) and missing
brackets are understood; encoded words are decoded only in display names, after the list was taken apart, so that
nothing hidden in them becomes an address. What is no plain addr-spec is left out.
"""

import re
import unicodedata

import idna

from noticed.core.mail.headers import decode_words
from noticed.core.mail.model import Address

MAX_ADDRESSES = 200

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[()<>,;:]|[^"\\()<>,;:]+', re.DOTALL)
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}")
_LABELS = re.compile(r"(?=.{3,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SPEC_IN_TEXT = re.compile(r"[^\s@<>()\[\],;:\"'\\]{1,64}@[^\s@<>()\[\],;:\"'\\]{3,253}")


def read_addresses(value: bytes) -> tuple[Address, ...]:
    """The mailboxes of an address header, in order, group names dropped; at most 200."""
    found: list[Address] = []
    name: list[str] = []
    spec: list[str] | None = None
    depth = 0
    text = value.decode("utf-8", "replace")
    for token in [*_TOKEN.findall(text), ","]:
        if token == "(":
            depth += 1
        elif token == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif token == "<":
            spec = []
        elif token in {",", ";"} or (token == ":" and spec is None):
            if token != ":" and (address := _address(name, spec)) is not None:
                found.append(address)
            name, spec = [], None
        elif token != ">":
            (name if spec is None or _closed(spec) else spec).append(token)
        elif spec is not None:
            spec.append(">")
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found)


def _closed(spec: list[str]) -> bool:
    return bool(spec) and spec[-1] == ">"


def _address(name: list[str], spec: list[str] | None) -> Address | None:
    shown = "".join(name).strip()
    if spec is not None:
        clean_spec = read_spec("".join(part for part in spec if part != ">").rpartition(":")[2])
    else:
        clean_spec = read_spec(shown) or next(map(read_spec, _SPEC_IN_TEXT.findall(shown)), None)
        shown = "" if clean_spec == shown.lower() else shown
    if clean_spec is None:
        return None
    return Address(name=read_name(shown), spec=clean_spec)


def read_spec(text: str) -> str | None:
    """An addr-spec in lower case with its domain as A-labels, or None where it is none."""
    local, at, domain = text.strip().strip("'").rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return None
    ascii_domain = to_ascii(domain.strip().rstrip("."))
    return None if ascii_domain is None else f"{local.lower()}@{ascii_domain}"


def to_ascii(domain: str) -> str | None:
    """A domain in lower case as A-labels (UTS 46, non-transitional), or None where it is no domain."""
    if not domain.isascii():
        try:
            domain = idna.encode(domain[:253], uts46=True, std3_rules=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    domain = domain.lower()
    return domain if _LABELS.fullmatch(domain) else None


def read_name(shown: str) -> str:
    """A display name: unquoted, decoded, without the invisible characters that turn or hide text."""
    if '"' in shown:
        shown = re.sub(r"\\(.)", r"\1", shown.replace('\\"', "\0").replace('"', "").replace("\0", '"'))
    text = decode_words(shown.encode("utf-8", "replace"))
    return "".join(char for char in text if unicodedata.category(char) != "Cf").strip()[:200]
