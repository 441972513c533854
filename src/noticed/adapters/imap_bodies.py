"""Bodies of messages, in pieces; the beginnings of those that were announced come together.

The server's word on sizes is not trusted: pieces are counted. Raises as ``imap_questions``, and ``asking``.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import accumulate

from noticed.adapters.imap_answers import block
from noticed.adapters.imap_questions import Questions
from noticed.adapters.imap_wire import CHUNK
from noticed.ports import Summary

TOGETHER = 2 * 1024 * 1024
"""Octets of bodies that are fetched together, as far as the server's word on sizes goes."""


class Bodies:
    """Those of one examined mailbox. ``asking``: around each question, which gets its own time and octets."""

    def __init__(self, ask: Questions, asking: Callable[[], AbstractContextManager[None]]) -> None:
        self._ask = ask
        self._asking = asking
        self._ahead: tuple[Summary, ...] = ()
        self._pieces: dict[int, bytes] = {}
        """Beginnings that were fetched together."""

    def announce(self, summaries: Sequence[Summary]) -> None:
        """These are asked for next, in this order; of what was announced before nothing is kept."""
        self._ahead, self._pieces = tuple(summaries), {}

    def of(self, summary: Summary, limit: int) -> bytes | None:
        """All of it; None where it is larger than ``limit``, or gone."""
        raw, piece = bytearray(), self._beginning(summary)
        while True:
            if piece is None:
                with self._asking():
                    answer = self._ask.fetch_one(summary.uid, [_piece(len(raw))])
                    if not answer:
                        return None
                    piece = block(answer, b"BODY[]")
            raw += piece
            if len(raw) > limit:
                return None
            short = len(raw) < summary.size or (summary.header and not raw)
            if not piece and short and len(raw) % CHUNK == 0:
                return None  # gone between two pieces; sizes may be inexact, but not so
            if not piece or (len(piece) < CHUNK and len(raw) >= summary.size):
                return bytes(raw)
            piece = None

    def _beginning(self, summary: Summary) -> bytes | None:
        """The first piece, with those of the messages after it, where it was announced; None: not in hand."""
        places = [n for n, known in enumerate(self._ahead) if known.uid == summary.uid]
        if places and summary.uid not in self._pieces:
            together = self._ahead[places[0] :]
            self._pieces, self._ahead = {}, together
            octets = list(accumulate(min(known.size, CHUNK) for known in together))
            few = together[: max(1, bisect_right(octets, TOGETHER))]
            with self._asking():
                for uid, item in self._ask.fetch([known.uid for known in few], _piece(0)):
                    if item:
                        self._pieces[uid] = block(item, b"BODY[]")
        return self._pieces.pop(summary.uid, None)


def _piece(start: int) -> str:
    return f"BODY.PEEK[]<{start}.{CHUNK}>"
