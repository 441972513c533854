"""The header block of a message: split into fields, unfolded, encoded words decoded (RFC 5322, RFC 2047).

One reader for everybody: what a signature check sees as one field is one field here too, so a bare CR does not
begin a new one, and a line without a colon does not end the block (the standard parser does both).
Promises never to raise, linear time, and the limits below.
"""

import binascii
import re
from functools import lru_cache
from itertools import groupby

from noticed.core.mail.charset import clean, decode
from noticed.core.values import Value, kept

MAX_BLOCK = 256 * 1024
"""Octets of a header block that are read."""
MAX_FIELDS = 500
MAX_FIELD = 16 * 1024
"""Octets of one field that are read."""
MAX_LINE = 4 * 1024
"""Characters kept of a field that is read as one line of text (Subject, names)."""

_FIELD_END = re.compile(rb"[\r\n](?:(?<=\n)|\n)(?![ \t])")
"""It begins with what it consumes: a search for it looks at nothing else."""
_FIELD = re.compile(rb"\A([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
_BASE64_RUN = re.compile(rb"[^=]+")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))


class Field(Value):
    """One header field as it stands."""

    name: str
    """Lower case."""
    label: bytes
    """The name as written."""
    raw: bytes
    """The value with its folds, without the final line end."""

    @kept
    def value(self) -> bytes:
        """The value unfolded, at most 16 kB."""
        return self.raw[:MAX_FIELD].replace(b"\r\n", b"").replace(b"\n", b"").strip()

    @kept
    def text(self) -> str:
        """The value as one line of text, encoded words decoded."""
        return decode_words(self.value)


def split_message(raw: bytes) -> tuple[bytes, bytes]:
    """(header block, body) at the first empty line; an mbox "From " line before it is dropped."""
    if raw.startswith(b"From ") and (first := raw.find(b"\n")) > 0:
        raw = raw[first + 1 :]
    if b"\n" not in raw[:MAX_BLOCK] and b"\r" in raw[:MAX_BLOCK]:
        raw = raw.replace(b"\r", b"\n")
    if raw.startswith((b"\n", b"\r\n")):
        return raw[:1], raw[raw.index(b"\n") + 1 :]
    end = raw.find(b"\n\r\n")
    bare = raw.find(b"\n\n", 0, end + 1 if end >= 0 else len(raw))
    if bare >= 0:
        return raw[: bare + 1], raw[bare + 2 :]
    return (raw[: end + 1], raw[end + 3 :]) if end >= 0 else (raw, b"")


@lru_cache(maxsize=16)
def read_fields(block: bytes) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """The fields of a header block in order, and what was wrong with it, in words."""
    defects = []
    if len(block) > MAX_BLOCK:
        defects.append("header block too large")
        block = block[:MAX_BLOCK]
    if b"\0" in block:
        defects.append("NUL in the header")
    if block.count(b"\r") > block.count(b"\r\n"):
        defects.append("bare CR in the header")
    fields: list[Field] = []
    for part in _FIELD_END.split(block):
        if not part.strip():
            continue
        field = _field(part)
        if field is None:
            defects.append("a header line without a name")
            continue
        if len(fields) == MAX_FIELDS:
            defects.append("too many header fields")
            break
        if len(part) > MAX_FIELD:
            defects.append("a header field too long")
        fields.append(field)
    return tuple(fields), tuple(dict.fromkeys(defects))


@lru_cache(maxsize=64)
def _field(part: bytes) -> Field | None:
    """The field in a part of a block, the same one for the same octets: the signed part of a header has its fields."""
    found = _FIELD.match(part)
    return Field(name=found[1].decode("ascii").lower(), label=found[1], raw=found[2]) if found else None


@lru_cache(maxsize=512)
def decode_words(value: bytes) -> str:
    """A header value as one line of text.

    Neighbouring encoded words of one charset are joined before they are decoded: old clients cut them
    inside a character.
    """
    text = decode(value) if value.isascii() is False else value.decode("ascii")
    return " ".join(clean(_with_words(text) if "=?" in text else text).split())[:MAX_LINE]


def _with_words(text: str) -> str:
    pieces: list[str] = []
    words: list[tuple[str, bytes]] = []
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        if between.strip() or not words:
            pieces += [_join(words), between]
            words = []
        words.append((found[1].partition("*")[0].lower(), _word(found[2], found[3])))
        end = found.end()
    pieces += [_join(words), text[end:]]
    return "".join(pieces)


def _join(words: list[tuple[str, bytes]]) -> str:
    return "".join(
        decode(b"".join(octets for _, octets in group), charset)
        for charset, group in groupby(words, key=lambda word: word[0])
    )


def _word(encoding: str, text: str) -> bytes:
    octets = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return _QUOTED.sub(lambda found: bytes([int(found[1], 16)]), octets.replace(b"_", b" "))
    return from_base64(octets)


def from_base64(octets: bytes) -> bytes:
    """Base64 as strangers write it: foreign characters skipped, padding missing or in the middle."""
    letters = octets.translate(None, _NOT_BASE64)
    decoded = bytearray()
    for run in _BASE64_RUN.finditer(letters):
        decoded += _whole_quads(run[0])
    return bytes(decoded)


def _whole_quads(run: bytes) -> bytes:
    run = run[:-1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))
