"""Octets that are text, edited in place: what is not replaced stays octet for octet what it was.

Each character knows the octets it was read from, through charset and transfer encoding, so that a false charset
label, a quoted-printable line or a word cut inside a character survives. Never raises on any octets.
"""

import binascii
import codecs
import quopri
import re
from collections.abc import Callable, Iterable, Sequence

from noticed.core.mail.headers import from_base64

Edit = tuple[int, int, bytes]
"""Start, end, and what takes the place of the octets between."""

_LONG = 2_000_000
"""Octets of multi-octet text that are read character by character."""
_ESCAPES = re.compile(rb"\x1b(?:\$\(?[A-Z@]|\([A-Z])|[\x0e\x0f]")
_SHIFTED = re.compile(rb"((?:%b)*).{1,2}?((?:%b)*)" % (_ESCAPES.pattern, _ESCAPES.pattern), re.DOTALL)
_JAPANESE = "iso2022_jp_ext"


class Text:
    """A run of text. ``write`` turns edits of the decoded octets into the octets of the message."""

    def __init__(self, octets: bytes, codec: str, write: Callable[[Sequence[Edit]], bytes], raw: bytes) -> None:
        self.codec = _JAPANESE if codec.startswith("iso-2022-jp") else codec
        self.text, self._bounds = _characters(octets, self.codec)
        if len(self._bounds) != len(self.text) + 1:
            self.codec, self.text, self._bounds = "latin-1", octets.decode("latin-1"), range(len(octets) + 1)
        self._octets, self._write, self._raw = octets, write, raw
        self._edits: dict[tuple[int, int], str] = {}

    def replace(self, start: int, end: int, new: str) -> None:
        """Let ``new`` stand where the characters from ``start`` to ``end`` stand."""
        self._edits[start, end] = new

    def written(self) -> bytes:
        """The octets of the message with everything replaced."""
        if not self._edits:
            return self._raw
        edits = []
        for (start, end), new in sorted(self._edits.items()):
            low, high = self._bounds[start], self._bounds[end]
            before, behind = self._shifts(low, high)
            edits.append((low, high, before + self._encoded(new, high - low - len(before) - len(behind)) + behind))
        return self._write(edits)

    def _shifts(self, low: int, high: int) -> tuple[bytes, bytes]:
        """Shifts of a stateful charset before and behind a character, which stay."""
        found = _SHIFTED.fullmatch(self._octets, low, high) if self.codec == _JAPANESE else None
        return (found[1], found[2]) if found else (b"", b"")

    def _encoded(self, new: str, size: int) -> bytes:
        """``new`` where a character of ``size`` octets stood: what needs another shift goes there and back."""
        try:
            octets = new.encode(self.codec, "surrogateescape")
        except (UnicodeError, LookupError):
            octets = new.encode("ascii", "replace")
        if self.codec != _JAPANESE:
            return octets
        bare = _ESCAPES.sub(b"", octets)
        was_double, is_double = size > 1, _ESCAPES.match(octets) is not None
        if was_double == is_double or not bare:
            return bare
        return b"\x1b$B" + bare + b"\x1b(B" if is_double else b"\x1b(B" + bare + b"\x1b$B"


def _characters(octets: bytes, codec: str) -> tuple[str, Sequence[int]]:
    """The text, and where each character begins; the last bound is the end."""
    if octets.isascii() and not codec.startswith(("iso2022", "hz", "utf-16")):
        return octets.decode("ascii"), range(len(octets) + 1)
    try:
        if codec == "utf-8":
            text = octets.decode(codec, "surrogateescape")
            return text, _sums(1 if char < "\x80" else len(char.encode(codec, "surrogateescape")) for char in text)
        if len("é".encode(codec, "replace")) == 1 and len(text := octets.decode(codec, "surrogateescape")) == len(
            octets
        ):
            return text, range(len(octets) + 1)
        return _one_by_one(octets[:_LONG], codec)
    except (UnicodeError, LookupError, ValueError):
        return "", ()


def _sums(sizes: Iterable[int]) -> list[int]:
    bounds = [0]
    for size in sizes:
        bounds.append(bounds[-1] + size)
    return bounds


def _one_by_one(octets: bytes, codec: str) -> tuple[str, Sequence[int]]:
    decoder = codecs.getincrementaldecoder(codec)("surrogateescape")
    chars: list[str] = []
    bounds = [0]
    for place in range(len(octets)):
        got = decoder.decode(octets[place : place + 1], final=place == len(octets) - 1)
        for char in got[:-1]:
            chars.append(char)
            bounds.append(bounds[-1])
        if got:
            chars.append(got[-1])
            bounds.append(place + 1)
    if bounds[-1] != len(octets):
        bounds[-1] = len(octets)
    return "".join(chars), bounds


def plain(octets: bytes, codec: str) -> Text:
    """Text without a transfer encoding."""
    return Text(octets, codec, lambda edits: spliced(octets, edits), octets)


def in_base64(raw: bytes, codec: str) -> Text:
    """Base64, written again in lines as long as they were (RFC 2045 section 6.8)."""
    octets = from_base64(raw)
    return Text(octets, codec, lambda edits: as_base64(spliced(octets, edits), raw), raw)


def as_base64(octets: bytes, like: bytes) -> bytes:
    """``octets`` in base64, with the line length and the line ends of ``like``."""
    first = re.search(rb"\S+", like)
    end = re.search(rb"\r?\n", like)
    width = max(len(first[0]) // 4 * 4, 4) if first and end else max(len(octets) * 2, 4)
    eol = end[0] if end else b""
    encoded = binascii.b2a_base64(octets, newline=False)
    lines = [encoded[at : at + width] for at in range(0, len(encoded), width)]
    return (like[: first.start()] if first else b"") + eol.join(lines) + like[len(like.rstrip()) :]


def in_quoted_printable(raw: bytes, codec: str) -> Text:
    """Quoted-printable (RFC 2045 section 6.7): each octet is written where it was read."""
    octets, places = _from_quoted(raw)
    if octets != quopri.decodestring(raw):
        octets = quopri.decodestring(raw)
        return Text(octets, codec, lambda edits: quopri.encodestring(spliced(octets, edits)), raw)

    def write(edits: Sequence[Edit]) -> bytes:
        encoded = [(low, high, quoted(new)) for low, high, new in edits if low < high]
        return spliced(raw, [(places[low][0], places[high - 1][1], new) for low, high, new in encoded])

    return Text(octets, codec, write, raw)


_PIECE = re.compile(rb"=[0-9A-Fa-f]{2}|=[ \t]*\r?\n|[ \t]+(?=\r?\n|\Z)|.", re.DOTALL)


def _from_quoted(raw: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """The octets, and where each begins and ends in ``raw``."""
    out = bytearray()
    places: list[tuple[int, int]] = []
    for match in _PIECE.finditer(raw):
        piece = match[0]
        if len(piece) > 1 and (piece[:1] != b"=" or piece.endswith(b"\n")):
            continue
        places.append(match.span())
        out += bytes([int(piece[1:], 16)]) if len(piece) == 3 else piece
    return bytes(out), places


def quoted(octets: bytes, *, header: bool = False) -> bytes:
    """``octets`` in quoted-printable; ``header``: as the Q of an encoded word."""
    plain_text = rb"[A-Za-z0-9.@-]" if header else rb"[!-<>-~ ]"
    return b"".join(
        char if re.fullmatch(plain_text, char) else b"=%02X" % char[0]
        for char in (octets[at : at + 1] for at in range(len(octets)))
    )


def spliced(octets: bytes, edits: Sequence[Edit]) -> bytes:
    """``octets`` with ``edits``, which are in order and do not touch."""
    out: list[bytes] = []
    end = 0
    for start, stop, new in edits:
        out += [octets[end:start], new]
        end = stop
    return b"".join([*out, octets[end:]])


def moved(place: int, edits: Sequence[Edit]) -> int:
    """Where ``place`` is when ``edits`` are made."""
    shift = 0
    for start, stop, new in edits:
        if place >= stop:
            shift += len(new) - (stop - start)
        elif place > start:
            return start + shift + min(place - start, len(new))
    return place + shift
