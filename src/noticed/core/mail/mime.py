"""The parts of a message, cut out of the raw bytes (RFC 2046): what is attached stays byte for byte what it was.

Promises never to raise; at most 20 levels and 200 parts, each octet looked at once a level. What lies beyond
a limit is left out, with a defect. ``stdlib`` reads the parameters of a Content-Type (RFC 2231).
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from functools import lru_cache

from noticed.core.mail.charset import clean
from noticed.core.mail.headers import Field, decode_words, from_base64, read_fields, split_message
from noticed.core.mail.stdlib import Described
from noticed.core.values import Value

MAX_DEPTH = 20
MAX_PARTS = 200
_MAX_PARAMETERS = 4 * 1024
_REST = re.compile(rb"(--)?([ \t]*)(?:\r?\n|\Z)")
"""Of a delimiter's line."""


class Part(Value):
    """One leaf of the tree of parts, or an attached message."""

    content_type: str
    charset: str | None
    name: str
    """File name, cleaned; "" where there is none."""
    attached: bool
    """Whether its sender wants it saved, not shown."""
    flowed: bool
    encoding: str
    """Transfer encoding, one word in lower case."""
    raw: bytes
    """Body before transfer decoding."""
    content_id: str = ""
    """By which HTML shows it (RFC 2392), without brackets, in lower case."""

    @property
    def content(self) -> bytes:
        """Body after transfer decoding (RFC 2045 section 6)."""
        if self.encoding == "base64":
            return from_base64(self.raw)
        if self.encoding == "quoted-printable":
            return quopri.decodestring(self.raw)
        if self.encoding in {"x-uuencode", "uuencode", "x-uue"}:
            return _from_uu(self.raw)
        return self.raw


class Tree(Value):
    """A multipart: its parts, and whether they are alternatives of one another."""

    subtype: str
    parts: tuple["Tree | Part", ...]


class Reader:
    """Reads one message; counts its parts and collects what is wrong with it."""

    def __init__(self) -> None:
        self.defects: list[str] = []
        self._parts = 0

    def read(self, fields: tuple[Field, ...], body: bytes, depth: int = 0, default: str = "text/plain") -> Tree | Part:
        """The tree under these header fields."""
        self._parts += 1
        described = parameters(fields)
        content_type = described.content_type(default)
        kind, _, subtype = content_type.partition("/")
        if kind == "multipart":
            parts = self._split(described, body, subtype, depth)
            if parts:
                return Tree(subtype=subtype, parts=parts)
            self.defects.append("a multipart without parts")
            content_type = "text/plain"
        return leaf(described, content_type, body)

    def _split(self, described: Described, body: bytes, subtype: str, depth: int) -> tuple[Tree | Part, ...]:
        if depth >= MAX_DEPTH:
            self.defects.append("parts nested too deeply")
            return ()
        default = "message/rfc822" if subtype == "digest" else "text/plain"
        found: list[Tree | Part] = []
        for start, end in between(body, boundary(described, body)):
            raw = body[start:end]
            if self._parts >= MAX_PARTS:
                self.defects.append("too many parts")
                break
            block, content = split_message(raw)
            fields, defects = read_fields(block)
            self.defects += [f"in a part: {defect}" for defect in defects]
            found.append(self.read(fields, content, depth + 1, default))
        return tuple(found)


def parameters(fields: tuple[Field, ...]) -> Described:
    """The fields that describe a body, the first of each name."""
    found: dict[str, bytes] = {}
    for field in fields:
        if field.name.startswith("content-"):
            found.setdefault(field.name, field.value[:_MAX_PARAMETERS])
    return _described(tuple(found.items()))


@lru_cache(maxsize=64)
def _described(fields: tuple[tuple[str, bytes], ...]) -> Described:
    """Most bodies are described in the same few ways."""
    return Described({name: clean(value.decode("utf-8", "replace")) for name, value in fields})


def boundary(described: Described, body: bytes) -> bytes:
    """What parts the parts of ``body``, as its header says or, where that says nothing, as its first lines show."""
    named = described.parameter("boundary").rstrip()
    if named:
        return named.encode("utf-8")
    found = re.match(rb"(?:[^\n]{0,998}\n){0,20}?--([^\s-][^\r\n]{0,199}?)[ \t]*\r?\nContent-", body, re.IGNORECASE)
    return found[1] if found else b""


def between(body: bytes, boundary: bytes) -> list[tuple[int, int]]:
    """Start and end of each part, the line ends that belong to the delimiters not included."""
    if not boundary:
        return []
    found: list[tuple[int, int]] = []
    start: int | None = None
    for end, rest in _delimiters(body, b"--" + boundary):
        if start is not None:
            found.append((min(start, end), end))
        start = rest.end()
        if rest[1] or len(found) > MAX_PARTS:
            return found
    if start is not None:
        found.append((start, len(body)))
    return found


def _delimiters(body: bytes, mark: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Where the text before each line of ``mark`` ends, and what follows the mark; "--" in it says it is the last."""
    line = b"\n" + mark
    place = 0 if body.startswith(mark) else body.find(line) + 1 or -1
    while place >= 0:
        rest = _REST.match(body, place + len(mark))
        if rest is not None:
            yield max(place - (2 if body.startswith(b"\r\n", place - 2) else 1), 0), rest
        place = body.find(line, rest.end(2) if rest else place) + 1 or -1


def leaf(described: Described, content_type: str, body: bytes) -> Part:
    """A part that is no multipart."""
    return Part(**{**vars(_bare(described, content_type)), "raw": body})


@lru_cache(maxsize=64)
def _bare(described: Described, content_type: str) -> Part:
    """The part without its body."""
    encoding = described.token("content-transfer-encoding")
    disposition = described.token("content-disposition")
    return Part(
        content_type=content_type[:100],
        charset=described.parameter("charset") or None,
        name=_name(described),
        attached=disposition.startswith("attachment"),
        flowed=described.parameter("format").lower() == "flowed",
        encoding=re.split(r"[\s;(]", encoding, maxsplit=1)[0],
        raw=b"",
        content_id=described.token("content-id").strip("<> "),
    )


def _name(described: Described) -> str:
    name = described.parameter("filename", "content-disposition") or described.parameter("name")
    return decode_words(name.encode("utf-8", "replace")).replace("/", "_").replace("\\", "_")


def _from_uu(raw: bytes) -> bytes:
    found = re.search(rb"(?m)^begin [0-7]{3,4} [^\n]*\n", raw)
    lines = []
    for line in raw[found.end() if found else 0 :].splitlines():
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(lines)
