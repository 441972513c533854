"""The answer to a FETCH of one literal of each message, read without the pains imaplib and IMAPClient take with it.

Pure: octets in, as they come; literals by UID out, other words of the server's passed over. Nothing of a literal is
ever taken for the server's word: its octets are counted.
"""

import re

LONGEST_LINE = 1024 * 1024
_NEXT = re.compile(rb"\)\r\n\* \d{1,10} FETCH \(UID ([1-9]\d{0,9}) [^\n{]*\{(\d{1,10})\}\r\n")
"""The end of one message's item and the beginning of the next one's, as servers write it."""
_LITERAL = re.compile(rb"\{(\d{1,10})\}\r?\n\Z")
_UID = re.compile(rb"\bUID (\d{1,10})\b")


class Blocks:
    """The answer to the command with this tag."""

    def __init__(self, tag: bytes, limit: int) -> None:
        self._tag = tag + b" "
        self._limit = limit
        self._rest = b""
        self._latest = b""
        self._may_end = False
        self._usual = True
        """Whether literals were as long as announced wherever they were looked for without counting."""
        self.found: dict[int, bytes] = {}
        self.ended: bytes | None = None
        """The server's last line, after the tag."""

    def may_end(self, octets: bytes) -> bool:
        """Whether its tag was seen, in these octets that come next or before them, be it in a literal."""
        latest = self._latest + octets
        self._latest = latest[-len(self._tag) :]
        self._may_end = self._may_end or self._tag in latest
        return self._may_end

    def heard(self, octets: bytes) -> int:
        """How many of them belong to this answer. Raises ``ValueError`` for a literal or a line that is too long."""
        text = self._rest + octets
        at = self._read(text)
        before, self._rest = len(self._rest), text[at:]
        if self.ended is not None:
            return at - before
        if len(self._rest) > self._limit + LONGEST_LINE:
            raise ValueError("line too long")
        return len(octets)

    def _read(self, text: bytes) -> int:
        """Take in what is complete; where that ends."""
        at = 0
        while True:
            at = self._together(text, at)
            begin = text.find(b"\n", at) + 1
            line = text[at:begin]
            if not line:
                return at
            if line.startswith(self._tag):
                self.ended = line[len(self._tag) :]
                return begin
            literal = _LITERAL.search(line)
            named = _UID.search(line)
            size = int(literal[1]) if literal else 0
            if size > self._limit:
                raise ValueError("literal too large")
            if begin + size > len(text):
                return at
            if literal and named and int(named[1]):
                self.found[int(named[1])] = text[begin : begin + size]
            at = begin + size

    def _together(self, text: bytes, at: int) -> int:
        """Take in a run of usual items at once; where it ends. ``at``: behind a literal, or where a line begins.

        It is looked for without counting, and then every literal must be as long as was announced: the same as counting
        each to find the next.
        """
        if not self._usual or not _NEXT.match(text, at):
            return at
        _, *parts, last = _NEXT.split(text[at:])
        uids, sizes, literals = parts[:-2:3], parts[1:-2:3], parts[2:-2:3]
        self._usual = [*map(len, literals)] == [*map(int, sizes)]
        if not self._usual:
            return at
        self.found.update(zip(map(int, uids), literals, strict=True))
        return text.rfind(b")\r\n* ", at, len(text) - len(last))
