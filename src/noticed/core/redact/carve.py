"""A message cut into what stays as it is and what is text, in the order of its octets.

The parts are those the reader sees (``core.mail.mime``). Headers that only say which way a message came, and those
nobody knows, are left out; the contents of attachments are filled with one letter, their size and kind stay.
Never raises on any octets.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from noticed.core.mail.charset import codec_of
from noticed.core.mail.content import Shown, charset_of, shown_as
from noticed.core.mail.headers import Field, from_base64, read_fields, split_message
from noticed.core.mail.message import MAX_SIZE
from noticed.core.mail.mime import MAX_DEPTH, MAX_PARTS, Part, between, boundary, leaf, parameters
from noticed.core.redact.octets import Text, as_base64, in_base64, in_quoted_printable, plain
from noticed.core.redact.words import encoded_words
from noticed.core.values import Value

_ADDRESS_FIELDS = frozenset({"from", "to", "cc", "reply-to", "sender", "return-path"})
_ID_FIELDS = frozenset({"message-id", "in-reply-to", "references", "content-id"})
_PLAIN_FIELDS = frozenset(
    {
        "date",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "content-disposition",
        "auto-submitted",
        "x-amazon-auto-reply",
    }
)
_NAMES = re.compile(rb"""(?i)(?<=[\s;])((?:file)?name\*?(?:\d{1,2}\*?)?\s*=\s*)("[^"]*"|[^;\r\n]*)""")
_CODED = re.compile(rb"=\?[^?\s]{1,60}\?[bBqQ]\?|\?=|%[0-9A-Fa-f]{2}|\A\"?[A-Za-z0-9-]{1,20}'[A-Za-z-]{0,8}'")
"""What only says how a name is written (RFC 2047, RFC 2231)."""
_HOST = re.compile(rb"(?<![A-Za-z0-9-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}\Z")
"""Mail servers name themselves at the end of the boundaries they write."""
_KEPT_ENDING = re.compile(rb"\.[A-Za-z0-9]{1,5}\"?\s*\Z")


class Role(StrEnum):
    """How a section of the message is read."""

    ADDRESSES = "addresses"
    LINE = "line"
    PLAIN = "plain"
    HTML = "html"


class Section(Value):
    """Texts that are read as one."""

    role: Role
    texts: tuple[Text, ...]


Piece = bytes | Text | Callable[[], bytes]


class Carver:
    """Cuts one message; ``sections`` are its texts, ``written`` the message with their edits."""

    def __init__(self, raw: bytes) -> None:
        self.sections: list[Section] = []
        self._marks: set[bytes] = set()
        self._parts = 0
        self._pieces = self._entity(raw[:MAX_SIZE], 0, "text/plain", top=True)

    def written(self) -> bytes:
        """The message as it stands now."""
        written = _joined(self._pieces)
        for mark in self._marks:
            written = written.replace(mark, _HOST.sub(_blotted, mark))
        return written

    def _entity(self, raw: bytes, depth: int, default: str, *, top: bool = False) -> list[Piece]:
        """A header and its body: a message, or a part of one."""
        self._parts += 1
        block, body = split_message(raw)
        fields, _ = read_fields(block)
        eol = b"\r\n" if b"\r\n" in block or not block else b"\n"
        pieces = [piece for field in fields for piece in self._field(field, eol)]
        return [*pieces, eol, *self._body(fields, body, depth, default, top=top)]

    def _field(self, field: Field, eol: bytes) -> list[Piece]:
        if field.name in _PLAIN_FIELDS:
            return [field.label, b":", _NAMES.sub(_renamed, field.raw), eol]
        if field.name not in {"subject", *_ADDRESS_FIELDS, *_ID_FIELDS}:
            return []
        texts = list(encoded_words(field.raw))
        role = Role.ADDRESSES if field.name in _ADDRESS_FIELDS else Role.LINE
        self.sections.append(Section(role=role, texts=tuple(texts)))
        return [field.label, b":", *texts, eol]

    def _body(self, fields: tuple[Field, ...], body: bytes, depth: int, default: str, *, top: bool) -> list[Piece]:
        described = parameters(fields)
        content_type = described.content_type(default)
        if content_type.startswith("multipart/") and depth < MAX_DEPTH:
            mark = boundary(described, body)
            cuts = between(body, mark)
            if cuts:
                self._marks.update([mark] if _HOST.search(mark) else [])
                inner = "message/rfc822" if content_type.endswith("/digest") else "text/plain"
                return self._multipart(body, mark, cuts, depth, inner)
            content_type = "text/plain"
        return self._leaf(leaf(described, content_type, body), depth, top=top)

    def _multipart(
        self, body: bytes, mark: bytes, cuts: list[tuple[int, int]], depth: int, default: str
    ) -> list[Piece]:
        pieces: list[Piece] = []
        end = 0
        for start, stop in cuts:
            pieces += self._gap(body[end:start], mark, first=not pieces)
            if self._parts < MAX_PARTS:
                pieces += self._entity(body[start:stop], depth + 1, default)
            end = stop
        return [*pieces, *self._gap(body[end:], mark, last=True)]

    def _gap(self, octets: bytes, mark: bytes, *, first: bool = False, last: bool = False) -> list[Piece]:
        """A delimiter, the words before the first one and behind the last one."""
        found = re.search(rb"(?:\A|\r?\n)--" + re.escape(mark) + rb"(?:--)?[ \t]*(?:\r?\n|\Z)", octets)
        if found is None:
            return [octets]
        before, behind = octets[: found.start()], octets[found.end() :]
        return [
            self._shown(before, Role.PLAIN) if first else before,
            found[0],
            self._shown(behind, Role.PLAIN) if last else behind,
        ]

    def _leaf(self, part: Part, depth: int, *, top: bool) -> list[Piece]:
        shown = shown_as(part, top=top)
        if shown is Shown.MESSAGE or shown is Shown.RETURNED:
            return self._message(part, depth)
        if shown is Shown.NOT:
            return [_filled(part)]
        role = Role.HTML if shown is Shown.HTML else Role.PLAIN
        content = part.content
        codec = codec_of(content, charset_of(content, part.charset, is_html=role is Role.HTML))
        read = {"base64": in_base64, "quoted-printable": in_quoted_printable}.get(part.encoding, plain)
        text = read(part.raw, codec)
        self.sections.append(Section(role=role, texts=(text,)))
        return [text]

    def _message(self, part: Part, depth: int) -> list[Piece]:
        if depth >= MAX_DEPTH or self._parts >= MAX_PARTS:
            return [_filled(part)]
        if part.encoding == "base64":
            inner = self._entity(from_base64(part.raw), depth + 1, "text/plain", top=True)
            return [lambda: as_base64(_joined(inner), part.raw)]
        return self._entity(part.content, depth + 1, "text/plain", top=True)

    def _shown(self, octets: bytes, role: Role) -> Text:
        text = plain(octets, codec_of(octets))
        self.sections.append(Section(role=role, texts=(text,)))
        return text


def _joined(pieces: list[Piece]) -> bytes:
    return b"".join(
        piece if isinstance(piece, bytes) else piece.written() if isinstance(piece, Text) else piece()
        for piece in pieces
    )


def _filled(part: Part) -> bytes:
    """As many octets as the attachment has, in lines as long, all of one letter."""
    return re.sub(rb"[^\s=]", b"A" if part.encoding == "base64" else b"x", part.raw)


def _blotted(found: re.Match[bytes]) -> bytes:
    return re.sub(rb"[A-Za-z]", b"x", found[0])


def _renamed(found: re.Match[bytes]) -> bytes:
    """A file's name with every letter and digit the same, its ending kept."""
    value = re.sub(
        rb"=\?[^?\s]{1,60}\?[bBqQ]\?|\?=|%[0-9A-Fa-f]{2}|\A\"?[A-Za-z0-9-]{1,20}'[A-Za-z-]{0,8}'", b"", found[2]
    )
    ending = _KEPT_ENDING.search(value)
    stem = value[: ending.start()] if ending else value
    stem = re.sub(rb"[A-Za-z\x80-\xff]", b"x", re.sub(rb"\d", b"0", stem))
    return found[1] + stem + (ending[0] if ending else b"")
