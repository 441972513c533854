"""The answer to a FETCH of one literal of each message, read without the pains imaplib and IMAPClient take with it.

Pure: octets in, as they come; literals by UID out, other words of the server's passed over. Nothing of a literal is
ever taken for the server's word: its octets are counted.
"""

import re

LONGEST_LINE = 1024 * 1024
_USUAL = re.compile(rb"(?:\)\r\n)?\* \d{1,10} FETCH \(UID (\d{1,10}) [^\n]*\{(\d{1,10})\}\r\n")
"""The end of one message's item and the beginning of the next one's, as servers write it."""
_LITERAL = re.compile(rb"\{(\d{1,10})\}\r?\n\Z")
_UID = re.compile(rb"\bUID (\d{1,10})\b")


class Blocks:
    """The answer to the command with this tag."""

    def __init__(self, tag: bytes, limit: int) -> None:
        self._tag = tag + b" "
        self._limit = limit
        self._rest = b""
        self.found: dict[int, bytes] = {}
        self.ended: bytes | None = None
        """The server's last line, after the tag."""

    def heard(self, octets: bytes) -> int:
        """How many of them belong to this answer. Raises ``ValueError`` for a literal or a line that is too long."""
        text, at = self._rest + octets, 0
        while self.ended is None:
            if item := _USUAL.match(text, at):
                uid, begin, size = int(item[1]), item.end(), int(item[2])
            else:
                begin = text.find(b"\n", at) + 1
                line = text[at:begin]
                literal = _LITERAL.search(line)
                named = _UID.search(line)
                uid, size = int(named[1]) if named else 0, int(literal[1]) if literal else -1
                if not line:
                    break
                if line.startswith(self._tag):
                    self.ended, at = line[len(self._tag) :], begin
                    break
            if size > self._limit:
                raise ValueError("literal too large")
            if begin + size > len(text):
                break
            if size >= 0 and uid:
                self.found[uid] = text[begin : begin + size]
            at = begin + max(size, 0)
        before, self._rest = len(self._rest), text[at:]
        if self.ended is not None:
            return at - before
        if len(self._rest) > self._limit + LONGEST_LINE:
            raise ValueError("line too long")
        return len(octets)
