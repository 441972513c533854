"""What is said and heard on a connection that waits, between two polls. Pure: octets in, octets out.

To wait: EXAMINE the first mailbox and IDLE (RFC 2177), where the server has it. To look: end IDLE, NOOP, STATUS of
the other mailboxes, and IDLE again, all in one flight (RFC 9051 section 5.5), so that a look costs one round trip and
renews IDLE. Whatever is not certainly "nothing came" is news: a poll finds out what it is. Nothing is raised.
"""

import re
from collections.abc import Mapping

from imapclient import imap_utf7

from noticed.ports import MailboxState

_LINE = 64 * 1024
"""Octets of the longest line that is listened to."""
_NUMBER = re.compile(rb"(UIDVALIDITY|UIDNEXT|MESSAGES|HIGHESTMODSEQ) (\d{1,20})", re.IGNORECASE)
_EXISTS = re.compile(rb"\* (\d{1,20}) EXISTS\b", re.IGNORECASE)
_LITERAL = re.compile(rb"\{\d+\+?\}\Z")


class Beat:
    """The dialogue of one wait. ``known``: how the mailboxes were when they were read, the one to wait on first."""

    def __init__(self, known: Mapping[str, MailboxState], *, idle: bool, modseq: bool) -> None:
        self._first, *self._others = known
        self._known = known
        self._idle = idle
        self._items = b"(MESSAGES UIDNEXT UIDVALIDITY%s)" % (b" HIGHESTMODSEQ" if modseq else b"")
        self._rest = b""
        self._number = 0
        self._asked: dict[bytes, str | None] = {}
        """Tags whose answers are still to come, in whatever order, and the mailbox each asks about."""
        self._found: dict[bytes, int] = {}
        self._idles: bytes | None = None
        """The tag of the IDLE that was begun."""
        self.idling = False
        self.news = False
        """Something came, or may have come."""
        self.gone = False
        """The server said goodbye, or what cannot be followed."""

    @property
    def settled(self) -> bool:
        """Whether everything that was asked has been answered."""
        return not self._asked and (self.idling or self._idles is None)

    def begin(self) -> bytes:
        """What to send to begin to wait."""
        return self._ask(b"EXAMINE " + _quoted(self._first), self._first) + self._wait()

    def look(self) -> bytes:
        """What to send to ask whether anything came."""
        said = self._done() + self._ask(b"NOOP")
        for name in self._others:
            said += self._ask(b"STATUS %s %s" % (_quoted(name), self._items), name)
        return said + self._wait()

    def leave(self) -> bytes:
        """What to send to go back to ordinary commands, once it is ``settled``."""
        return self._done() or self._ask(b"NOOP")

    def heard(self, octets: bytes) -> None:
        """What the server sent."""
        *lines, self._rest = (self._rest + octets).split(b"\r\n")
        for line in lines:
            self._line(line)
        if len(self._rest) > _LINE:
            self.gone = True

    @property
    def between(self) -> bool:
        """Whether the last line was heard to its end."""
        return not self._rest

    def _line(self, line: bytes) -> None:
        if _LITERAL.search(line) or line.startswith(b"* BYE"):
            self.gone = True
        elif line.startswith(b"+"):
            self.idling = self._idles is not None
        elif line.startswith(b"* "):
            self._untagged(line)
        else:
            self._tagged(line)

    def _untagged(self, line: bytes) -> None:
        opening = self._first in self._asked.values()
        if exists := _EXISTS.match(line):
            self._found[b"MESSAGES"] = int(exists[1])
            self.news = self.news or not opening
        elif line.startswith(b"* OK [" if opening else b"* STATUS "):
            numbers = line if opening else line.rpartition(b"(")[2]  # what is before it is a name
            self._found |= {name.upper(): int(number) for name, number in _NUMBER.findall(numbers)}

    def _tagged(self, line: bytes) -> None:
        tag, _, said = line.partition(b" ")
        well = said[:2].upper() == b"OK"
        if tag in self._asked:
            about = self._asked.pop(tag)
            if not well or (about and not self._same(about)):
                self.news = True
            if about:
                self._found = {}
        elif tag == self._idles:  # not asked to end: refused, or the server has had enough of it
            self._idles, self.idling = None, False
            self._idle = self._idle and well
            self.news = self.news or well
        else:
            self.gone = True

    def _same(self, mailbox: str) -> bool:
        known = self._known[mailbox]
        by_default = {b"UIDNEXT": known.uid_next} if mailbox == self._first else {}  # EXAMINE may leave it out
        found = by_default | self._found
        try:
            state = MailboxState(
                uidvalidity=found[b"UIDVALIDITY"],
                uid_next=found[b"UIDNEXT"],
                exists=found[b"MESSAGES"],
                modseq=found.get(b"HIGHESTMODSEQ"),
            )
        except KeyError:
            return False
        return state.same_as(known)

    def _ask(self, command: bytes, about: str | None = None) -> bytes:
        tag = self._tag()
        self._asked[tag] = about
        return b"%s %s\r\n" % (tag, command)

    def _wait(self) -> bytes:
        if not self._idle:
            return b""
        self._idles = self._tag()
        return self._idles + b" IDLE\r\n"

    def _done(self) -> bytes:
        if self._idles is None:
            return b""
        self._asked[self._idles] = None
        self._idles, self.idling = None, False
        return b"DONE\r\n"

    def _tag(self) -> bytes:
        self._number += 1
        return b"w%d" % self._number


def _quoted(mailbox: str) -> bytes:
    name: bytes = imap_utf7.encode(mailbox)
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
