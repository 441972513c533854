"""Which messages have some words in From or Subject, by reading these two fields of each: what SEARCH answers, too.

A server without an index compares every message with every word of a SEARCH, and has the two fields, which it keeps
cached, at hand sooner. Pure; nothing is raised, whatever a stranger wrote.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from noticed.adapters.imap_search import Term
from noticed.core.mail.headers import read_fields

CUT = 4096
"""Octets of the two fields that are asked for: a stranger may write megabytes of them."""
FIELDS = f"BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)]<0.{CUT}>"
_USUAL = bytes([*b"\t\n\r", *range(32, 127)])
_LOWER = bytes(ord(" ") if octet in b"\t\n\r" else octet for octet in bytes(range(256)).lower())
_DIGITS = b"0123456789"
_LARGE = 1000
"""Octets of the two fields that are read here to their end."""
_NAMES = ("from", "subject")


class Scan:
    """Looks for any of ``group``; capitals, folding, encoded words and how an accent is written make no difference."""

    def __init__(self, group: Sequence[Term]) -> None:
        self._wanted = [(key.lower(), _flat(text)) for key, text in group]
        plain = [flat.encode() for _, flat in self._wanted if flat.isascii()]
        self._plain = [(text, max(text.translate(None, _DIGITS).split(), key=len, default=b"")) for text in plain]
        """Those in plain letters, and the longest word of each, without digits."""

    def found(self, blocks: Mapping[int, bytes]) -> set[int]:
        """In which of these blocks of the two fields they are. What is too long to be decoded here, or was cut off, may
        have them, and is looked at."""
        odd = {name for name, block in blocks.items() if len(block) >= CUT}
        if not _is_plain(b"".join(blocks.values())):
            odd |= {name for name, block in blocks.items() if not _is_plain(block)}
        likely = odd | self._likely({name: block for name, block in blocks.items() if name not in odd})
        return {name for name in likely if len(blocks[name]) > _LARGE or self._is_in(blocks[name])}

    def _likely(self, blocks: Mapping[int, bytes]) -> set[int]:
        """Those with one of the words anywhere. Each is looked for in all of them at once, and only if it may be there:
        thousands of messages say much the same in different numbers.
        """
        together = b"\0".join(blocks.values()).replace(b"\r\n", b"\n").translate(_LOWER)
        while b"  " in together:
            together = together.replace(b"  ", b" ")
        each_once = b" ".join(set(together.translate(None, _DIGITS).split()))
        ends = list(accumulate(len(block) + 1 for block in together.split(b"\0")))
        names, likely = list(blocks), set[int]()
        for text, longest in self._plain:
            at = together.find(text) if longest in each_once else -1
            while at >= 0:
                number = bisect_right(ends, at)
                likely.add(names[number])
                at = together.find(text, ends[number])
        return likely

    def _is_in(self, block: bytes) -> bool:
        read = [(field.name, _flat(field.text)) for field in read_fields(block)[0] if field.name in _NAMES]
        return any(name == key and text in value for name, value in read for key, text in self._wanted)


def shows(block: bytes) -> bool:
    """Whether both fields are there, as far as they were not cut off: some servers show one of them, or none."""
    if block.startswith(b"From:") and b"\nSubject:" in block:
        return True  # as most are written
    lines = b"\n" + block.lower()
    return len(block) >= CUT or (b"\nfrom:" in lines and b"\nsubject:" in lines)


def _is_plain(block: bytes) -> bool:
    """Whether it says what it means: ASCII without encoded words and control characters."""
    return not block.translate(None, _USUAL) and b"=?" not in block


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()
