"""A text under construction: words, and what parts them from the ones before. Never raises."""

from noticed.core.mail.seam import is_seam
from noticed.core.mail.text import MAX_TEXT, visible


class Lines:
    """``_gap`` says what parts the next word from the last one."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._length = 0
        self._gap = 0
        self._tab = self._blank = self._bullet = self._broken = False
        self._quotes = self._quoted = 0
        self._pre = 0
        self._seam = False
        self._cell_start = 0

    def text(self) -> str:
        """What was written."""
        lines = (line.rstrip(" ") for line in "".join(self._out).split("\n"))
        return "\n".join(lines).strip("\n")[:MAX_TEXT]

    def _begin_cell(self, *, first: bool) -> None:
        """A further cell of a row stays on the line of the one before it, unless that one has several lines itself."""
        if not first and self._broken:
            self._gap = max(self._gap, 1)
        elif not first:
            self._gap, self._tab = 0, True
        self._broken = False
        self._cell_start = len(self._out)

    def _write(self, text: str) -> None:
        shown = " ".join(text.split())
        if not (shown.isascii() and shown.isprintable()) or self._pre:
            text = visible(text)
            shown = " ".join(text.split())
        if self._pre:
            lines = text.split("\n")
            for number, line in enumerate(lines):
                self._gap += number > 0
                self._put(line.replace("\t", "    "))
            return
        self._blank = self._blank or text[:1].isspace()
        if shown:
            self._put(shown)
            self._blank = text[-1].isspace()

    def _put(self, words: str) -> None:
        if not words:
            return
        mark = "> " * min(self._quotes, 9)
        between = mark[: 2 * self._quoted]
        self._quoted = self._quotes
        if self._tab and self._out:
            self._out.append("\t")
        elif self._gap and self._out:
            self._broken = len(self._out) > self._cell_start
            self._out.append(f"\n{between}" * (min(self._gap, 3) - 1) + f"\n{mark}")
        elif not self._out:
            self._out.append(mark)
        elif self._blank:
            self._out.append(" ")
        elif self._seam and is_seam(self._out[-1], words):
            self._out.append("\t")
        if self._bullet:
            self._out.append("- ")
        self._out.append(words)
        self._length += len(words) + 1
        self._gap, self._tab, self._blank, self._bullet, self._seam = 0, False, False, False, False
