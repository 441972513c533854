"""An IMAPClient that a hostile or broken server can neither fill up nor hold for ever.

imaplib reads whatever a server announces: before Python 3.11.12 and 3.13.2 it even allocates an announced
literal at once, and nothing bounds the number of lines of one answer. Here a literal is at most
``LITERAL_LIMIT`` octets, an answer at most ``ANSWER_LIMIT`` octets and ``deadline`` seconds.
Raises ``imaplib.IMAP4.abort`` (a broken connection) when a server goes beyond; ``plainly`` turns this and every
other failure of the libraries into ``Transient``.
"""

# mypy: disable-error-code="no-untyped-call"
# IMAPClient has no types.

import imaplib
import io
import logging
import math
import re
import ssl
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress

from imapclient import IMAPClient, imap4, tls

from noticed.adapters.imap_answers import ranges
from noticed.adapters.imap_blocks import Blocks
from noticed.adapters.server import Server, connection_trouble
from noticed.ports import Transient

CHUNK = 256 * 1024
"""Octets of a header or of a piece of a body asked for at once."""
LITERAL_LIMIT = CHUNK + 1024
TOGETHER = 64 * 1024
"""Octets of an answer that are looked at together: TLS brings a few messages at a time."""
ANSWER_LIMIT = 64 * 1024 * 1024
LINE_COST = 256
"""Octets a line counts for at least: imaplib keeps every one of them until the answer is complete."""

# At debug level these print every line of the dialogue, which means addresses and letters.
logging.getLogger("imapclient").setLevel(logging.ERROR)

LATER = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN"})
"""Response codes (RFC 5530) of a refusal that may pass."""


class _Bounded(imaplib.IMAP4):
    """Counts what the server sends since the last ``allow``."""

    spent = 0
    until = math.inf

    def allow(self, seconds: float) -> None:
        """Begin a new answer: the full number of octets, within ``seconds``."""
        self.spent, self.until = 0, time.monotonic() + seconds

    def _spend(self, octets: int) -> None:
        self.spent += octets
        if self.spent > ANSWER_LIMIT:
            raise self.abort("answer too large")
        if time.monotonic() > self.until:
            raise self.abort("answer too slow")

    def read(self, size: int) -> bytes:
        if size > LITERAL_LIMIT:
            raise self.abort("literal too large")
        read = bytearray()
        while len(read) < size:
            piece = self._reader().read1(size - len(read))
            if not piece:
                raise self.abort("socket error: EOF")
            self._spend(len(piece))
            read += piece
        return bytes(read)

    def _reader(self) -> io.BufferedReader:
        reader = getattr(self, "_file", None) or self.file  # since 3.14 the public name warns
        assert isinstance(reader, io.BufferedReader)
        return reader

    def blocks(self, sets: Iterable[str], item: str, seconds: float) -> Generator[dict[int, bytes]]:
        """See ``BoundedClient.blocks``."""
        tags = deque[bytes]()
        try:
            for uids in sets:
                tags.append(self._command("UID", "FETCH", uids, f"({item})"))
                if len(tags) > 1:
                    yield self._blocks(tags.popleft(), seconds)
            while tags:
                yield self._blocks(tags.popleft(), seconds)
        except GeneratorExit:
            for tag in tags:  # what was asked for is answered before anything else
                self._blocks(tag, seconds)
            raise

    def _blocks(self, tag: bytes, seconds: float) -> dict[int, bytes]:
        self.allow(seconds)
        answer, reader, gathered = Blocks(tag, LITERAL_LIMIT), self._reader(), b""
        while answer.ended is None:
            octets = reader.peek()
            if not octets:
                raise self.abort("socket error: EOF")
            self._spend(len(octets))
            before, known, gathered = len(gathered), len(answer.found), gathered + octets
            if not answer.may_end(octets) and len(gathered) < TOGETHER:
                reader.read(len(octets))
                continue
            try:
                reader.read(answer.heard(gathered) - before)
            except ValueError as error:
                raise self.abort(str(error)) from None
            self._spend(LINE_COST * (len(answer.found) - known))
            gathered = b""
        del self.tagged_commands[tag]
        return answer.found if answer.ended.split()[:1] == [b"OK"] else {}

    def buffered(self) -> bytes:
        """What was received and not read yet; the socket does not block."""
        try:
            held = self._reader().peek()
        except (BlockingIOError, ssl.SSLWantReadError):
            return b""
        return self._reader().read1(len(held)) if held else b""

    def readline(self) -> bytes:
        try:
            line = super().readline()
        except self.error:  # the rest of the line is still to come: nothing can be understood after it
            raise self.abort("line too long") from None
        self._spend(max(len(line), LINE_COST))
        return line


class _Plain(_Bounded, imap4.IMAP4WithTimeout):
    """Before STARTTLS, or on this machine."""


class _Tls(_Bounded, tls.IMAP4_TLS):
    """TLS from the first octet."""


class BoundedClient(IMAPClient):
    """IMAPClient over a bounded connection, with the transcript switched off that it keeps for its debug log."""

    def __init__(self, server: Server, context: ssl.SSLContext | None) -> None:
        implicit = server.tls == "implicit"
        super().__init__(server.host, server.port, ssl=implicit, ssl_context=context, timeout=server.timeout)
        self.normalise_times = False
        self._imap.debug = 0

    def _create_IMAP4(self) -> _Bounded:  # noqa: N802  # IMAPClient's own seam for another connection class
        seconds = getattr(self._timeout, "connect", None)
        if self.ssl:
            return _Tls(self.host, self.port, self.ssl_context, seconds)
        return _Plain(self.host, self.port, seconds)

    def identify(self, name: str, version: str) -> None:
        """ID, whether announced or not (RFC 2971); a refusal changes nothing."""
        self._imap.xatom("ID", f'("name" "{name}" "version" "{version}")')

    def uids(self, criteria: str) -> set[int]:
        """What an ASCII search finds: as ranges (RFC 4731), where the server has them, else one by one: some announce
        them and refuse."""
        if self.has_capability("ESEARCH"):
            self._imap.untagged_responses.pop("ESEARCH", None)
            with suppress(No), answered():
                self._raw_command_untagged(b"SEARCH", [b"RETURN (ALL)", criteria.encode()])
                for answer in self._imap.untagged_responses.pop("ESEARCH", ()):
                    return ranges(answer)
        return set(self.search(criteria))

    def blocks(self, sets: Iterable[str], item: str, seconds: float) -> Generator[dict[int, bytes]]:
        """One literal of each message, by UID, of each of these sets, each answer within so many seconds; none of a set
        that the server refuses. The next set is asked for before an answer is read, and may be answered with it:
        whoever stops early closes this.
        """
        answers: Generator[dict[int, bytes]] = self._imap.blocks(sets, item, seconds)
        return answers

    def allow(self, seconds: float) -> None:
        """Begin a new answer (see ``_Bounded.allow``)."""
        self._imap.allow(seconds)

    def buffered(self) -> bytes:
        """What was received and not read yet, of a socket that does not block."""
        octets: bytes = self._imap.buffered()
        return octets

    def wait_again(self) -> None:
        """Let the socket block again, as long as a server may take."""
        self._set_read_timeout()


class No(Exception):
    """The server understood a command, or not, and will not do it; the connection is fine."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.said = said
        """Its words, to be looked at, never to be repeated."""


def response_code(error: Exception) -> str:
    """The bracketed code of a refusal (RFC 5530) in capitals, e.g. UNAVAILABLE; "" where there is none."""
    if isinstance(error, No):
        return error.code
    found = re.search(r"\[([A-Za-z][A-Za-z-]{0,30})\b", str(error))
    return found[1].upper() if found else ""


@contextmanager
def answered() -> Iterator[None]:
    """Turn a complete NO or BAD into ``No``; a broken connection stays what it is."""
    try:
        yield
    except imaplib.IMAP4.abort as error:
        if "continuation" in str(error):  # a literal was refused before it was sent: a complete answer, too
            raise No(response_code(error), str(error)) from None
        raise
    except imaplib.IMAP4.error as error:
        if isinstance(error.__context__, imaplib.IMAP4.abort):  # IMAPClient renames a cut during login to LoginError
            raise error.__context__ from None
        raise No(response_code(error), str(error)) from None


@contextmanager
def plainly(place: str) -> Iterator[None]:
    """Turn what imaplib, IMAPClient and the socket raise into ``Transient`` with one line, nothing of theirs in it."""
    try:
        yield
    except imaplib.IMAP4.abort:
        raise Transient(f"{place}: the connection broke") from None
    except (No, imaplib.IMAP4.error) as error:
        raise Transient(f"{place}: it refused a command ({response_code(error) or 'no reason given'})") from None
    except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise Transient(f"{place}: {connection_trouble(error)}") from None
    except (MemoryError, RecursionError):
        raise Transient(f"{place}: it gave an answer that cannot be read") from None
