"""smtplib connections that believe complete replies alone.

smtplib takes "250" followed by the end of the connection for an answer, and "25" for a refusal. Here a reply is
three digits and words, every line ended by CRLF, at most 100 lines of 2,000 octets (RFC 5321 section 4.2), and all of
it comes within the socket's timeout: a server that says an octet now and then holds nobody.
Raises ``BrokenReply``, an ``OSError``, for everything else, and leaves every other ``OSError`` as it is.
"""

import re
import select
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from io import BufferedReader

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?\r\n", re.DOTALL)
_LAST_LINE = re.compile(rb"(?m)^([2-5][0-9][0-9])(?: [^\r\n]*)?\r\n")
_LINES = 100
_OCTETS = 2000
_PIECE = 64 * 1024


class BrokenReply(OSError):
    """What came is not a complete reply; the connection is closed."""


class Client(smtplib.SMTP):
    """Reads whole replies and sends without renaming errors."""

    def getreply(self) -> tuple[int, bytes]:
        """One reply as (code, text of all lines)."""
        if self.sock is None:
            raise BrokenReply
        if self.file is None:
            self.file = self.sock.makefile("rb")
        patience, texts = self.sock.gettimeout(), []
        until = None if patience is None else time.monotonic() + patience
        try:
            for _ in range(_LINES):
                line = _LINE.fullmatch(self._line(self.sock, self.file, until))
                if line is None:
                    break
                texts.append(line[3] or b"")
                if line[2] != b"-":
                    self.sock.settimeout(patience)
                    return int(line[1]), b"\n".join(texts)
            raise BrokenReply
        except OSError:
            self.close()
            raise

    def replies_here(self, seconds: float) -> list[int]:
        """The codes of the whole replies that come in one piece, as those to a flight do, and are still to be read;
        none where the first of it is not here in ``seconds``, some milliseconds.
        """
        if self.sock is None or self.file is None:
            return []
        patience = self.sock.gettimeout()
        try:
            return [int(code) for code in _LAST_LINE.findall(_peek(self.sock, self.file, seconds))]
        except OSError:  # the connection broke, and whoever reads it will see
            return []
        finally:
            self.sock.settimeout(patience)

    @staticmethod
    def _line(sock: socket.socket, file: BufferedReader, until: float | None) -> bytes:
        """The octets to the end of the line, one read of the socket after the other."""
        line = bytearray()
        while not line.endswith(b"\n") and len(line) <= _OCTETS:
            if until is not None:
                sock.settimeout(max(until - time.monotonic(), 0.001))
            known = file.peek(1)
            if not known:
                break
            line += file.read(min(known.find(b"\n") + 1 or len(known), _OCTETS + 1 - len(line)))
        return bytes(line)

    def send(self, s: bytes | str) -> None:  # type: ignore[override]  # a buffer is never sent
        """Send all of it, in pieces: the socket's timeout bounds a whole ``sendall``, however long."""
        octets = memoryview(s.encode("ascii") if isinstance(s, str) else s)
        for start in range(0, len(octets), _PIECE):
            if self.sock is None:
                raise BrokenReply
            self.sock.sendall(octets[start : start + _PIECE])


def _peek(sock: socket.socket, file: BufferedReader, seconds: float) -> bytes:
    """What is here of an answer. A read that times out would spoil ``file``: the socket is asked before."""
    sock.settimeout(0)
    for _ in range(2):
        with suppress(ssl.SSLWantReadError):
            if here := file.peek(1):
                return here
        coming = select.poll()  # select() itself knows no descriptor beyond 1,023
        coming.register(sock, select.POLLIN)
        if not coming.poll(seconds * 1000):
            break
    return b""


class PlainClient(Client):
    """For STARTTLS, or for this machine."""


class TlsClient(Client, smtplib.SMTP_SSL):
    """TLS from the first octet."""
