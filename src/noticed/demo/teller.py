"""How the story is told: a date, a sentence, and on a terminal a frame around what is to be read."""

import re
import textwrap
import time
from datetime import datetime

from rich.cells import cell_len
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from noticed.render.phrases import Phrases

ZONE = "America/Los_Angeles"
"""Where the story plays."""
_WIDTH = 100
_DATE = 20
_BEAT = 0.5
"""Seconds a sentence is left alone on a terminal, so that it can be read."""


class Teller:
    """Speaks to one console. Frames, colour and pauses only where a terminal is."""

    def __init__(self, console: Console, language: str = "en") -> None:
        self._console = console
        self._phrases = Phrases(language, ZONE)
        self._width = min(console.width, _WIDTH)

    def words(self, key: str, **values: object) -> str:
        """A sentence of the catalogue, in the language the story is told in."""
        return self._phrases(key, **values)

    def word(self, table: str, word: str) -> str:
        """A word of the contract in that language."""
        return self._phrases.word(table, word)

    def say(self, at: datetime, sentence: str) -> None:
        """What happened, and when."""
        date = self._phrases.at(at).replace(",", "")
        date += " " * (_DATE - cell_len(date))
        for index, line in enumerate(self._lines(sentence)):
            self._print(Text.assemble((" " * _DATE if index else date, "cyan"), line))
        self._pause()

    def detail(self, *sentences: str) -> None:
        """What belongs to the sentence before."""
        for sentence in sentences:
            for line in self._lines(sentence):
                self._print(Text(" " * _DATE + line, style="dim"))

    def show(self, title: str, text: str) -> None:
        """A text to be read as it is."""
        wrapped = "\n".join("\n".join(_wrapped(line, self._width - 6)) for line in text.splitlines())
        if self._console.is_terminal:
            self._console.print(Panel(Text.assemble((title, "bold"), "\n\n", wrapped), width=self._width))
        else:
            self.plain("", *textwrap.indent(f"{title}\n\n{wrapped}", "    | ", lambda _: True).splitlines(), "")
        self._pause()

    def plain(self, *lines: str) -> None:
        """Lines of their own."""
        for line in lines:
            self._print(Text(line))

    def _lines(self, sentence: str) -> list[str]:
        return _wrapped(sentence, max(self._width - _DATE, 30))

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)

    def _pause(self) -> None:
        if self._console.is_terminal:
            time.sleep(_BEAT)


def _wrapped(sentence: str, width: int) -> list[str]:
    if any(sign >= "\u2e80" for sign in sentence):
        return _columns(sentence, width)
    hang = "   " if re.match(r"\d\. ", sentence) else ""  # the second line of a numbered one
    return textwrap.wrap(sentence, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)


def _columns(sentence: str, width: int) -> list[str]:
    """Chinese breaks between any two signs, each two columns wide; a word of Latin letters stays whole."""
    lines, line = list[str](), ""
    for piece in re.findall(r"[!-~]+|.", sentence):
        if line and cell_len(line + piece) > width and piece not in "，。：；、）”":
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line]
