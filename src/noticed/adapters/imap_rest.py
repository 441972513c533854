"""A connection that waits: its socket without blocking, and the dialogue of ``imap_beat`` over it.

imaplib reads through a buffer and TLS decrypts ahead: what lies there is heard before the socket is waited on, and
every reading goes on until there is nothing more.
"""

# mypy: disable-error-code="no-untyped-call"
# IMAPClient has no types.

import select
import socket
import ssl
import time

from noticed.adapters.imap_beat import Beat
from noticed.adapters.imap_session import ImapSession

_PIECE = 16 * 1024
_MOST = 1024 * 1024
"""Octets that may come between two of our words: whoever says more keeps the thread from everybody else."""
_NOTHING_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Rest:
    """One wait of one session that has read at least one mailbox. Nothing is raised: ``beat.gone`` says it is over."""

    def __init__(self, session: ImapSession, *, idle: bool) -> None:
        self.session = session
        self.beat = Beat(session.read, idle=idle and session.can_idle, modseq=session.counts)
        self.sock: socket.socket = session.client.socket()
        self._octets = 0
        try:
            self.sock.settimeout(0)
            self.beat.heard(session.client.buffered())
        except OSError:
            self.beat.gone = True
        self.say(self.beat.begin())

    def say(self, octets: bytes) -> None:
        """Send, all at once or not at all."""
        self._octets = 0
        try:
            if not self.beat.gone and self.sock.send(octets) != len(octets):
                self.beat.gone = True
        except OSError:
            self.beat.gone = True

    def hear(self) -> None:
        """Take in what has come."""
        try:
            while not self.beat.gone:
                octets = self.sock.recv(_PIECE)
                self.beat.heard(octets)
                self._octets += len(octets)
                if not octets or self._octets > _MOST:
                    self.beat.gone = True
        except _NOTHING_YET:
            pass
        except OSError:
            self.beat.gone = True

    def leave(self, seconds: float) -> ImapSession | None:
        """Back to ordinary commands, each way within so many seconds; None where it is over with it."""
        self._until_settled(seconds)
        self.say(self.beat.leave())
        self._until_settled(seconds)
        if self.beat.gone or not self.beat.settled or not self.beat.between:
            self.session.broken = True
            return None
        self.session.client.wait_again()
        return self.session

    def hang_up(self) -> None:
        """Say goodbye without waiting for an answer, and close."""
        self.say(self.beat.leave() + b"bye LOGOUT\r\n")
        self.session.broken = True
        self.session.close()

    def _until_settled(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        self.hear()
        while not self.beat.settled and not self.beat.gone and (left := until - time.monotonic()) > 0:
            poll = select.poll()
            poll.register(self.sock, select.POLLIN)
            poll.poll(left * 1000)
            self.hear()
