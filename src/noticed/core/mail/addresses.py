"""Address lists as strangers write them (RFC 5322 section 3.4), read in linear time.

Promises never to raise. Quoted names, comments, groups, semicolons between addresses (Outlook, QQ) and missing
brackets are understood; encoded words are decoded only in display names, after the list was taken apart, so that
nothing hidden in them becomes an address. What is no plain addr-spec is left out.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import idna

from noticed.core.mail.headers import decode_words
from noticed.core.mail.model import Address

MAX_ADDRESSES = 200

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[()<>,;:]|[^"\\()<>,;:]+', re.DOTALL)
_LOCAL = re.compile(r"\A[^\s@<>()\[\],;:\"\\]{1,64}")
_LABELS = re.compile(r"\A(?=.{3,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SPEC_IN_TEXT = re.compile(r"(?<![^\s@<>()\[\],;:\"'\\])[^\s@<>()\[\],;:\"'\\]{1,64}@[^\s@<>()\[\],;:\"'\\]{3,253}")


@lru_cache(maxsize=128)
def read_addresses(value: bytes) -> tuple[Address, ...]:
    """The mailboxes of an address header, in order, group names dropped; at most 200."""
    found = []
    for entry in _entries(_TOKEN.findall(value.decode("utf-8", "replace"))):
        if (address := _address(entry)) is not None:
            found.append(address)
        if len(found) == MAX_ADDRESSES:
            break
    return tuple(found)


def _entries(tokens: list[str]) -> Iterator[list[str]]:
    """The pieces of each mailbox: comments and the names of groups are gone."""
    entry: list[str] = []
    depth = 0
    for piece in tokens:
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif depth:
            continue
        elif piece in ",;":
            yield entry
            entry = []
        elif piece == ":" and "<" not in entry:
            entry = []
        else:
            entry.append(piece)
    yield entry


def _address(entry: list[str]) -> Address | None:
    if "<" in entry:
        start = entry.index("<")
        end = entry.index(">", start) if ">" in entry[start:] else len(entry)
        spec = read_spec("".join(entry[start + 1 : end]).replace("<", "").rpartition(":")[2])
        shown = "".join(entry[:start]).strip()
    else:
        shown = "".join(entry).strip()
        spec = read_spec(shown)
        shown = "" if spec else shown
        spec = spec or next((read for text in _SPEC_IN_TEXT.findall(shown) if (read := read_spec(text))), None)
    return None if spec is None else Address(name=read_name(shown), spec=spec)


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
